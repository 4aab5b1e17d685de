import { additiveScores, sortDescending, type UtilityMatrix } from '../additive.ts';
import { OrderedWeights, type Random, seededRandom } from './random.ts';

/** One draw of what is not known about the decision. Both arrays still hold the draw before: fill them wholly. */
export interface ProfileDraw {
  /** By criterion: the stated weight ≥ 0, in any unit. */
  readonly weights: Float64Array;
  /** By alternative: 1 where a hard constraint excludes it, else 0. */
  readonly excluded: Uint8Array;
}

/** Alternatives on criteria, and what is known of weights and utilities. */
export interface SmaaProblem {
  readonly alternatives: number;
  readonly criteria: number;
  /** Known, or drawn anew for each sample. */
  readonly utilities: UtilityMatrix | ((random: Random) => UtilityMatrix);
  /** Stated weights ≥ 0 by criterion, with nothing excluded; or a draw of both for each sample. */
  readonly profile: ArrayLike<number> | ((random: Random, draw: ProfileDraw) => void);
  /** `ordered` (the default): any weights in the order of the stated ones, see `OrderedWeights`. `exact`: as stated. */
  readonly weighting?: 'ordered' | 'exact';
  /** How many weight vectors, at least 1; the standard error of a share is at most ½ / √samples. */
  readonly samples: number;
  /** A whole number, taken modulo 2³². The same problem and seed give the same result, to the last bit. */
  readonly seed: number;
}

/** All by position of the alternative. */
export interface SmaaResult {
  /**
   * `[a][r]`: share of the samples, 0 to 1, in which alternative a ranks r + 1. Ties share the better rank ("1224"),
   * so a column may add up to more than 1. An excluded alternative has no rank: a row adds up to 1 − its excluded
   * share.
   */
  readonly rankAcceptability: readonly (readonly number[])[];
  /** Mean of the weights, by criterion and adding up to 1, that put it first, alone or tied; `null` when none did. */
  readonly centralWeights: readonly (readonly number[] | null)[];
  /** Share of the draws, 0 to 1, in which its own central weights put it first, alone or tied; `null` likewise. */
  readonly confidenceFactor: readonly (number | null)[];
}

/** Each kind of draw has a random stream of its own: what one consumes never shifts the others. */
const STREAMS = { weights: 0, profile: 1, utilities: 2 };

/** Scores closer than this, times the sum of the weights, are a tie. */
const TIE_EPSILON = 1e-12;

/** The same under central weights, which are means of many vectors and carry their rounding. */
const CENTRAL_TIE_EPSILON = 1e-9;

/** Samples that take each step together: short loops over small arrays are compiled sooner than one long one. */
const BLOCK = 16;

/** Alternatives that `addUp` sums side by side. */
const LANES = 4;

/**
 * Stochastic multicriteria acceptability analysis, SMAA-2 (Lahdelma & Salminen 2001), of the additive value model.
 * Where all weights are 0, all alternatives tie for first, but by no weights: that adds nothing to central weights.
 */
export function smaa2(problem: SmaaProblem): SmaaResult {
  const { alternatives, criteria, samples } = problem;
  const sampler = new Sampler(problem);
  const tally = new RankTally(alternatives, criteria, sampler.stride);
  const block = typeof problem.utilities === 'function' ? 1 : BLOCK;
  for (let sample = 0; sample < samples; sample += block) {
    const count = Math.min(block, samples - sample);
    sampler.next(sample, count);
    tally.add(sampler.scores, sampler.weights, sampler.totals, count);
  }
  const centralWeights = tally.centralWeights();
  return {
    rankAcceptability: tally.shares(samples),
    centralWeights,
    confidenceFactor: confidenceFactors(problem, centralWeights, sampler.excluded),
  };
}

/** Draws samples, a block at a time, and scores them. */
class Sampler {
  /** `[sample of the block * criteria + c]`, not normalised. */
  readonly weights: Float64Array;
  /** By sample of the block: the sum of its weights. */
  readonly totals = new Float64Array(BLOCK);
  /** `[sample of the block * stride + a]`, −∞ where a is excluded. */
  readonly scores: Float64Array;
  /** Alternatives, rounded up to full lanes. */
  readonly stride: number;
  /** `[sample * alternatives + a]` of all samples; where the profile is not drawn, zeros for one sample. */
  readonly excluded: Uint8Array;
  private readonly problem: SmaaProblem;
  private readonly draw: ProfileDraw;
  /** `[a * criteria + c]`. */
  private readonly utilities: Float64Array;
  private readonly ordered: OrderedWeights;
  private readonly weightRandom: Random;
  private readonly profileRandom: Random;
  private readonly utilityRandom: Random;

  constructor(problem: SmaaProblem) {
    const { alternatives, criteria, samples, seed, profile, utilities } = problem;
    this.problem = problem;
    this.stride = Math.ceil(alternatives / LANES) * LANES;
    this.weights = new Float64Array(BLOCK * criteria);
    this.scores = new Float64Array(BLOCK * this.stride);
    this.utilities = new Float64Array(this.stride * criteria);
    this.draw = { weights: new Float64Array(criteria), excluded: new Uint8Array(alternatives) };
    this.excluded = typeof profile === 'function' ? new Uint8Array(samples * alternatives) : this.draw.excluded;
    this.ordered = new OrderedWeights(criteria, BLOCK);
    this.weightRandom = seededRandom(seed, STREAMS.weights);
    this.profileRandom = seededRandom(seed, STREAMS.profile);
    this.utilityRandom = seededRandom(seed, STREAMS.utilities);
    if (typeof utilities !== 'function') setRows(this.utilities, utilities);
    if (typeof profile !== 'function') {
      this.draw.weights.set(profile);
      this.ordered.state(this.draw.weights);
    }
  }

  /** Draws and scores `count` samples, number `first` and those after it. */
  next(first: number, count: number): void {
    const { utilities, weights, scores, stride } = this;
    const { alternatives, criteria, profile, utilities: known } = this.problem;
    if (typeof known === 'function') setRows(utilities, known(this.utilityRandom));
    if (typeof profile !== 'function') this.weigh(0, count);
    else {
      for (let at = 0; at < count; at++) {
        profile(this.profileRandom, this.draw);
        this.excluded.set(this.draw.excluded, (first + at) * alternatives);
        this.ordered.state(this.draw.weights);
        this.weigh(at, 1);
      }
    }
    for (let a = 0; a < stride; a += LANES) addUp(utilities, a, weights, criteria, scores, stride, count);
    if (typeof profile === 'function') this.screen(first, count);
  }

  private weigh(at: number, count: number): void {
    const { weights, totals, draw, problem } = this;
    if (problem.weighting !== 'exact') {
      this.ordered.fill(this.weightRandom, weights, totals, at, count);
      return;
    }
    for (let sample = at; sample < at + count; sample++) {
      weights.set(draw.weights, sample * problem.criteria);
      totals[sample] = sumOf(draw.weights, 0, problem.criteria);
    }
  }

  private screen(first: number, count: number): void {
    const { scores, stride, excluded, problem } = this;
    for (let at = 0; at < count; at++) {
      for (let a = 0; a < problem.alternatives; a++) {
        const isExcluded = excluded[(first + at) * problem.alternatives + a] === 1;
        if (isExcluded) scores[at * stride + a] = Number.NEGATIVE_INFINITY;
      }
    }
  }
}

function setRows(rows: Float64Array, matrix: UtilityMatrix): void {
  matrix.forEach((row, a) => {
    rows.set(row, a * row.length);
  });
}

/** Σ wᵢuᵢ of four neighbouring alternatives from `first` on, for each sample of a block. */
function addUp(
  utilities: Float64Array,
  first: number,
  weights: Float64Array,
  criteria: number,
  scores: Float64Array,
  stride: number,
  count: number,
): void {
  const a = first * criteria;
  const b = a + criteria;
  const c = b + criteria;
  const d = c + criteria;
  for (let sample = 0; sample < count; sample++) {
    const from = sample * criteria;
    let s = 0;
    let t = 0;
    let u = 0;
    let v = 0;
    for (let i = 0; i < criteria; i++) {
      const weight = weights[from + i] ?? 0;
      if (weight === 0) continue;
      s += weight * (utilities[a + i] ?? 0);
      t += weight * (utilities[b + i] ?? 0);
      u += weight * (utilities[c + i] ?? 0);
      v += weight * (utilities[d + i] ?? 0);
    }
    const to = sample * stride + first;
    scores[to] = s;
    scores[to + 1] = t;
    scores[to + 2] = u;
    scores[to + 3] = v;
  }
}

/** Counts ranks, and adds up the weights that put an alternative first. */
class RankTally {
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
        if (score === Number.NEGATIVE_INFINITY) break;
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

function sumOf(values: Float64Array, from: number, count: number): number {
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

/** A second pass over the same draws, with central weights in place of drawn ones. */
function confidenceFactors(
  { alternatives, samples, seed, profile, utilities }: SmaaProblem,
  centralWeights: SmaaResult['centralWeights'],
  excluded: Uint8Array,
): (number | null)[] {
  const random = seededRandom(seed, STREAMS.utilities);
  const draws = typeof profile === 'function' || typeof utilities === 'function' ? samples : 1;
  const firsts = new Uint32Array(alternatives);
  let rivals = typeof utilities === 'function' ? [] : findRivals(utilities, centralWeights);
  for (let draw = 0; draw < draws; draw++) {
    if (typeof utilities === 'function') rivals = findRivals(utilities(random), centralWeights);
    const from = typeof profile === 'function' ? draw * alternatives : 0;
    for (let a = 0; a < alternatives; a++) {
      if (excluded[from + a] === 1) continue;
      const isFirst = rivals[a]?.every((rival) => excluded[from + rival] === 1);
      if (isFirst) firsts[a] = (firsts[a] ?? 0) + 1;
    }
  }
  return centralWeights.map((weights, a) => (weights === null ? null : (firsts[a] ?? 0) / draws));
}

/** By alternative: those that score more than it under its own central weights. */
function findRivals(utilities: UtilityMatrix, centralWeights: SmaaResult['centralWeights']): number[][] {
  return centralWeights.map((weights, a) => {
    const scores = weights === null ? [] : (additiveScores(utilities, weights) ?? []);
    const own = scores[a] ?? 0;
    return scores.flatMap((score, rival) => (score - own > CENTRAL_TIE_EPSILON ? [rival] : []));
  });
}
