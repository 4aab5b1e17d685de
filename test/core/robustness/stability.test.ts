import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { additiveScores, competitionRanks } from '../../../src/core/ranking/additive.ts';
import { stabilityIntervals } from '../../../src/core/robustness/stability.ts';
import { onBest, published } from '../published-examples.ts';

/** The scores when criterion k has the share t, and the other weights keep their proportions. */
function scoresAt(utilities: number[][], weights: readonly number[], k: number, t: number): number[] {
  const rest = weights.reduce((sum, weight, c) => (c === k ? sum : sum + weight), 0);
  const varied = weights.map((weight, c) => (c === k ? t : ((1 - t) * weight) / rest));
  return additiveScores(utilities, varied) ?? [];
}

describe('published examples', () => {
  const { 'fighter-aircraft': fighter, 'triantaphyllou-sanchez-1997': sanchez } = published;
  it.each([
    { id: 'fighter-aircraft', example: fighter, utilities: onBest(fighter.matrix, fighter.directions) },
    { id: 'triantaphyllou-sanchez-1997', example: sanchez, utilities: sanchez.matrix },
  ])('$id', ({ example, utilities }) => {
    const scores = additiveScores(utilities, example.weights) ?? [];
    const total = example.weights.reduce((sum, weight) => sum + weight, 0);
    scores.forEach((score, a) => {
      expect(Math.abs(score * total - (example.scores[a] ?? 0))).toBeLessThanOrEqual(example.tolerance);
    });
    expect(competitionRanks(scores)).toEqual(example.ranks);
    const intervals = stabilityIntervals(utilities, example.weights, example.ranks.indexOf(1)) ?? [];
    example.intervals.forEach(([from = 0, to = 1], c) => {
      expect(Math.abs((intervals[c]?.from ?? Number.NaN) - from)).toBeLessThanOrEqual(example.tolerance);
      expect(Math.abs((intervals[c]?.to ?? Number.NaN) - to)).toBeLessThanOrEqual(example.tolerance);
      expect(intervals[c]?.share).toBeCloseTo((example.weights[c] ?? 0) / total, 12);
    });
    expect(intervals.map((interval) => interval?.challengerBelow)).toEqual(example.challengersBelow);
    expect(intervals.map((interval) => interval?.challengerAbove)).toEqual(example.challengersAbove);
  });

  it('triantaphyllou-sanchez-1997: the smallest changes of single weights lead to the same ends', () => {
    const total = sanchez.weights.reduce((sum, weight) => sum + weight, 0);
    for (const { rival, by } of sanchez.changes) {
      const pair = [sanchez.matrix[0] ?? [], sanchez.matrix[rival] ?? []];
      const intervals = stabilityIntervals(pair, sanchez.weights, 0) ?? [];
      for (const [c, change] of by.entries()) {
        const { from, to, challengerBelow } = intervals[c] ?? {
          from: Number.NaN,
          to: Number.NaN,
          challengerBelow: null,
        };
        if (change === null) expect([from, to]).toEqual([0, 1]);
        else {
          const share = ((sanchez.weights[c] ?? 0) - change) / (total - change);
          const end = challengerBelow === 1 ? from : to;
          expect(Math.abs(end - share)).toBeLessThanOrEqual(sanchez.tolerance);
        }
      }
    }
  });

  it('wsm-triantaphyllou-tie: tied for first, every interval ends at the present share', () => {
    const { matrix, weights, intervals: expected } = published['wsm-triantaphyllou-tie'];
    const intervals = stabilityIntervals(matrix, weights, 1) ?? [];
    const other = stabilityIntervals(matrix, weights, 2) ?? [];
    expected.forEach(([from = 0, to = 1], c) => {
      expect(intervals[c]?.from).toBeCloseTo(from, 6);
      expect(intervals[c]?.to).toBeCloseTo(to, 6);
      expect([intervals[c]?.from, intervals[c]?.to]).toContain(intervals[c]?.share);
      expect([other[c]?.from, other[c]?.to]).toContain(other[c]?.share);
    });
  });
});

describe('stabilityIntervals', () => {
  it('has none when all weights are 0', () => {
    expect(stabilityIntervals([[1], [0]], [0], 0)).toBeUndefined();
  });

  it('does not vary a criterion that has all the weight', () => {
    const whole = { share: 1, from: 0, to: 1, challengerBelow: null, challengerAbove: null };
    expect(stabilityIntervals([[1], [0]], [3], 0)).toEqual([whole]);
    expect(stabilityIntervals([[1], [0]], [3], 1)).toEqual([null]);
  });

  it('varies a criterion of weight 0 upwards', () => {
    const intervals = stabilityIntervals(
      [
        [1, 0],
        [0.5, 1],
      ],
      [2, 0],
      0,
    );
    expect(intervals?.[1]).toEqual({
      share: 0,
      from: 0,
      to: 0.5 / 1.5,
      challengerBelow: null,
      challengerAbove: 1,
    });
  });

  it('is the whole range without rivals, and against an exact copy', () => {
    const whole = { from: 0, to: 1, challengerBelow: null, challengerAbove: null };
    expect(stabilityIntervals([[0.1, 0.7]], [1, 1], 0)).toMatchObject([whole, whole]);
    expect(
      stabilityIntervals(
        [
          [0.1, 0.7],
          [0.1, 0.7],
        ],
        [1, 1],
        0,
      ),
    ).toMatchObject([whole, whole]);
  });

  it('is not shortened by rounding: level on the others taken together', () => {
    // 0.1 + 0.1 + 0.1 is above 0.3 in the last bit.
    const utilities = [
      [1, 0.3, 0, 0],
      [0.5, 0.1, 0.1, 0.1],
    ];
    expect(stabilityIntervals(utilities, [1, 1, 1, 1], 0)?.[0]).toMatchObject({
      from: 0,
      challengerBelow: null,
      to: 1,
    });
  });

  it('says for another than the first how much its criterion would have to count', () => {
    const intervals = stabilityIntervals(
      [
        [1, 0],
        [0, 1],
      ],
      [3, 1],
      1,
    );
    expect(intervals).toEqual([
      { share: 0.75, from: 0, to: 0.5, challengerBelow: null, challengerAbove: 0 },
      { share: 0.25, from: 0.5, to: 1, challengerBelow: 0, challengerAbove: null },
    ]);
    expect(
      stabilityIntervals(
        [
          [1, 1],
          [0, 0],
        ],
        [3, 1],
        1,
      ),
    ).toEqual([null, null]);
  });

  const problem = fc.integer({ min: 2, max: 5 }).chain((criteria) => {
    const grade = fc.integer({ min: 0, max: 4 }).map((value) => value / 4);
    return fc.record({
      utilities: fc.array(fc.array(grade, { minLength: criteria, maxLength: criteria }), {
        minLength: 2,
        maxLength: 6,
      }),
      weights: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: criteria, maxLength: criteria }),
    });
  });

  it('contains the present share of the first', () => {
    fc.assert(
      fc.property(problem, ({ utilities, weights }) => {
        const leader = competitionRanks(additiveScores(utilities, weights) ?? []).indexOf(1);
        for (const interval of stabilityIntervals(utilities, weights, leader) ?? []) {
          expect(interval?.from).toBeLessThanOrEqual(interval?.share ?? Number.NaN);
          expect(interval?.to).toBeGreaterThanOrEqual(interval?.share ?? Number.NaN);
        }
      }),
    );
  });

  it('does not change when all weights are scaled', () => {
    fc.assert(
      fc.property(problem, fc.integer({ min: 2, max: 50 }), ({ utilities, weights }, factor) => {
        const scaled =
          stabilityIntervals(
            utilities,
            weights.map((weight) => weight * factor),
            0,
          ) ?? [];
        stabilityIntervals(utilities, weights, 0)?.forEach((interval, c) => {
          expect(scaled[c]?.challengerBelow).toBe(interval?.challengerBelow);
          expect(scaled[c]?.challengerAbove).toBe(interval?.challengerAbove);
          if (interval) expect(scaled[c]?.from).toBeCloseTo(interval.from, 12);
          if (interval) expect(scaled[c]?.to).toBeCloseTo(interval.to, 12);
        });
      }),
    );
  });

  it('keeps the leader first just inside; just outside, the challenger leads', () => {
    const step = 1e-6;
    fc.assert(
      fc.property(problem, fc.nat(5), ({ utilities, weights }, pick) => {
        const leader = pick % utilities.length;
        stabilityIntervals(utilities, weights, leader)?.forEach((interval, k) => {
          if (!interval) return;
          const { from, to, challengerBelow, challengerAbove } = interval;
          const at = (t: number) => scoresAt(utilities, weights, k, t);
          const isFirst = (scores: number[], a: number) => (scores[a] ?? 0) >= Math.max(...scores) - 1e-12;
          expect(isFirst(at(from), leader) && isFirst(at(to), leader)).toBe(true);
          for (const t of [from + step, to - step]) if (t >= from && t <= to) expect(isFirst(at(t), leader)).toBe(true);
          expect(challengerBelow === null).toBe(from === 0);
          expect(challengerAbove === null).toBe(to === 1);
          for (const { t, challenger } of [
            { t: from - step, challenger: challengerBelow },
            { t: to + step, challenger: challengerAbove },
          ]) {
            if (challenger === null) continue;
            const scores = at(t);
            expect(isFirst(scores, leader)).toBe(false);
            expect(isFirst(scores, challenger)).toBe(true);
          }
        });
      }),
      { numRuns: 300 },
    );
  });

  it('names of challengers that draw level together the one that pulls ahead', () => {
    // Level at a half: 1 gains slowly, 2 fast; the same mirrored for the way down.
    const upwards = [
      [0, 1],
      [0.5, 0.5],
      [1, 0],
    ];
    expect(stabilityIntervals(upwards, [1, 3], 0)?.[0]).toMatchObject({ to: 0.5, challengerAbove: 2 });
    expect(stabilityIntervals(upwards, [1, 3], 0)?.[1]).toMatchObject({ from: 0.5, challengerBelow: 2 });
  });

  it('may be a single share, at which three are level', () => {
    const utilities = [
      [0.75, 0.75, 0.75, 0, 0.5],
      [0.25, 0.75, 0.75, 0.5, 0.5],
      [1, 0.5, 0.5, 0.75, 0.5],
    ];
    const [first] = stabilityIntervals(utilities, [1, 3, 9, 3, 6], 0) ?? [];
    expect(first?.from).toBeCloseTo(1 / 8, 12);
    expect(first).toMatchObject({ to: first?.from, challengerBelow: 1, challengerAbove: 2 });
  });

  it('is empty exactly where no share on a fine grid puts the alternative first', () => {
    fc.assert(
      fc.property(problem, ({ utilities, weights }) => {
        stabilityIntervals(utilities, weights, 0)?.forEach((interval, k) => {
          const grid = Array.from({ length: 41 }, (_, i) => scoresAt(utilities, weights, k, i / 40));
          const firsts = grid.map((scores) => (scores[0] ?? 0) >= Math.max(...scores) - 1e-12);
          if (!interval) expect(firsts).not.toContain(true);
          else {
            firsts.forEach((isFirst, i) => {
              if (i / 40 > interval.from + 1e-9 && i / 40 < interval.to - 1e-9) expect(isFirst).toBe(true);
              if (i / 40 < interval.from - 1e-9 || i / 40 > interval.to + 1e-9) expect(isFirst).toBe(false);
            });
          }
        });
      }),
    );
  });
});
