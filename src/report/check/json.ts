import type { CheckReporter } from './formats.ts';
import { safeJson } from './safe-json.ts';

/** The report itself. */
export const render: CheckReporter = (report) => safeJson(report);
