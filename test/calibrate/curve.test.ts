import { describe, expect, test } from 'vitest';
import { crossValidatedBrier, fitCurve, type Point, shiftTo } from '../../scripts/calibrate/curve.ts';
import { valueAt } from '../../src/core/ranking/confidence.ts';
import { seededRandom } from '../../src/core/robustness/random.ts';

const TRUE_CURVE = { intercept: -0.5, slope: 1.2 };

/** Advice that is right as often as a known curve says. */
function pointsOf(curve: typeof TRUE_CURVE, count: number): Point[] {
  const random = seededRandom(7);
  return Array.from({ length: count }, (_, at) => {
    const lead = random.uniform() * 4 - 1;
    return { lead, isRight: random.uniform() < valueAt(curve, lead), weight: 1, fold: at % 10 };
  });
}

const points = pointsOf(TRUE_CURVE, 20_000);

describe('the curve from lead to agreement', () => {
  test('is recovered from advice that follows it', () => {
    const { intercept, slope } = fitCurve(points);
    expect(intercept).toBeCloseTo(TRUE_CURVE.intercept, 1);
    expect(slope).toBeCloseTo(TRUE_CURVE.slope, 1);
  });

  test('fits points with weights as it fits repeated ones', () => {
    const some = pointsOf(TRUE_CURVE, 60);
    const twice = some.map((point, at) => ({ ...point, weight: at < 20 ? 2 : 1 }));
    const repeated = [...some, ...some.slice(0, 20)];
    expect(fitCurve(twice).intercept).toBeCloseTo(fitCurve(repeated).intercept, 6);
    expect(fitCurve(twice).slope).toBeCloseTo(fitCurve(repeated).slope, 6);
  });

  test('stays finite where every advice is right', () => {
    const { intercept, slope } = fitCurve(points.slice(0, 30).map((point) => ({ ...point, isRight: true })));
    expect(valueAt({ intercept, slope }, 1)).toBeGreaterThan(0.9);
  });

  test('is shifted to a mean and keeps its slope', () => {
    const shifted = shiftTo(TRUE_CURVE, points, 0.4);
    const mean = points.reduce((sum, { lead }) => sum + valueAt(shifted, lead), 0) / points.length;
    expect(mean).toBeCloseTo(0.4, 6);
    expect(shifted.slope).toBe(TRUE_CURVE.slope);
    expect(shifted.intercept).toBeLessThan(TRUE_CURVE.intercept);
  });
});

describe('the Brier score by cross-validation', () => {
  test('is that of the curve, for advice that follows it', () => {
    const expected = points.reduce(
      (sum, { lead }) => sum + valueAt(TRUE_CURVE, lead) * (1 - valueAt(TRUE_CURVE, lead)),
      0,
    );
    expect(crossValidatedBrier(points)).toBeCloseTo(expected / points.length, 2);
  });

  test('is no better than that of the share of right ones, where the lead tells nothing', () => {
    const blind = points.map((point, at) => ({ ...point, lead: points[(at * 7919) % points.length]?.lead ?? 0 }));
    const share = blind.filter(({ isRight }) => isRight).length / blind.length;
    expect(crossValidatedBrier(blind)).toBeGreaterThan(share * (1 - share) - 0.002);
  });
});
