/** One row for each alternative, one utility for each criterion in it; in any unit, more is better. All finite. */
export type UtilityMatrix = readonly ArrayLike<number>[];

/**
 * Weighted sum of utilities, Σ wᵢuᵢ / Σ wᵢ, of every alternative: the additive value model (Keeney & Raiffa 1976, ch. 3).
 *
 * @param weights by criterion, ≥ 0, in any unit
 * @returns by alternative, in the unit of the utilities, unrounded; `undefined` when all weights are 0, because any
 *   number would read as a score
 */
export function additiveScores(utilities: UtilityMatrix, weights: ArrayLike<number>): number[] | undefined {
  let total = 0;
  for (let c = 0; c < weights.length; c++) total += weights[c] ?? 0;
  if (total === 0) return undefined;
  return utilities.map((row) => {
    let sum = 0;
    for (let c = 0; c < weights.length; c++) sum += (weights[c] ?? 0) * (row[c] ?? 0);
    return sum / total;
  });
}

/**
 * Standard competition ranking ("1224"): by position, 1 for the highest score.
 *
 * @param epsilon scores that are no further than this below the first of a tie belong to it; a tie never reaches
 *   further than that, however closely others follow
 */
export function competitionRanks(scores: ArrayLike<number>, epsilon = 1e-9): number[] {
  const values = Float64Array.from(scores);
  const order = Int32Array.from(values, (_, at) => at);
  sortDescending(order, values);
  const ranks = new Array<number>(values.length).fill(1);
  let rank = 1;
  let best = values[order[0] ?? 0] ?? 0;
  order.forEach((at, place) => {
    const score = values[at] ?? 0;
    if (best - score > epsilon) {
      best = score;
      rank = place + 1;
    }
    ranks[at] = rank;
  });
  return ranks;
}

/**
 * Sorts positions by `values[from + position]`, highest first, equal ones as they stood. An insertion sort: fast on
 * a few dozen positions that are nearly in order.
 */
export function sortDescending(order: Int32Array, values: Float64Array, from = 0): void {
  for (let k = 1; k < order.length; k++) {
    const position = order[k] ?? 0;
    const value = values[from + position] ?? 0;
    let at = k - 1;
    while (at >= 0 && (values[from + (order[at] ?? 0)] ?? 0) < value) {
      order[at + 1] = order[at] ?? 0;
      at--;
    }
    order[at + 1] = position;
  }
}
