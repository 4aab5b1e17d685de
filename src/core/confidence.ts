import type { Confidence, Ranked } from './decision.ts';
import type { ConfidenceCurve, ConfidenceModel } from './model.ts';
import type { Profile } from './profile.ts';

/**
 * The lead of the first over the second, in stated weight: Σ wᵢ(uᵢ − vᵢ), not divided by Σ wᵢ, so that weight on which
 * both are equal does not count. `null` where fewer than two are ranked.
 */
export function leadOf([first, second]: readonly Ranked[], { weights }: Pick<Profile, 'weights'>): number | null {
  if (!first || !second) return null;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return ((first.score - second.score) / 100) * total;
}

/**
 * How often advice with this lead agreed with published decisions: logistic curves that `npm run calibrate` fits.
 *
 * @param lead see `leadOf`
 */
export function confidenceOf({ strict, fair, levels, cases }: ConfidenceModel, lead: number): Confidence {
  const share = valueAt(strict, lead);
  const level = share >= levels.clear ? 'clear' : share >= levels.likely ? 'likely' : 'close';
  return { level, strict: share, fair: Math.max(share, valueAt(fair, lead)), cases };
}

/** The logistic curve's value, 0 to 1. */
export function valueAt({ intercept, slope }: ConfidenceCurve, lead: number): number {
  return 1 / (1 + Math.exp(-(intercept + slope * lead)));
}
