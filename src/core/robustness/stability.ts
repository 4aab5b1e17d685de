import { additiveScores, type UtilityMatrix } from '../ranking/additive.ts';

/** For which shares of one weight an alternative is first. Shares of the sum of all weights, 0 to 1, ends included. */
export interface WeightInterval {
  /** The share that the weight has now. */
  readonly share: number;
  readonly from: number;
  readonly to: number;
  /** By position, who leads just below `from` and just above `to`; `null` where that end is 0 or 1 and nobody does. */
  readonly challengerBelow: number | null;
  readonly challengerAbove: number | null;
}

/** Scores closer than this, times the largest utility, do not differ; nor do shares closer than this. */
const EPSILON = 1e-12;

/**
 * Weight stability intervals of the additive value model, exact: one weight takes the share t, the others keep their
 * proportions. The lead over a rival is then linear in t, D(t) = t·dₖ + (1 − t)·d_rest, with dₖ the lead on criterion
 * k alone and d_rest the lead on all others together, so it changes sign at t* = d_rest / (d_rest − dₖ)
 * (after Triantaphyllou & Sanchez 1997). Where the leader is tied, intervals end at the present share.
 * Takes alternatives × criteria² steps.
 *
 * @param weights by criterion, ≥ 0, in any unit
 * @param leader position of the alternative; usually, not necessarily, the one that is first now
 * @returns by criterion; `null` where no share puts it first. A criterion that has all the weight cannot be varied:
 *   its interval is 0 to 1, or `null`. `undefined` when all weights are 0
 */
export function stabilityIntervals(
  utilities: UtilityMatrix,
  weights: ArrayLike<number>,
  leader: number,
): (WeightInterval | null)[] | undefined {
  const all = Array.from(weights);
  const total = all.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return undefined;
  const largest = utilities.reduce((most, row) => Math.max(most, ...Array.from(row, Math.abs)), 0);
  return all.map((weight, k) => {
    const alone = utilities.map((row) => row[k] ?? 0);
    const others = all.map((other, c) => (c === k ? 0 : other));
    const rest = additiveScores(utilities, others) ?? alone;
    return interval(weight / total, leadsOf(alone, leader, 0), leadsOf(rest, leader, EPSILON * largest));
  });
}

/** By rival: how far the leader is ahead. Up to `epsilon` it is level: rounding must not shift an end off 0 or 1. */
function leadsOf(scores: readonly number[], leader: number, epsilon: number): number[] {
  return scores.map((score) => {
    const lead = (scores[leader] ?? 0) - score;
    return Math.abs(lead) <= epsilon ? 0 : lead;
  });
}

/**
 * Where no rival leads, given the leads at t = 1 (`alone`) and t = 0 (`rest`). Of challengers at the same end, the one
 * that pulls ahead faster; of equal ones, the first.
 */
function interval(share: number, alone: readonly number[], rest: readonly number[]): WeightInterval | null {
  let above: End = { at: 1, slope: 0, rival: null };
  let below: End = { at: 0, slope: 0, rival: null };
  for (const [rival, atOne] of alone.entries()) {
    const atZero = rest[rival] ?? 0;
    if (atOne < 0 && atZero < 0) return null;
    if (atOne >= 0 && atZero >= 0) continue;
    const root = atZero / (atZero - atOne);
    const at = Math.abs(root - share) <= EPSILON ? share : root;
    const end = { at, slope: Math.abs(atOne - atZero), rival };
    if (atOne < 0) above = nearer(above, end, above.at - at);
    else below = nearer(below, end, at - below.at);
  }
  if (below.at > above.at + EPSILON) return null;
  return {
    share,
    from: below.at,
    // Rounding must not part the ends of an interval that is a single share.
    to: Math.max(below.at, above.at),
    challengerBelow: below.rival,
    challengerAbove: above.rival,
  };
}

/** Where a rival draws level, and how fast it pulls ahead from there: its gain in the lead over all of t. */
interface End {
  readonly at: number;
  readonly slope: number;
  /** `null`: 0 or 1, where nobody does. */
  readonly rival: number | null;
}

/** @param gain by how much the other end is nearer to the leader's own share */
function nearer(one: End, other: End, gain: number): End {
  if (Math.abs(gain) > EPSILON) return gain > 0 ? other : one;
  return one.rival === null || other.slope > one.slope ? other : one;
}
