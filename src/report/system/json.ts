import { safeJson } from '../safe-json.ts';
import type { SystemDocumentReporter } from './advice.ts';

/** The advice itself. */
export const render: SystemDocumentReporter = (advice) => safeJson(advice);
