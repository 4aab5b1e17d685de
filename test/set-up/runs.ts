/** How often a property is tried, times what `npm run fuzz` sets. */
const factor = Number(process.env['TEST_RUNS'] ?? 1);
if (!Number.isInteger(factor) || factor < 1) throw new Error('Expected an integer above 0 in TEST_RUNS.');

/**
 * Parameters of `fc.assert` for a costly property.
 *
 * @param inTests runs in `npm test`, as many as find a mistake soon
 */
export function runs(inTests: number): { readonly numRuns: number } {
  return { numRuns: inTests * factor };
}
