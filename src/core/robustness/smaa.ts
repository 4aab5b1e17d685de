import { additiveScores, type UtilityMatrix } from '../ranking/additive.ts';
import { OrderedWeights, type Random, seededRandom } from './random.ts';
import { RankTally, sumOf } from './rank-tally.ts';

/** Alternatives on criteria, and what is known of weights and utilities. */
export interface SmaaProblem {
  readonly alternatives: number;
  readonly criteria: number;
  /** Known, or drawn anew for each sample. */
  readonly utilities: UtilityMatrix | ((random: Random) => UtilityMatrix);
  /** Stated weights ≥ 0, by criterion, in any unit. */
  readonly profile: ArrayLike<number>;
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
   * so a column may add up to more than 1.
   */
  readonly rankAcceptability: readonly (readonly number[])[];
  /** Mean of the weights, by criterion and adding up to 1, that put it first, alone or tied; `null` when none did. */
  readonly centralWeights: readonly (readonly number[] | null)[];
  /** Share of the draws, 0 to 1, in which its own central weights put it first, alone or tied; `null` likewise. */
  readonly confidenceFactor: readonly (number | null)[];
}

/** Each kind of draw has a random stream of its own: what one consumes never shifts the others. */
const STREAMS = { weights: 0, utilities: 2 };

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
    sampler.next(count);
    tally.add(sampler.scores, sampler.weights, sampler.totals, count);
  }
  const centralWeights = tally.centralWeights();
  return {
    rankAcceptability: tally.shares(samples),
    centralWeights,
    confidenceFactor: confidenceFactors(problem, centralWeights),
  };
}

/** Draws samples, a block at a time, and scores them. */
class Sampler {
  /** `[sample of the block * criteria + c]`, not normalised. */
  readonly weights: Float64Array;
  /** By sample of the block: the sum of its weights. */
  readonly totals = new Float64Array(BLOCK);
  /** `[sample of the block * stride + a]`. */
  readonly scores: Float64Array;
  /** Alternatives, rounded up to full lanes. */
  readonly stride: number;
  private readonly problem: SmaaProblem;
  /** The stated weights, by criterion. */
  private readonly stated: Float64Array;
  /** `[a * criteria + c]`. */
  private readonly utilities: Float64Array;
  private readonly ordered: OrderedWeights;
  private readonly weightRandom: Random;
  private readonly utilityRandom: Random;

  constructor(problem: SmaaProblem) {
    const { alternatives, criteria, seed, profile, utilities } = problem;
    this.problem = problem;
    this.stride = Math.ceil(alternatives / LANES) * LANES;
    this.weights = new Float64Array(BLOCK * criteria);
    this.scores = new Float64Array(BLOCK * this.stride);
    this.utilities = new Float64Array(this.stride * criteria);
    this.stated = Float64Array.from(profile);
    this.ordered = new OrderedWeights(criteria, BLOCK);
    this.weightRandom = seededRandom(seed, STREAMS.weights);
    this.utilityRandom = seededRandom(seed, STREAMS.utilities);
    if (typeof utilities !== 'function') setRows(this.utilities, utilities);
    this.ordered.state(this.stated);
  }

  /** Draws and scores `count` samples. */
  next(count: number): void {
    const { utilities, weights, scores, stride } = this;
    const { criteria, utilities: known } = this.problem;
    if (typeof known === 'function') setRows(utilities, known(this.utilityRandom));
    this.weigh(count);
    for (let a = 0; a < stride; a += LANES) addUp(utilities, a, weights, criteria, scores, stride, count);
  }

  private weigh(count: number): void {
    const { weights, totals, stated, problem } = this;
    if (problem.weighting !== 'exact') {
      this.ordered.fill(this.weightRandom, weights, totals, 0, count);
      return;
    }
    for (let sample = 0; sample < count; sample++) {
      weights.set(stated, sample * problem.criteria);
      totals[sample] = sumOf(stated, 0, problem.criteria);
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

/** A second pass over the same draws of utilities, with central weights in place of drawn ones. */
function confidenceFactors(
  { samples, seed, utilities }: SmaaProblem,
  centralWeights: SmaaResult['centralWeights'],
): (number | null)[] {
  const random = seededRandom(seed, STREAMS.utilities);
  const draws = typeof utilities === 'function' ? samples : 1;
  const firsts = new Uint32Array(centralWeights.length);
  for (let draw = 0; draw < draws; draw++) {
    const rivals = findRivals(typeof utilities === 'function' ? utilities(random) : utilities, centralWeights);
    rivals.forEach((ahead, a) => {
      if (ahead.length === 0) firsts[a] = (firsts[a] ?? 0) + 1;
    });
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
