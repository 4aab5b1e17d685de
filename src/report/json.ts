import type { DocumentReporter } from './advice.ts';

/** The model itself, DESIGN section 7. */
export const render: DocumentReporter = (advice) => `${JSON.stringify(advice, null, 2)}\n`;
