import { sortDescending } from '../ranking/additive.ts';

/** Scores closer than this, times the sum of the weights, are a tie. */
const TIE_EPSILON = 1e-12;

/** Counts ranks, and adds up the weights that put an alternative first. */
export class RankTally {
  private readonly alternatives: number;
  private readonly criteria: number;
  private readonly stride: number;
  /** `[a * alternatives + r]`. */
  private readonly ranks: Uint32Array;
  /** `[a * criteria + c]`, of normalised weights. */
  private readonly firstWeights: Float64Array;
  /** Best first. Kept from sample to sample, because the next order is mostly nearly the same. */
  private readonly order: Int32Array;

  constructor(alternatives: number, criteria: number, stride: number) {
    this.alternatives = alternatives;
    this.criteria = criteria;
    this.stride = stride;
    this.ranks = new Uint32Array(alternatives * alternatives);
    this.firstWeights = new Float64Array(alternatives * criteria);
    this.order = Int32Array.from({ length: alternatives }, (_, a) => a);
  }

  /** A tie reaches as far as its first member's score, never further. */
  add(scores: Float64Array, weights: Float64Array, totals: Float64Array, count: number): void {
    const { alternatives, criteria, stride, ranks, firstWeights, order } = this;
    for (let sample = 0; sample < count; sample++) {
      const from = sample * stride;
      const total = totals[sample] ?? 0;
      const epsilon = TIE_EPSILON * total;
      sortDescending(order, scores, from);
      let rank = 0;
      let tied = (scores[from + (order[0] ?? 0)] ?? 0) - epsilon;
      for (let at = 0; at < alternatives; at++) {
        const a = order[at] ?? 0;
        const score = scores[from + a] ?? 0;
        if (score < tied) {
          rank = at;
          tied = score - epsilon;
        }
        ranks[a * alternatives + rank] = (ranks[a * alternatives + rank] ?? 0) + 1;
        if (rank === 0 && total > 0) {
          addShares(firstWeights, a * criteria, weights, sample * criteria, criteria, 1 / total);
        }
      }
    }
  }

  shares(samples: number): number[][] {
    return this.perAlternative((a) => {
      const start = a * this.alternatives;
      return Array.from(this.ranks.subarray(start, start + this.alternatives), (count) => count / samples);
    });
  }

  centralWeights(): (number[] | null)[] {
    return this.perAlternative((a) => {
      const start = a * this.criteria;
      const total = sumOf(this.firstWeights, start, this.criteria);
      if (total === 0) return null;
      return Array.from(this.firstWeights.subarray(start, start + this.criteria), (sum) => sum / total);
    });
  }

  private perAlternative<T>(of: (a: number) => T): T[] {
    return Array.from({ length: this.alternatives }, (_, a) => of(a));
  }
}

/** Sum of `count` values from position `from` on. */
export function sumOf(values: Float64Array, from: number, count: number): number {
  let sum = 0;
  for (let i = from; i < from + count; i++) sum += values[i] ?? 0;
  return sum;
}

function addShares(
  sums: Float64Array,
  to: number,
  weights: Float64Array,
  from: number,
  count: number,
  scale: number,
): void {
  for (let i = 0; i < count; i++) sums[to + i] = (sums[to + i] ?? 0) + (weights[from + i] ?? 0) * scale;
}
