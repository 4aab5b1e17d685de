/** Sentences on a decision that more than one report has: what they say is the same in each. */
import type { Contribution, Ranked } from '../core/decision.ts';
import type { Rules } from '../core/model.ts';
import type { Advice } from './advice.ts';
import { causesInWords, criterionLabel, percent, points, protocolName, thousands } from './wording.ts';

/** What sets the first apart from the second, by the criteria that gain most. */
export function whyFirst({ ranking: [first, second], recommendation }: Advice, rules: Rules): string {
  if (!first || !second || !recommendation) return 'It is the only one that meets every must.';
  const differences = first.contributions
    .map((contribution) => ({ contribution, gain: contribution.points - pointsOn(second, contribution.criterion) }))
    .sort((a, b) => b.gain - a.gain);
  const inWords = ({ contribution, gain }: (typeof differences)[number]) =>
    gainInWords(contribution, criterionLabel(rules, contribution.criterion), gain);
  const gains = differences.filter(({ gain }) => gain > 0).slice(0, 3);
  const [loss] = differences.filter(({ gain }) => gain < 0).reverse();
  const against = loss ? ` Most against it: ${inWords(loss)}.` : '';
  const ahead = `${points(recommendation.margin ?? 0)} points ahead of ${second.name}.`;
  return `${ahead} Most for it: ${gains.map(inWords).join('; ')}.${against}`;
}

function gainInWords({ because }: Contribution, label: string, gain: number): string {
  return `${label} ${gain > 0 ? '+' : ''}${points(gain)} (${causesInWords(because)})`;
}

function pointsOn(protocol: Ranked, criterion: string): number {
  return protocol.contributions.find((contribution) => contribution.criterion === criterion)?.points ?? 0;
}

/** In how many draws the first stays first, and who takes the others; empty where nothing was drawn. */
export function acceptabilityInWords({ ranking: [first, ...others], robustness, unknown }: Advice): string {
  const firstShare = ({ rankAcceptability = [] }: Ranked) => rankAcceptability[0] ?? 0;
  if (!first || !robustness) return '';
  const varied = unknown.length > 0 ? 'weights and open answers' : 'weights';
  const [rival] = others.filter((other) => firstShare(other) > 0).sort((a, b) => firstShare(b) - firstShare(a));
  const rest = rival ? `; ${rival.name} in ${percent(firstShare(rival))}` : '';
  // A winner that loses most draws must not sound settled.
  const isShaky = rival && firstShare(rival) > firstShare(first);
  const advice = isShaky ? ' So it is not settled: answer more first.' : '';
  return `First in ${percent(firstShare(first))} of ${thousands(robustness.samples)} draws of ${varied}${rest}.${advice}`;
}

/** The weight that has to move least to change the first place. */
export function stabilityInWords({ stability = [] }: Advice, rules: Rules): string {
  const moves = stability.flatMap(({ criterion, share, from, to, challengerBelow, challengerAbove }) => [
    ...(challengerBelow ? [{ criterion, share, end: from, challenger: challengerBelow }] : []),
    ...(challengerAbove ? [{ criterion, share, end: to, challenger: challengerAbove }] : []),
  ]);
  const [least] = moves.sort((a, b) => Math.abs(a.end - a.share) - Math.abs(b.end - b.share));
  if (!least) return 'No single weight changes it.';
  const name = protocolName(rules, least.challenger);
  const label = criterionLabel(rules, least.criterion);
  return `If ${label} had ${percent(least.end)} of all weight instead of ${percent(least.share)}, ${name} would take over.`;
}
