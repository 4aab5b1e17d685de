import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OrderedWeights, Random, seededRandom } from '../../../src/core/robustness/random.ts';
import { published } from '../published-examples.ts';

function take(count: number, next: () => number): number[] {
  return Array.from({ length: count }, next);
}

/** Vectors of normalised weights in the order of the stated ones. */
function orderedWeights(stated: readonly number[], count: number, seed = 1): number[][] {
  const n = stated.length;
  const sampler = new OrderedWeights(n, count);
  sampler.state(Float64Array.from(stated));
  const weights = new Float64Array(n * count);
  const totals = new Float64Array(count);
  sampler.fill(seededRandom(seed), weights, totals, 0, count);
  return Array.from(totals, (total, v) => Array.from(weights.subarray(v * n, (v + 1) * n), (w) => w / total));
}

function exponentialFrom(state: readonly [number, number, number, number]): { word: number; value: number } {
  const out = new Float64Array(1);
  new Random(state).fillExponential(out, 1);
  return { word: new Random(state).uint32(), value: out[0] ?? Number.NaN };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe('Random', () => {
  it('gives the numbers of the reference implementation', () => {
    // xoshiro128starstar.c 1.1 from state 1, 2, 3, 4, as the tests of the Rust crate rand_xoshiro have them.
    const expected = [
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ];
    const random = new Random([1, 2, 3, 4]);
    expect(take(10, () => random.uint32())).toEqual(expected);
  });

  it('gives the same numbers for the same seed and stream, others for others', () => {
    const first = (seed: number, stream: number) => {
      const random = seededRandom(seed, stream);
      return take(8, () => random.uint32());
    };
    fc.assert(
      fc.property(fc.nat(0xffffffff), fc.nat(3), (seed, stream) => {
        expect(first(seed, stream)).toEqual(first(seed, stream));
        expect(first(seed + 2 ** 32, stream)).toEqual(first(seed, stream));
        expect(first(seed, stream + 1)).not.toEqual(first(seed, stream));
        expect(first(seed + 1, stream)).not.toEqual(first(seed, stream));
      }),
    );
  });

  it('is uniform over 0 to 1, and below a size', () => {
    const random = seededRandom(7);
    const uniform = take(20_000, () => random.uniform());
    expect(Math.min(...uniform)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...uniform)).toBeLessThan(1);
    expect(mean(uniform)).toBeCloseTo(0.5, 2);
    const counts = new Array<number>(7).fill(0);
    for (const at of take(70_000, () => random.below(7))) counts[at] = (counts[at] ?? 0) + 1;
    // Six degrees of freedom: 22.5 is exceeded once in a thousand.
    expect(counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)).toBeLessThan(22.5);
    expect(random.below(1)).toBe(0);
  });

  it('fills with −ln of its own uniform numbers', () => {
    const count = 50_000;
    const filled = new Float64Array(count + 1);
    seededRandom(3).fillExponential(filled, count);
    const random = seededRandom(3);
    for (let i = 0; i < count; i++) {
      const exact = -Math.log((random.uint32() + 0.5) / 2 ** 32);
      expect(Math.abs((filled[i] ?? 0) - exact)).toBeLessThan(1e-12);
    }
    expect(filled[count]).toBe(0);
    expect(mean([...filled])).toBeCloseTo(1, 1);
  });

  it('stays above 0 and finite at both ends', () => {
    // From b, the first number is rotl(5b, 7) · 9: solved for both ends of its range.
    const largest = exponentialFrom([1, 0, 0, 0]);
    const smallest = exponentialFrom([1, 0x831c71c7, 0, 0]);
    expect(largest.word).toBe(0);
    expect(smallest.word).toBe(2 ** 32 - 1);
    expect(largest.value).toBeCloseTo(33 * Math.LN2, 11);
    expect(largest.value).toBeLessThan(23);
    expect(smallest.value).toBeGreaterThan(0);
    expect(smallest.value).toBeCloseTo(0, 9);
  });
});

describe('OrderedWeights', () => {
  const stated = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 8 });

  it('keeps the order, keeps zeros, and adds up to its totals', () => {
    fc.assert(
      fc.property(stated, fc.nat(99), (weights, seed) => {
        fc.pre(weights.some((weight) => weight > 0));
        for (const vector of orderedWeights(weights, 5, seed)) {
          expect(vector.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
          weights.forEach((a, i) => {
            if (a === 0) expect(vector[i]).toBe(0);
            weights.forEach((b, j) => {
              if (a > b) expect(vector[i]).toBeGreaterThan(vector[j] ?? Number.NaN);
            });
          });
        }
      }),
    );
  });

  it('gives zeros where all stated weights are 0', () => {
    const sampler = new OrderedWeights(2, 1);
    const weights = Float64Array.of(5, 5);
    const totals = Float64Array.of(5);
    sampler.state(Float64Array.of(0, 0));
    sampler.fill(seededRandom(1), weights, totals, 0, 1);
    expect([...weights, ...totals]).toEqual([0, 0, 0]);
  });

  it.each(published['rank-order-centroid'].weights)('has the rank order centroid as its mean: %s', (...centroid) => {
    const vectors = orderedWeights(
      centroid.map((_, k) => centroid.length - k),
      20_000,
    );
    centroid.forEach((weight, k) => {
      expect(Math.abs(mean(vectors.map((vector) => vector[k] ?? 0)) - weight)).toBeLessThan(0.004);
    });
  });

  it('takes stated weights as equal that differ by rounding only', () => {
    const vectors = orderedWeights([0.1 + 0.2, 0.3], 4000);
    expect(mean(vectors.map(([a = 0, b = 0]) => (a > b ? 1 : 0)))).toBeCloseTo(0.5, 1);
  });

  // Uniform vectors of the whole simplex, those outside the order thrown away: slow, and plainly right.
  function rejected(weights: readonly number[], count: number): number[][] {
    const random = seededRandom(11);
    const kept: number[][] = [];
    while (kept.length < count) {
      const vector = weights.map((weight) => (weight === 0 ? 0 : -Math.log(1 - random.uniform())));
      const isOrdered = weights.every((a, i) =>
        weights.every((b, j) => !(a > b) || (vector[i] ?? 0) >= (vector[j] ?? 0)),
      );
      const total = vector.reduce((sum, x) => sum + x, 0);
      if (isOrdered) kept.push(vector.map((x) => x / total));
    }
    return kept;
  }

  it.each([
    { weights: [2, 1, 1] },
    { weights: [1, 2, 2, 1] },
    { weights: [3, 1, 1, 1, 2] },
    { weights: [1, 1, 1] },
    { weights: [0, 2, 1, 1, 2] },
  ])('has the moments of rejection sampling: $weights', ({ weights }) => {
    const count = 20_000;
    const samples = orderedWeights(weights, count);
    const reference = rejected(weights, count);
    weights.forEach((_, i) => {
      weights.forEach((__, j) => {
        const product = (vectors: number[][]) => mean(vectors.map((v) => (v[i] ?? 0) * (v[j] ?? 0)));
        const above = (vectors: number[][]) => mean(vectors.map((v) => ((v[i] ?? 0) > (v[j] ?? 0) ? 1 : 0)));
        expect(Math.abs(product(samples) - product(reference))).toBeLessThan(0.006);
        expect(Math.abs(above(samples) - above(reference))).toBeLessThan(0.02);
      });
      const mine = samples.map((v) => v[i] ?? 0);
      const theirs = reference.map((v) => v[i] ?? 0);
      expect(Math.abs(mean(mine) - mean(theirs))).toBeLessThan(0.008);
    });
  });
});
