import type { CheckReporter } from './formats.ts';

/** The report itself. */
export const render: CheckReporter = (report) => `${JSON.stringify(report, null, 2)}\n`;
