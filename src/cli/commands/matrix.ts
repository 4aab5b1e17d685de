import { safeJson } from '../../report/safe-json.ts';
import { renderMatrix } from '../../report/terminal/matrix.ts';
import { expectedNames } from '../../text/did-you-mean.ts';
import { type Context, printed, type Result, reportContext } from '../context.ts';
import { usageFailure } from '../errors.ts';
import type { Options } from '../options/options.ts';

/** `wirewise matrix [PROTOCOL…]`: prints the comparison table, of the core protocols when none is named. */
export async function matrix(
  context: Pick<Context, 'io' | 'rules'>,
  args: readonly string[],
  options: Options<'matrix'>,
): Promise<Result> {
  const { rules } = context;
  const ids = rules.protocols.map(({ id }) => id);
  const unknown = args.filter((id) => !ids.includes(id));
  if (unknown.length > 0) {
    throw usageFailure(unknown.map((id) => `Unknown protocol "${id}".${expectedNames(id, ids)}`));
  }
  const protocols = rules.protocols.filter(({ id, tier }) =>
    args.length > 0 ? args.includes(id) : options.all || tier === 'core',
  );
  const criteria = rules.criteria.filter(({ table }) => options.criteria === 'all' || table);
  const text =
    options.format === 'json'
      ? safeJson({ criteria, protocols })
      : renderMatrix(
          { protocols, criteria, notes: options.notes },
          await reportContext(context, options, Number.POSITIVE_INFINITY),
        );
  return printed(text, options);
}
