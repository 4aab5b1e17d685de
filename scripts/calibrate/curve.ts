/** Logistic curves from lead to agreement, and how true they are. */

import type { ConfidenceCurve } from '../../src/core/confidence-model.ts';
import { valueAt } from '../../src/core/ranking/confidence.ts';

export interface Point {
  readonly lead: number;
  readonly isRight: boolean;
  /** Counts of this point, above 0. */
  readonly weight: number;
  readonly fold: number;
}

/** Logistic regression by Newton's method, with a light ridge on the slope. */
export function fitCurve(points: readonly Point[]): ConfidenceCurve {
  let intercept = 0;
  let slope = 0;
  for (let step = 0; step < 50; step++) {
    let [g0, g1, h00, h01, h11] = [0, -1e-3 * slope, 1e-9, 0, 1e-3];
    for (const { lead, isRight, weight } of points) {
      const p = valueAt({ intercept, slope }, lead);
      const error = weight * ((isRight ? 1 : 0) - p);
      const curvature = weight * p * (1 - p);
      g0 += error;
      g1 += error * lead;
      h00 += curvature;
      h01 += curvature * lead;
      h11 += curvature * lead * lead;
    }
    const determinant = h00 * h11 - h01 * h01;
    intercept += (h11 * g0 - h01 * g1) / determinant;
    slope += (h00 * g1 - h01 * g0) / determinant;
  }
  return { intercept, slope };
}

/** Moves the curve up or down so that its mean over the points is `target`. */
export function shiftTo(curve: ConfidenceCurve, points: readonly Point[], target: number): ConfidenceCurve {
  let [low, high] = [curve.intercept - 10, curve.intercept + 10];
  for (let step = 0; step < 60; step++) {
    const intercept = (low + high) / 2;
    if (meanOf({ ...curve, intercept }, points) < target) low = intercept;
    else high = intercept;
  }
  return { ...curve, intercept: (low + high) / 2 };
}

function meanOf(curve: ConfidenceCurve, points: readonly Point[]): number {
  const total = points.reduce((sum, { weight }) => sum + weight, 0);
  return points.reduce((sum, { lead, weight }) => sum + weight * valueAt(curve, lead), 0) / total;
}

/** Mean squared error of the shares that `of` predicts; each point by a curve that did not see its fold. */
export function crossValidatedBrier(points: readonly Point[]): number {
  const folds = [...new Set(points.map(({ fold }) => fold))];
  const curves = new Map(folds.map((fold) => [fold, fitCurve(points.filter((point) => point.fold !== fold))]));
  const total = points.reduce((sum, { weight }) => sum + weight, 0);
  const error = points.reduce((sum, { lead, isRight, weight, fold }) => {
    const p = valueAt(curves.get(fold) ?? { intercept: 0, slope: 0 }, lead);
    return sum + weight * (p - (isRight ? 1 : 0)) ** 2;
  }, 0);
  return error / total;
}
