/** Sentences about how stable the first place of a decision is. */
import type { Ranked } from '../core/decision.ts';
import type { Rules } from '../core/model.ts';
import { thousands } from '../text/quantity.ts';
import type { Advised } from './decision.ts';
import { criterionLabel, flipInWords, percent, protocolName } from './values.ts';

/**
 * How often similar advice agreed with published decisions; empty for a tie, and where the rules have no
 * confidence model.
 */
export function confidenceInWords({ recommendation, outcome }: Pick<Advised, 'recommendation' | 'outcome'>): string {
  const confidence = recommendation?.confidence;
  if (!confidence || outcome === 'tie') return '';
  const { strict, fair, level, cases } = confidence;
  const same = level === 'close' ? `${recommendation.name}` : 'the same';
  return `In similar cases, ${ofHundred(strict)} of 100 teams chose ${same}, and ${ofHundred(fair)} that or an acceptable alternative (estimated from ${thousands(cases)} decisions).`;
}

/** A share as a whole number of a hundred. All and none are exact. */
function ofHundred(share: number): string {
  const rounded = Math.round(share * 100);
  if (rounded === 100 && share < 1) return 'more than 99';
  return rounded === 0 && share > 0 ? 'fewer than 1' : String(rounded);
}

/** Whether the first place was tested by simulation. */
export function hasSureness({ recommendation, robustness, outcome }: Advised): boolean {
  return recommendation !== null && robustness !== undefined && outcome !== 'tie';
}

/** The share of simulations in which the first stays first, and the strongest rival; empty without simulations. */
export function acceptabilityInWords({ ranking: [first, ...others], robustness }: Advised): string {
  if (!first || !robustness) return '';
  const [rival] = others.filter((other) => firstShare(other) > 0).sort((a, b) => firstShare(b) - firstShare(a));
  const rest = rival ? ` (${rival.name}: ${percent(firstShare(rival))})` : '';
  return `Ranks first in ${percent(firstShare(first))} of ${thousands(robustness.samples)} simulations${rest}.`;
}

/** The share of simulations in which a protocol ranks first; 0 without simulations. */
export function firstShare({ rankAcceptability = [] }: Ranked): number {
  return rankAcceptability[0] ?? 0;
}

/** The single answers that change the first place, at most `most` of them. */
export function flipsInWords({ flips = [] }: Advised, rules: Rules, most: number): string {
  if (flips.length === 0) return 'No single answer changes it.';
  const told = flips.slice(0, most).map((flip) => flipInWords(flip, rules));
  const more = flips.length > most ? `; and ${flips.length - most} more` : '';
  return `What would change it: ${told.join('; ')}${more}.`;
}

/** The weight whose share has to change least to change the first place. Criteria without weight are ignored. */
export function stabilityInWords({ stability = [] }: Advised, rules: Rules): string {
  const weighing = stability.filter(({ share }) => share > 0);
  const moves = weighing.flatMap(({ criterion, share, from, to, challengerBelow, challengerAbove }) => [
    ...(challengerBelow ? [{ criterion, share, end: from, challenger: challengerBelow }] : []),
    ...(challengerAbove ? [{ criterion, share, end: to, challenger: challengerAbove }] : []),
  ]);
  const [least] = moves.sort((a, b) => Math.abs(a.end - a.share) - Math.abs(b.end - b.share));
  if (!least) return 'No single weight changes it.';
  const name = protocolName(rules, least.challenger);
  const label = criterionLabel(rules, least.criterion);
  const isRaised = least.end > least.share;
  // Rounded away from the present share, so that the figure suffices.
  const round = isRaised ? Math.ceil : Math.floor;
  const [end, share] = [round(least.end * 1000) / 10, Math.round(least.share * 1000) / 10];
  return `${isRaised ? 'Raising' : 'Lowering'} the weight of ${label} from ${share} % to ${end} % would put ${name} first.`;
}
