/** The confidence model: curves, levels, and how reliable they are. */

import type { ConfidenceModel } from '../../src/core/confidence-model.ts';
import type { Confidence } from '../../src/core/decision.ts';
import { confidenceOf } from '../../src/core/ranking/confidence.ts';
import { crossValidatedBrier, fitCurve, type Point, shiftTo } from './curve.ts';

export interface Observation {
  readonly lead: number;
  readonly strict: boolean;
  readonly fair: boolean;
  readonly fold: number;
}

/** Log odds for one point of stated weight: of 0.3 to 2 the one whose lead tells right from wrong best. */
export const LEAD_SCALE = 0.8;

/** Strict shares from which a level starts. */
const LEVELS = { clear: 0.75, likely: 0.5 };

/** Share of the leads up to which the curves are believed; beyond them there are about a dozen decisions. */
const SEEN = 0.95;

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
}

const pointsOf = (observations: readonly Observation[], key: 'strict' | 'fair'): Point[] =>
  observations.map(({ lead, fold, [key]: isRight }) => ({ lead, fold, isRight, weight: 1 }));

/**
 * Fits both curves and lowers them to the corrected agreement.
 *
 * @param corrected shares of agreement after the correction for optimism
 */
export function modelOf(
  observations: readonly Observation[],
  corrected: { readonly strict: number; readonly fair: number },
): ConfidenceModel {
  const greatest = quantile(
    observations.map(({ lead }) => lead),
    SEEN,
  );
  const curve = (key: 'strict' | 'fair') => {
    const points = pointsOf(observations, key);
    const seen = points.map((point) => ({ ...point, lead: Math.min(point.lead, greatest) }));
    return shiftTo(fitCurve(points), seen, corrected[key]);
  };
  return {
    scale: LEAD_SCALE,
    strict: curve('strict'),
    fair: curve('fair'),
    greatest,
    levels: LEVELS,
    cases: observations.length,
  };
}

/** What a level of confidence promises, and what happened; mean shares, 0 to 1. */
export interface LevelCheck {
  readonly level: Confidence['level'];
  readonly n: number;
  readonly strict: { readonly told: number; readonly was: number };
  readonly fair: { readonly told: number; readonly was: number };
}

export function levelChecks(observations: readonly Observation[], model: ConfidenceModel): LevelCheck[] {
  const told = observations.map((one) => ({ ...one, confidence: confidenceOf(model, one.lead) }));
  return (['clear', 'likely', 'close'] as const).map((level) => {
    const group = told.filter(({ confidence }) => confidence.level === level);
    const mean = (of: (one: (typeof group)[number]) => number) =>
      group.reduce((sum, one) => sum + of(one), 0) / Math.max(group.length, 1);
    const check = (key: 'strict' | 'fair') => ({
      told: mean(({ confidence }) => confidence[key]),
      was: mean(({ [key]: isRight }) => Number(isRight)),
    });
    return { level, n: group.length, strict: check('strict'), fair: check('fair') };
  });
}

/** Brier scores by cross-validation, and for each level what it promises against what happened. */
export function reliability(observations: readonly Observation[], checks: readonly LevelCheck[]): string {
  const rows = checks.map(({ level, n, strict, fair }) => {
    const figures = [strict.told, strict.was, fair.told, fair.was];
    return `${level.padEnd(10)}${String(n).padStart(5)}${figures.map((x) => x.toFixed(2).padStart(12)).join('')}`;
  });
  const brier = (key: 'strict' | 'fair') => crossValidatedBrier(pointsOf(observations, key)).toFixed(3);
  return [
    `Brier score by cross-validation: strict ${brier('strict')}, fair ${brier('fair')}`,
    `${'level'.padEnd(10)}${'n'.padStart(5)} told strict  was strict   told fair    was fair`,
    ...rows,
  ].join('\n');
}

/** The file rules/confidence.yaml. */
export function modelText({ scale, strict, fair, greatest = 0, levels, cases }: ConfidenceModel): string {
  const curve = ({ intercept, slope }: { readonly intercept: number; readonly slope: number }) =>
    `{ intercept: ${intercept.toFixed(3)}, slope: ${slope.toFixed(3)} }`;
  return `# How often advice agrees with what teams do, by its lead: 1 / (1 + exp(-(intercept + slope * lead))).
# Greater leads than the greatest count as it. The lead is the log odds of the first place in a conditional logit over
# weighted sums; scale is its log odds a point.
# Written by npm run calibrate; do not edit.
date: "${new Date().toISOString().slice(0, 10)}"
cases: ${cases}
scale: ${scale}
strict: ${curve(strict)}
fair: ${curve(fair)}
greatest: ${greatest.toFixed(3)}
levels: { clear: ${levels.clear}, likely: ${levels.likely} }
`;
}
