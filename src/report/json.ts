import type { Reporter } from './advice.ts';

/** The model itself, DESIGN section 7. */
export const render: Reporter = (advice) => `${JSON.stringify(advice, null, 2)}\n`;
