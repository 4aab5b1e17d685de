import type { Cause, Ranked } from '../decision.ts';
import type { Grade } from '../model.ts';

/** A criterion on which a protocol loses against the winner. */
export interface Loss {
  readonly criterion: string;
  /** Points, of 100, that the winner gains there. */
  readonly points: number;
  readonly grade: Grade;
  readonly winnersGrade: Grade;
  /** The answers that weigh the criterion; empty: only its baseline does. */
  readonly because: readonly Cause[];
}

/** Maximum number of criteria returned; further ones hardly matter. */
const MOST_LOSSES = 3;

/** The criteria on which a protocol loses most against the winner of the same ranking, largest first. */
export function lossesAgainst(winner: Ranked, own: Ranked): Loss[] {
  return winner.contributions
    .flatMap(({ criterion, points, grade: winnersGrade, because }): Loss[] => {
      const mine = own.contributions.find((entry) => entry.criterion === criterion);
      return mine && mine.points < points
        ? [{ criterion, points: points - mine.points, grade: mine.grade, winnersGrade, because }]
        : [];
    })
    .sort((a, b) => b.points - a.points)
    .slice(0, MOST_LOSSES);
}
