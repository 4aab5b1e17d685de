import type { Ranked } from '../decision.ts';
import { BEST_GRADE, type Rules } from '../model.ts';
import { capabilityMatrix } from './matrix.ts';

/** Number of reasons that a recommendation gives. */
const GIVEN = 4;

/** A reason counts when it brings at least this share of what the strongest one brings. */
const LEAST_SHARE = 0.15;

/**
 * The sentences of the rules that speak most for the first of a ranking: what each adds to its score, less what it adds
 * to the average of the others. A sentence may stand behind several weights. One that speaks for the second is no reason.
 */
export function reasonsFor(rules: Rules, ranking: readonly Ranked[]): string[] {
  const [best, ...others] = ranking;
  if (!best) return [];
  const gains = gainsOver(rules, best, others);
  const gainsOnSecond = gainsOver(rules, best, others.slice(0, 1));
  const sorted = [...gains]
    .filter(([says, gain]) => gain > 0 && (gainsOnSecond.get(says) ?? 0) >= 0)
    .sort((a, b) => b[1] - a[1]);
  const strongest = sorted[0]?.[1] ?? 0;
  return sorted
    .filter(([, gain]) => gain >= LEAST_SHARE * strongest)
    .slice(0, GIVEN)
    .map(([says]) => says);
}

/** What each sentence adds to the score of a protocol, less what it adds on average to others; without any, less 0. */
function gainsOver(rules: Rules, { contributions }: Ranked, others: readonly Ranked[]): ReadonlyMap<string, number> {
  const { grades, criteriaCount, protocolIndex, at } = capabilityMatrix(rules);
  const rows = others.map(({ protocol }) => (protocolIndex.get(protocol) ?? 0) * criteriaCount);
  const gains = new Map<string, number>();
  for (const { criterion, grade, because } of contributions) {
    const c = at(criterion);
    let average = 0;
    for (const row of rows) average += (grades[row + c] ?? 0) / rows.length;
    const ahead = (grade - average) / BEST_GRADE;
    for (const { says, weight = 0 } of because) {
      if (says !== undefined) gains.set(says, (gains.get(says) ?? 0) + weight * ahead);
    }
  }
  return gains;
}
