import type { DocumentReporter } from './advice.ts';

/** The advice itself: every other format is a view of it. */
export const render: DocumentReporter = (advice) => `${JSON.stringify(advice, null, 2)}\n`;
