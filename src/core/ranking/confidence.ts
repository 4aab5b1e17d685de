import { exp, log } from '../arithmetic.ts';
import type { ConfidenceCurve, ConfidenceModel } from '../confidence-model.ts';
import type { Confidence, Ranked } from '../decision.ts';
import { type Tally, totalOf } from './tally.ts';

/**
 * The lead of the first over all others: its log odds in a conditional logit over Σ wᵢuᵢ (McFadden 1974). Weight on
 * which protocols are equal does not count; one close rival lowers it, and several lower it further.
 *
 * @param sums Σ wᵢuᵢ with weights as stated, best first
 * @param scale log odds for one point of stated weight, above 0
 * @returns `null` where fewer than two are ranked
 */
export function additiveLead([first, ...others]: readonly number[], scale: number): number | null {
  if (first === undefined || others.length === 0) return null;
  return -log(others.reduce((odds, sum) => odds + exp(scale * (sum - first)), 0));
}

/**
 * The lead of the first of a ranking, see `additiveLead`.
 *
 * @param weights what the answers state: weights that a user sets have a unit of their own
 */
export function leadOf(
  ranking: readonly Pick<Ranked, 'score'>[],
  weights: Tally['weights'],
  scale: number,
): number | null {
  const total = totalOf(weights);
  return additiveLead(
    ranking.map(({ score }) => (score / 100) * total),
    scale,
  );
}

/**
 * How often advice with this lead agreed with published decisions: logistic curves that `npm run calibrate` fits.
 *
 * @param lead see `leadOf`
 * @param isTied whether others rank first, too: that is always close
 */
export function confidenceOf(model: ConfidenceModel, lead: number, isTied = false): Confidence {
  const { strict, fair, levels, cases, greatest = Number.POSITIVE_INFINITY } = model;
  const seen = Math.min(lead, greatest);
  const share = valueAt(strict, seen);
  const level = isTied || share < levels.likely ? 'close' : share >= levels.clear ? 'clear' : 'likely';
  return { level, strict: share, fair: Math.max(share, valueAt(fair, seen)), cases };
}

/** The logistic curve's value, 0 to 1. */
export function valueAt({ intercept, slope }: ConfidenceCurve, lead: number): number {
  return 1 / (1 + exp(-(intercept + slope * lead)));
}
