/** The upper one of the two in the middle where their number is even; NaN without values. */
export function median(values: readonly number[]): number;
