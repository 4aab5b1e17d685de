import type { Cause, Ranked } from '../decision.ts';
import type { Grade } from '../model.ts';

/** A criterion on which a protocol loses against the winner. */
export interface Loss {
  readonly criterion: string;
  /** Of 100: what the winner gains there. */
  readonly points: number;
  readonly grade: Grade;
  readonly winnersGrade: Grade;
  /** The answers that weigh it; empty: its baseline. */
  readonly because: readonly Cause[];
}

/** The criteria that are told; further ones hardly decide. */
const MOST_LOSSES = 3;

/** Where a protocol loses most against the winner of the same ranking; the largest first. */
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
