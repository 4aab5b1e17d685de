import type { PlainReporter } from './advice.ts';

/** The model itself, DESIGN section 7. */
export const render: PlainReporter = (advice) => `${JSON.stringify(advice, null, 2)}\n`;
