import { usageFailure } from '../errors.ts';

/**
 * The `NAME=VALUE` pairs of `--set`; the last one of a name counts.
 *
 * @throws Failure when one has no name or no `=`
 */
export function readSettings(pairs: unknown): Record<string, string> {
  const list = Array.isArray(pairs) ? pairs.map(String) : [];
  return Object.fromEntries(
    list.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw usageFailure([`Expected --set NAME=VALUE, got "${pair}".`]);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}
