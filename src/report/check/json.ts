import { safeJson } from '../safe-json.ts';
import type { CheckReporter } from './formats.ts';

/** The report itself. */
export const render: CheckReporter = (report) => safeJson(report);
