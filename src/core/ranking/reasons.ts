import type { Ranked } from '../decision.ts';
import { BEST_GRADE } from '../model.ts';

/** Number of reasons that a recommendation gives. */
const GIVEN = 4;

/** A reason counts when it brings at least this share of what the strongest one brings. */
const LEAST_SHARE = 0.15;

/**
 * The sentences of the rules that speak most for the first of a ranking: what each adds to its score, less what it adds
 * to the average of the others. A sentence may stand behind several weights. One that speaks for the second is no reason.
 */
export function reasonsFor(ranking: readonly Ranked[]): string[] {
  const [best, ...others] = ranking;
  if (!best) return [];
  const gains = gainsOver(best, averageGrades(others));
  const gainsOnSecond = gainsOver(best, averageGrades(others.slice(0, 1)));
  const sorted = [...gains]
    .filter(([says, gain]) => gain > 0 && (gainsOnSecond.get(says) ?? 0) >= 0)
    .sort((a, b) => b[1] - a[1]);
  const strongest = sorted[0]?.[1] ?? 0;
  return sorted
    .filter(([, gain]) => gain >= LEAST_SHARE * strongest)
    .slice(0, GIVEN)
    .map(([says]) => says);
}

/** What each sentence adds to the score of a protocol, less what it adds with the given grades; without any, with 0. */
function gainsOver({ contributions }: Ranked, grades: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const gains = new Map<string, number>();
  for (const { criterion, grade, because } of contributions) {
    const ahead = (grade - (grades.get(criterion) ?? 0)) / BEST_GRADE;
    for (const { says, weight = 0 } of because) {
      if (says !== undefined) gains.set(says, (gains.get(says) ?? 0) + weight * ahead);
    }
  }
  return gains;
}

function averageGrades(ranked: readonly Ranked[]): ReadonlyMap<string, number> {
  const averages = new Map<string, number>();
  for (const { contributions } of ranked) {
    for (const { criterion, grade } of contributions) {
      averages.set(criterion, (averages.get(criterion) ?? 0) + grade / ranked.length);
    }
  }
  return averages;
}
