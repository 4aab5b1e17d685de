import { sortDescending } from '../ranking/additive.ts';

const GOLDEN_GAMMA = 0x9e3779b9;
const TWO_POW_MINUS_32 = 2 ** -32;

/** Stated weights closer than this, times the largest, count as equal: sums of the same parts may differ by rounding. */
const EQUAL_WEIGHTS = 1e-12;

/**
 * Random numbers that are the same on every machine: xoshiro128** 1.1 (Blackman & Vigna 2021, "Scrambled linear
 * pseudorandom number generators"). Period 2¹²⁸ − 1. Not for secrets.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private d: number;

  /** @param state four 32-bit words, not all 0; see `seededRandom` for a state from one number */
  constructor(state: readonly [number, number, number, number]) {
    this.a = state[0] | 0;
    this.b = state[1] | 0;
    this.c = state[2] | 0;
    this.d = state[3] | 0;
  }

  /** A whole number, uniform over 0 … 2³² − 1. */
  uint32(): number {
    const { b } = this;
    const fives = Math.imul(b, 5);
    const result = Math.imul((fives << 7) | (fives >>> 25), 9);
    this.c ^= this.a;
    this.d ^= b;
    this.b ^= this.c;
    this.a ^= this.d;
    this.c ^= b << 9;
    this.d = (this.d << 11) | (this.d >>> 21);
    return result >>> 0;
  }

  /** Uniform over [0, 1), in steps of 2⁻³². */
  uniform(): number {
    return this.uint32() * TWO_POW_MINUS_32;
  }

  /**
   * A whole number, uniform over 0 … size − 1; each one's probability is off by less than 2⁻³².
   *
   * @param size a whole number, 1 … 2³²
   */
  below(size: number): number {
    return Math.floor(this.uint32() * TWO_POW_MINUS_32 * size);
  }

  /** Puts independent exponential numbers of mean 1, each above 0 and at most 23, into the first `count` places. */
  fillExponential(out: Float64Array, count: number): void {
    for (let i = 0; i < count; i++) out[i] = minusLog(this.uint32());
  }
}

/**
 * The generator of a seed: SplitMix32 (Steele, Lea & Flood 2014, with the 32-bit finaliser of MurmurHash3) fills its
 * state.
 *
 * @param seed a whole number, taken modulo 2³²
 * @param stream 0, 1, 2, …: each stream of a seed is a generator of its own
 */
export function seededRandom(seed: number, stream = 0): Random {
  const word = (at: number) => mix(seed + Math.imul(GOLDEN_GAMMA, 4 * stream + at));
  // The finaliser maps no two words onto 0, so the state is never all 0.
  return new Random([word(1), word(2), word(3), word(4)]);
}

function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** 2ᶻ⁻³¹ by z = 0 … 32. */
const POWERS_OF_TWO = Float64Array.from({ length: 33 }, (_, zeros) => 2 ** (zeros - 31));

/**
 * −ln((k + ½) / 2³²) for a 32-bit k, off by less than 1e-12, which is far finer than the steps of k themselves.
 * Arithmetic only, because engines may differ in the last bit of `Math.log`: with z leading zeros, k + ½ is
 * m · 2³¹⁻ᶻ, 1 ≤ m < 2, and ln(m / √2) = 2 artanh(x) with x = (m − √2) / (m + √2), |x| < 0.172.
 */
function minusLog(k: number): number {
  const zeros = Math.clz32(k);
  const m = (k + 0.5) * (POWERS_OF_TWO[zeros] ?? 0);
  const x = (m - Math.SQRT2) / (m + Math.SQRT2);
  const y = x * x;
  const artanh = x * (1 + y * (1 / 3 + y * (1 / 5 + y * (1 / 7 + y * (1 / 9 + y * (1 / 11 + y * (1 / 13)))))));
  return (zeros + 0.5) * Math.LN2 - 2 * artanh;
}

/**
 * Weights uniform over the simplex, restricted to the order of stated ones. Equally stated criteria may come in any
 * order, so that with all of them equal this is the whole simplex; a stated 0 stays 0.
 *
 * n exponentials are, normalised, uniform over the simplex. Sorted, the k-th largest of them is Σ Zⱼ / j over
 * j = k … n, with Zⱼ exponential again (Rényi 1953), so nothing random has to be sorted. Which criterion of a tie
 * group gets which of the group's places is drawn: a Fisher–Yates shuffle that runs along, from the least weight up.
 */
export class OrderedWeights {
  /** Criteria, largest stated weight first. */
  private readonly order: Int32Array;
  /** By place in the order: the first place of the tie group. */
  private readonly groupStart: Int32Array;
  private readonly gaps: Float64Array;
  /** Places with a weight above 0. */
  private positive = 0;

  /** @param block the most vectors that `fill` is asked for at once */
  constructor(criteria: number, block: number) {
    this.order = Int32Array.from({ length: criteria }, (_, c) => c);
    this.groupStart = new Int32Array(criteria);
    this.gaps = new Float64Array(criteria * block);
  }

  /** @param stated by criterion, ≥ 0, in any unit */
  state(stated: Float64Array): void {
    const { order, groupStart } = this;
    sortDescending(order, stated);
    let previous = stated[order[0] ?? 0] ?? 0;
    const epsilon = EQUAL_WEIGHTS * previous;
    let start = 0;
    this.positive = 0;
    for (let k = 0; k < order.length; k++) {
      const weight = stated[order[k] ?? 0] ?? 0;
      if (weight <= 0) break;
      if (previous - weight > epsilon) start = k;
      groupStart[k] = start;
      previous = weight;
      this.positive = k + 1;
    }
  }

  /**
   * Draws vectors number `first` … `first + count − 1`, not normalised.
   *
   * @param weights `[vector * criteria + c]`
   * @param totals by vector: the sum of its weights
   */
  fill(random: Random, weights: Float64Array, totals: Float64Array, first: number, count: number): void {
    const { order, groupStart, gaps, positive } = this;
    random.fillExponential(gaps, count * positive);
    weights.fill(0, first * order.length, (first + count) * order.length);
    for (let vector = 0; vector < count; vector++) {
      const from = vector * positive;
      const to = (first + vector) * order.length;
      let level = 0;
      let total = 0;
      for (let k = positive - 1; k >= 0; k--) {
        const start = groupStart[k] ?? 0;
        if (start < k) swap(order, k, start + random.below(k + 1 - start));
        level += (gaps[from + k] ?? 0) / (k + 1);
        total += level;
        weights[to + (order[k] ?? 0)] = level;
      }
      totals[first + vector] = total;
    }
  }
}

function swap(order: Int32Array, a: number, b: number): void {
  const c = order[a] ?? 0;
  order[a] = order[b] ?? 0;
  order[b] = c;
}
