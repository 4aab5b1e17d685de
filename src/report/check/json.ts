import { safeJson } from '../safe-json.ts';
import type { CheckReporter } from './reporter.ts';

/** The report itself. */
export const render: CheckReporter = (report) => safeJson(report);
