import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { additiveScores, competitionRanks, sortDescending } from '../../../src/core/ranking/additive.ts';
import { onBest, onColumnSums, published } from '../published-examples.ts';

function expectClose(actual: readonly number[] | undefined, expected: readonly number[], tolerance: number): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, at) => {
    expect(Math.abs((actual?.[at] ?? Number.NaN) - value), `position ${at}`).toBeLessThanOrEqual(tolerance);
  });
}

describe('published examples of the weighted sum', () => {
  const { 'wsm-triantaphyllou-tie': tie, 'wsm-kracka-2010': kracka, 'fighter-aircraft': fighter } = published;
  it.each([
    { id: 'wsm-triantaphyllou-tie', example: tie, utilities: tie.matrix },
    { id: 'wsm-kracka-2010', example: kracka, utilities: onColumnSums(kracka.matrix, kracka.directions) },
    { id: 'fighter-aircraft', example: fighter, utilities: onBest(fighter.matrix, fighter.directions) },
  ])('$id', ({ example, utilities }) => {
    const scores = additiveScores(utilities, example.weights);
    expectClose(scores, example.scores, example.tolerance);
    expect(competitionRanks(scores ?? [])).toEqual(example.ranks);
  });

  it('belton-gear-1983: a fixed scale keeps the order when a copy is added, a scale of column sums does not', () => {
    const {
      matrix,
      added,
      weights,
      onColumnSums: local,
      onFixedScale: fixed,
      tolerance,
    } = published['belton-gear-1983'];
    const fixedScale = (rows: number[][]) => rows.map((cells) => cells.map((x) => (x - 1) / 8));
    for (const { before, after, scale } of [
      { ...local, scale: (rows: number[][]) => onColumnSums(rows) },
      { ...fixed, scale: fixedScale },
    ]) {
      expectClose(additiveScores(scale(matrix), weights), before, tolerance);
      expectClose(additiveScores(scale([...matrix, added]), weights), after, tolerance);
    }
    expect(competitionRanks(local.before)).toEqual([2, 1, 3]);
    expect(competitionRanks(local.after)).toEqual([1, 2, 4, 2]);
    expect(competitionRanks(additiveScores(fixedScale([...matrix, added]), weights) ?? [])).toEqual([3, 1, 4, 1]);
  });
});

describe('additiveScores', () => {
  it('has no scores when all weights are 0', () => {
    expect(additiveScores([[1, 1]], [0, 0])).toBeUndefined();
    expect(additiveScores([[]], [])).toBeUndefined();
  });

  it('takes typed arrays, and no alternatives', () => {
    expect(additiveScores([Float64Array.of(1, 3)], Float64Array.of(1, 1))).toEqual([2]);
    expect(additiveScores([], [1])).toEqual([]);
  });

  const utility = fc.double({ min: 0, max: 1, noNaN: true });
  const problem = fc.integer({ min: 1, max: 6 }).chain((criteria) =>
    fc.record({
      utilities: fc.array(fc.array(utility, { minLength: criteria, maxLength: criteria }), {
        minLength: 1,
        maxLength: 5,
      }),
      weights: fc.array(fc.integer({ min: 1, max: 20 }), { minLength: criteria, maxLength: criteria }),
    }),
  );

  it('does not change when all weights are scaled', () => {
    fc.assert(
      fc.property(problem, fc.double({ min: 1e-3, max: 1e3, noNaN: true }), ({ utilities, weights }, factor) => {
        const scaled = weights.map((weight) => weight * factor);
        expectClose(additiveScores(utilities, scaled), additiveScores(utilities, weights) ?? [], 1e-12);
      }),
    );
  });

  it('stays between the lowest and the highest utility', () => {
    fc.assert(
      fc.property(problem, ({ utilities, weights }) => {
        additiveScores(utilities, weights)?.forEach((score, a) => {
          expect(score).toBeGreaterThanOrEqual(Math.min(...(utilities[a] ?? [])) - 1e-12);
          expect(score).toBeLessThanOrEqual(Math.max(...(utilities[a] ?? [])) + 1e-12);
        });
      }),
    );
  });
});

describe('competitionRanks', () => {
  it.each([
    { scores: [], ranks: [] },
    { scores: [5], ranks: [1] },
    { scores: [1, 2, 2, 0], ranks: [3, 1, 1, 4] },
    { scores: [0.3, 0.1 + 0.2, 0.3], ranks: [1, 1, 1] },
    { scores: [3, 2, 1], ranks: [1, 2, 3] },
    { scores: [-1, -2], ranks: [1, 2] },
  ])('$scores → $ranks', ({ scores, ranks }) => {
    expect(competitionRanks(scores)).toEqual(ranks);
  });

  it('reaches no further than epsilon below the first of a tie, however closely others follow', () => {
    expect(competitionRanks([10, 9.4, 8.8], 0.7)).toEqual([1, 1, 3]);
    expect(competitionRanks([3, 2, 1], 1)).toEqual([1, 1, 3]);
  });

  it('gives 1 plus the number of better ones', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 12 }), (scores) => {
        const better = scores.map((score) => 1 + scores.filter((other) => other > score).length);
        expect(competitionRanks(scores)).toEqual(better);
      }),
    );
  });
});

describe('sortDescending', () => {
  it('sorts positions from any start, and only looks at its own part of the values', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 20 }),
        fc.nat(3),
        (values, from) => {
          const order = Int32Array.from(values, (_, at) => at).reverse();
          sortDescending(order, Float64Array.from([...new Array<number>(from).fill(9), ...values]), from);
          expect([...order].sort((a, b) => a - b)).toEqual(values.map((_, at) => at));
          expect(Array.from(order, (at) => values[at])).toEqual(values.toSorted((a, b) => b - a));
        },
      ),
    );
  });

  it('leaves equal ones as they stood', () => {
    const order = Int32Array.of(2, 0, 1);
    sortDescending(order, Float64Array.of(1, 1, 1));
    expect([...order]).toEqual([2, 0, 1]);
  });
});
