import type { DocumentReporter } from './advice.ts';
import { safeJson } from './safe-json.ts';

/** The advice itself. */
export const render: DocumentReporter = (advice) => safeJson(advice);
