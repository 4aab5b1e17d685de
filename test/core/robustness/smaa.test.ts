import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Random, seededRandom } from '../../../src/core/robustness/random.ts';
import { type SmaaProblem, type SmaaResult, smaa2 } from '../../../src/core/robustness/smaa.ts';
import { published } from '../published-examples.ts';

const SAMPLES = 10_000;

interface Tolerance {
  readonly rankAcceptability: number;
  readonly centralWeights: number;
  readonly confidenceFactor: number;
}

type Expected = { [K in keyof SmaaResult]?: SmaaResult[K] };

/** Every expected number, `null` included, within its tolerance. */
function expectClose(actual: SmaaResult, expected: Expected, tolerance: Tolerance): void {
  const compare = (a: unknown, b: unknown, within: number, path: string) => {
    if (Array.isArray(b)) {
      expect(a, path).toHaveLength(b.length);
      b.forEach((value, at) => {
        compare(Array.isArray(a) ? a[at] : undefined, value, within, `${path}[${at}]`);
      });
    } else if (typeof b === 'number') {
      expect(a, path).toBeTypeOf('number');
      expect(Math.abs(Number(a) - b), `${path}: ${a} against ${b}`).toBeLessThanOrEqual(within);
    } else expect(a, path).toBe(b);
  };
  compare(actual.rankAcceptability, expected.rankAcceptability, tolerance.rankAcceptability, 'rankAcceptability');
  compare(actual.centralWeights, expected.centralWeights, tolerance.centralWeights, 'centralWeights');
  compare(actual.confidenceFactor, expected.confidenceFactor, tolerance.confidenceFactor, 'confidenceFactor');
}

/** SMAA-2 with known or drawn utilities, and by default uniform weights. */
function analyse(
  utilities: SmaaProblem['utilities'],
  criteria: number,
  alternatives: number,
  options: Partial<SmaaProblem> = {},
): SmaaResult {
  const profile = new Array<number>(criteria).fill(1);
  return smaa2({ alternatives, criteria, utilities, profile, samples: SAMPLES, seed: 1, ...options });
}

/** A standard normal number (Box & Muller 1958). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
}

/** Lower triangle L with L·Lᵀ = the matrix, which must be positive definite. */
function cholesky(matrix: readonly (readonly number[])[]): number[][] {
  const lower: number[][] = matrix.map(() => []);
  matrix.forEach((row, i) => {
    for (let j = 0; j <= i; j++) {
      let rest = row[j] ?? 0;
      for (let k = 0; k < j; k++) rest -= (lower[i]?.[k] ?? 0) * (lower[j]?.[k] ?? 0);
      lower[i]?.push(i === j ? Math.sqrt(rest) : rest / (lower[j]?.[j] ?? Number.NaN));
    }
  });
  return lower;
}

describe('published examples of SMAA-2', () => {
  const thrombo = published['smaa-thrombo'];
  const drawThrombo = (random: Random) =>
    thrombo.mean.map((row, a) => row.map((mean, c) => mean + (thrombo.deviation[a]?.[c] ?? 0) * normal(random)));

  it('smaa-thrombo', () => {
    expectClose(analyse(drawThrombo, 3, 2), thrombo, thrombo.tolerance);
  });

  it('smaa-thrombo, weights taken exactly', () => {
    const { weights, rankAcceptability } = thrombo.withExactWeights;
    const result = analyse(drawThrombo, 3, 2, { profile: weights, weighting: 'exact' });
    expectClose(
      { ...result, centralWeights: [], confidenceFactor: [] },
      {
        rankAcceptability,
        centralWeights: [],
        confidenceFactor: [],
      },
      thrombo.tolerance,
    );
    expect(result.centralWeights[0]?.map((weight) => weight.toFixed(9))).toEqual(weights.map((w) => w.toFixed(9)));
  });

  const hansen = published['smaa-hansen'];

  it('smaa-hansen', () => {
    const pairs = [0, 1, 2, 3].flatMap((i) => [1, 2, 3, 4].filter((j) => j > i).map((j) => `${i}${j}`));
    const factors = hansen.correlation.map((upper) => {
      const at = (i: number, j: number) =>
        i === j ? 1 : (upper[pairs.indexOf(`${Math.min(i, j)}${Math.max(i, j)}`)] ?? 0);
      return cholesky(hansen.mean.map((_, i) => hansen.mean.map((__, j) => at(i, j))));
    });
    const draw = (random: Random) => {
      const noise = factors.map((lower) => {
        const independent = lower.map(() => normal(random));
        return lower.map((row) => row.reduce((sum, factor, k) => sum + factor * (independent[k] ?? 0), 0));
      });
      return hansen.mean.map((row, a) =>
        row.map((mean, c) => mean + (hansen.deviation[a]?.[c] ?? 0) * (noise[c]?.[a] ?? 0)),
      );
    };
    // The moments of their 10,000 draws are not the draws: that uses up the tolerance, so ours must be exact.
    expectClose(analyse(draw, 6, 5, { samples: 200_000 }), hansen, hansen.tolerance);
  });

  it('smaa-hansen, the means taken as certain', () => {
    const { firstRankAcceptability, tolerance } = hansen.certain;
    const { rankAcceptability } = analyse(hansen.mean, 6, 5, { samples: 100_000 });
    firstRankAcceptability.forEach((share, a) => {
      expect(Math.abs((rankAcceptability[a]?.[0] ?? Number.NaN) - share)).toBeLessThanOrEqual(tolerance);
    });
  });

  it('smaa-dominated: never first, so no central weights', () => {
    const { matrix, weights, centralWeights, confidenceFactor } = published['smaa-dominated'];
    const result = analyse(matrix, 3, 2, { profile: weights, weighting: 'exact', samples: 10 });
    const tolerance = { rankAcceptability: 0, centralWeights: 1e-12, confidenceFactor: 0 };
    expectClose(
      result,
      {
        rankAcceptability: [
          [1, 0],
          [0, 1],
        ],
        centralWeights,
        confidenceFactor,
      },
      tolerance,
    );
  });

  it.each([
    { id: 'smaa-unit-vectors', example: published['smaa-unit-vectors'] },
    { id: 'smaa-two-criteria', example: published['smaa-two-criteria'] },
  ])('$id', ({ example: { matrix, firstRankAcceptability, centralWeights, confidenceFactor } }) => {
    const result = analyse(matrix, matrix[0]?.length ?? 0, matrix.length);
    const first = result.rankAcceptability.map(([share = Number.NaN]) => [share]);
    const tolerance = { rankAcceptability: 0.015, centralWeights: 0.01, confidenceFactor: 0 };
    const rankAcceptability = firstRankAcceptability.map((share) => [share]);
    expectClose(
      { ...result, rankAcceptability: first },
      { rankAcceptability, centralWeights, confidenceFactor },
      tolerance,
    );
  });
});

describe('random streams', () => {
  it('takes the numbers of weights and utilities from two streams', () => {
    const seen: number[] = [];
    const utilities = (random: Random) => {
      seen.push(random.uint32());
      return [[1], [0]];
    };
    analyse(utilities, 1, 2, { samples: 1 });
    expect(seen[0]).not.toBe(seededRandom(1, 0).uint32());
    // The utilities are drawn again for the confidence factors: the same ones.
    expect(seen[1]).toBe(seen[0]);
  });
});

describe('odd input', () => {
  it('lets ties share the better rank', () => {
    const result = analyse(
      [
        [1, 0],
        [1, 0],
        [0, 0],
      ],
      2,
      3,
      { samples: 50 },
    );
    expect(result.rankAcceptability).toEqual([
      [1, 0, 0],
      [1, 0, 0],
      [0, 0, 1],
    ]);
    expect(result.centralWeights[0]).toEqual(result.centralWeights[1]);
    expect(result.confidenceFactor).toEqual([1, 1, null]);
  });

  it('takes scores as tied that differ by rounding only', () => {
    // 0.1 + 0.1 + 0.1 is above 0.3 in the last bit.
    const utilities = [
      [0.3, 0, 0],
      [0.1, 0.1, 0.1],
    ];
    const { rankAcceptability, confidenceFactor } = analyse(utilities, 3, 2, { weighting: 'exact', samples: 20 });
    expect(rankAcceptability).toEqual([
      [1, 0],
      [1, 0],
    ]);
    expect(confidenceFactor).toEqual([1, 1]);
  });

  it('ties all where all weights are 0, and knows no weights for it', () => {
    const result = analyse([[1], [0]], 1, 2, { profile: [0], samples: 20 });
    expect(result.rankAcceptability).toEqual([
      [1, 0],
      [1, 0],
    ]);
    expect(result.centralWeights).toEqual([null, null]);
    expect(result.confidenceFactor).toEqual([null, null]);
  });

  it('ranks a single alternative first, on any number of samples', () => {
    for (const samples of [1, 15, 16, 17, 33]) {
      const result = analyse([[0.5, 0.5]], 2, 1, { samples });
      expect(result.rankAcceptability).toEqual([[1]]);
      expect(result.confidenceFactor).toEqual([1]);
    }
  });

  it('has nothing to say of no alternatives', () => {
    expect(analyse([], 2, 0)).toEqual({ rankAcceptability: [], centralWeights: [], confidenceFactor: [] });
  });
});

describe('laws', () => {
  const grade = fc.integer({ min: 0, max: 4 }).map((value) => value / 4);
  const problem = fc
    .record({ criteria: fc.integer({ min: 1, max: 7 }), alternatives: fc.integer({ min: 1, max: 7 }) })
    .chain(({ criteria, alternatives }) =>
      fc.record({
        criteria: fc.constant(criteria),
        alternatives: fc.constant(alternatives),
        utilities: fc.array(fc.array(grade, { minLength: criteria, maxLength: criteria }), {
          minLength: alternatives,
          maxLength: alternatives,
        }),
        profile: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: criteria, maxLength: criteria }),
        samples: fc.integer({ min: 1, max: 80 }),
        seed: fc.nat(0xffffffff),
      }),
    );

  it('gives the same bytes for the same seed', () => {
    fc.assert(
      fc.property(problem, (given) => {
        expect(JSON.stringify(smaa2(given))).toBe(JSON.stringify(smaa2(given)));
      }),
    );
    const utilities = [
      [1, 0],
      [0, 1],
    ];
    expect(analyse(utilities, 2, 2, { seed: 2 })).not.toEqual(analyse(utilities, 2, 2));
  });

  it('does not change when all stated weights are scaled', () => {
    fc.assert(
      fc.property(problem, fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (given, factor) => {
        const scaled = given.profile.map((weight) => weight * factor);
        expect(smaa2({ ...given, profile: scaled })).toEqual(smaa2(given));
      }),
    );
  });

  it('never puts one first that is worse on every criterion', () => {
    fc.assert(
      fc.property(problem, ({ utilities, ...given }) => {
        fc.pre(given.profile.some((weight) => weight > 0));
        const [better = []] = utilities;
        const worse = better.map((utility) => utility - 0.25);
        const alternatives = given.alternatives + 1;
        const result = smaa2({ ...given, alternatives, utilities: [...utilities, worse] });
        expect(result.rankAcceptability[alternatives - 1]?.[0]).toBe(0);
        expect(result.centralWeights[alternatives - 1]).toBeNull();
        expect(result.confidenceFactor[alternatives - 1]).toBeNull();
      }),
    );
  });

  it('gives central weights that add up to 1, keep the stated order, and put their alternative first', () => {
    fc.assert(
      fc.property(problem, (given) => {
        const result = smaa2(given);
        result.centralWeights.forEach((weights, a) => {
          expect(weights === null).toBe(result.confidenceFactor[a] === null);
          if (weights === null) return;
          expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
          given.profile.forEach((b, i) => {
            given.profile.forEach((c, j) => {
              if (b > c) expect(weights[i]).toBeGreaterThan(weights[j] ?? Number.NaN);
            });
          });
          // The weights that put one first form a convex set: their mean belongs to it.
          expect(result.confidenceFactor[a]).toBe(1);
        });
      }),
    );
  });

  it('counts what a plain evaluation of the same draws counts', () => {
    fc.assert(
      fc.property(problem, ({ utilities: means, samples, ...given }) => {
        const weights = given.profile.map((weight) => weight + 1);
        const draw = (random: Random) => means.map((row) => row.map((mean) => mean + random.uniform()));
        const result = smaa2({ ...given, samples, utilities: draw, profile: weights, weighting: 'exact' });
        const random = seededRandom(given.seed, 2);
        const counts = means.map(() => new Array<number>(given.alternatives).fill(0));
        for (let sample = 0; sample < samples; sample++) {
          const scores = draw(random).map((row) =>
            row.reduce((sum, utility, c) => sum + utility * (weights[c] ?? 0), 0),
          );
          counts.forEach((ranks, a) => {
            const rank = scores.filter((score) => score > (scores[a] ?? 0)).length;
            ranks[rank] = (ranks[rank] ?? 0) + 1;
          });
        }
        expect(result.rankAcceptability).toEqual(counts.map((ranks) => ranks.map((count) => count / samples)));
        result.confidenceFactor.forEach((factor, a) => {
          // With weights that do not vary, the central weights are those weights.
          expect(factor).toBe(counts[a]?.[0] === 0 ? null : (counts[a]?.[0] ?? 0) / samples);
        });
      }),
    );
  });
});
