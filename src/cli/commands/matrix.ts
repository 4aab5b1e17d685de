import { safeJson } from '../../report/safe-json.ts';
import { renderMatrix } from '../../report/terminal/matrix.ts';
import { expectedNames } from '../../text/did-you-mean.ts';
import { type Action, reportContext } from '../context.ts';
import { usageFailure } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { wantsJson } from '../options/format.ts';

/** `wirewise matrix [PROTOCOL…]`: the comparison table; the core protocols when none is named. */
export const matrix: Action = async (context, args, options) => {
  const { rules } = context;
  const ids = rules.protocols.map(({ id }) => id);
  const unknown = args.filter((id) => !ids.includes(id));
  if (unknown.length > 0) {
    throw usageFailure(unknown.map((id) => `Unknown protocol "${id}".${expectedNames(id, ids)}`));
  }
  const everyCriterion = readCriteria(options['criteria']);
  const protocols = rules.protocols.filter(({ id, tier }) =>
    args.length > 0 ? args.includes(id) : options['all'] === true || tier === 'core',
  );
  const criteria = rules.criteria.filter(({ table }) => everyCriterion || table);
  const text = wantsJson(options)
    ? safeJson({ criteria, protocols })
    : renderMatrix(
        { protocols, criteria, notes: options['notes'] === true },
        await reportContext(context, options, Number.POSITIVE_INFINITY),
      );
  return { text, exitCode: EXIT.ok };
};

function readCriteria(value: unknown): boolean {
  if (value === undefined || value === 'table') return false;
  if (value === 'all') return true;
  throw usageFailure([`Unknown value "${value}" after --criteria. Expected table, all.`]);
}
