import type { DocumentReporter } from './advice.ts';
import { safeJson } from './safe-json.ts';

/** The advice itself: every other format is a view of it. */
export const render: DocumentReporter = (advice) => safeJson(advice);
