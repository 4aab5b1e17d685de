/** Sentences on a decision that more than one report has: what they say is the same in each. */
import type { Breach, Contribution, Excluded, Ranked, Warning } from '../../core/decision.ts';
import type { Rules } from '../../core/model.ts';
import type { Advice } from '../advice.ts';
import {
  answerInWords,
  causesInWords,
  criterionLabel,
  flipInWords,
  forbiddenInWords,
  joined,
  percent,
  points,
  protocolName,
  thousands,
} from './values.ts';

/** The answer in a few words, without a full stop. */
export function headline({ recommendation, outcome, ranking }: Advice): string {
  if (!recommendation) return 'No protocol meets every must';
  return outcome === 'tie' ? `A tie: ${joined(tied(ranking))}` : `Use ${recommendation.name}`;
}

/** The names of those that share the first rank. */
export function tied(ranking: readonly Ranked[]): readonly string[] {
  return ranking.filter(({ rank }) => rank === 1).map(({ name }) => name);
}

/** Whether nothing was said at all, so that the baseline weights alone decide. */
export function isMereDefault({ answers, overrides }: Pick<Advice, 'answers' | 'overrides'>): boolean {
  return Object.keys(answers).length === 0 && overrides === undefined;
}

const MERE_DEFAULT =
  'Nothing was answered: this is merely the default, from baseline weights. Answer what you know; plain wirewise asks.';

/** Why it comes first; of a tie, that nothing tells them apart; without any answer, that it is the default. */
export function reason(advice: Advice, rules: Rules): string {
  if (advice.outcome === 'tie') return 'Nothing in your answers tells them apart. Answer more questions.';
  const why = whyFirst(advice, rules);
  return isMereDefault(advice) ? `${MERE_DEFAULT} ${why}` : why;
}

/** A criterion on which the first and the second differ. */
export interface Apart {
  readonly contribution: Contribution;
  /** Points that the first gains there; negative where it loses. */
  readonly gain: number;
}

/** Where the first gains and loses against the second, largest first each; empty when it has no rival. */
export function whatSetsApart({ ranking: [first, second] }: Pick<Advice, 'ranking'>): {
  readonly gains: readonly Apart[];
  readonly losses: readonly Apart[];
} {
  if (!first || !second) return { gains: [], losses: [] };
  const differences = first.contributions
    .map((contribution) => ({ contribution, gain: contribution.points - pointsOn(second, contribution.criterion) }))
    .sort((a, b) => b.gain - a.gain);
  return {
    gains: differences.filter(({ gain }) => gain > 0),
    losses: differences.filter(({ gain }) => gain < 0).reverse(),
  };
}

function pointsOn(protocol: Ranked, criterion: string): number {
  return protocol.contributions.find((contribution) => contribution.criterion === criterion)?.points ?? 0;
}

/** What sets the first apart from the second, by the criteria that gain most. */
export function whyFirst(advice: Advice, rules: Rules): string {
  const { gains, losses } = whatSetsApart(advice);
  const inWords = ({ contribution: { criterion, because }, gain }: Apart) =>
    `${criterionLabel(rules, criterion)} ${gainInWords(gain)} (${causesInWords(because)})`;
  const [loss] = losses;
  const mostFor = gains.length > 0 ? ` Most for it: ${gains.slice(0, 3).map(inWords).join('; ')}.` : '';
  return `${lead(advice)}${mostFor}${loss ? ` Most against it: ${inWords(loss)}.` : ''}`;
}

/** How far it is ahead of the second. */
export function lead({ ranking: [, second], recommendation }: Advice): string {
  if (!second || !recommendation) return 'It is the only one that meets every must.';
  return `${points(recommendation.margin ?? 0)} points ahead of ${second.name}.`;
}

/** Points with their sign. */
export function gainInWords(gain: number): string {
  return `${gain > 0 ? '+' : ''}${points(gain)}`;
}

/** That an extended protocol would do better; `undefined` when none would. */
export function beyondInWords({ beyond: [best], recommendation }: Advice): string | undefined {
  if (!best) return undefined;
  const verb = recommendation ? 'would score more' : 'would do';
  return `Beyond the core six, ${best.name} ${verb} (${points(best.score)}): see --all.`;
}

/** Whether there is anything to say on how sure the first place is. */
export function hasSureness({ recommendation, robustness, outcome }: Advice): boolean {
  return recommendation !== null && robustness !== undefined && outcome !== 'tie';
}

/** In how many draws the first stays first, and who takes the others; empty where nothing was drawn. */
export function acceptabilityInWords({ ranking: [first, ...others], robustness, unknown }: Advice): string {
  if (!first || !robustness) return '';
  const varied = unknown.length > 0 ? 'weights and open answers' : 'weights';
  const [rival] = others.filter((other) => firstShare(other) > 0).sort((a, b) => firstShare(b) - firstShare(a));
  const rest = rival ? `; ${rival.name} in ${percent(firstShare(rival))}` : '';
  // A winner that loses most draws must not sound settled.
  const isShaky = rival && firstShare(rival) > firstShare(first);
  const advice = isShaky ? ' So it is not settled: answer more first.' : '';
  return `First in ${percent(firstShare(first))} of ${thousands(robustness.samples)} draws of ${varied}${rest}.${advice}`;
}

/** The share of draws that a protocol wins; 0 where nothing was drawn. */
export function firstShare({ rankAcceptability = [] }: Ranked): number {
  return rankAcceptability[0] ?? 0;
}

/** The single answers that change the first place, up to `most` of them. */
export function flipsInWords({ flips = [] }: Advice, rules: Rules, most: number): string {
  if (flips.length === 0) return 'No single answer changes it.';
  const told = flips.slice(0, most).map((flip) => flipInWords(flip, rules));
  const more = flips.length > most ? `; and ${flips.length - most} more` : '';
  return `What would change it: ${told.join('; ')}${more}.`;
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
  // Away from the share of now, so that what is told is enough.
  const round = least.end > least.share ? Math.ceil : Math.floor;
  const [end, share] = [round(least.end * 1000) / 10, Math.round(least.share * 1000) / 10];
  return `If ${label} had ${end} % of all weight instead of ${share} %, ${name} would take over.`;
}

/** "Bi-directional 1, needs 3 (direction both)". */
export function breachInWords({ criterion, minimum, grade, because }: Breach, rules: Rules): string {
  return `${criterionLabel(rules, criterion)} ${grade}, needs ${minimum} (${causesInWords(because)})`;
}

/** Everything that keeps a protocol out: who forbids it, and each must that it misses. */
export function exclusionInWords({ breaks, forbidden }: Excluded, rules: Rules): readonly string[] {
  return [...(forbidden ? [forbiddenInWords(forbidden)] : []), ...breaks.map((breach) => breachInWords(breach, rules))];
}

/** With nothing feasible: each must that, dropped alone, brings protocols back. */
export function relaxationsInWords({ relaxations = [], excluded }: Advice, rules: Rules): readonly string[] {
  if (relaxations.length === 0) {
    const barred = excluded.filter(({ breaks }) => breaks.length === 0).map(({ name }) => name);
    return barred.length > 0
      ? [`No change of answers does: what meets every must is forbidden (${barred.join(', ')}).`]
      : ['No single change does: at least two musts have to go.'];
  }
  return relaxations.map(
    ({ criterion, because, bringsBack }) =>
      `Without ${causesInWords(because)} (${criterionLabel(rules, criterion)}): ${bringsBack.map((id) => protocolName(rules, id)).join(', ')}`,
  );
}

/** What a reader makes of each warning: a mistake, a remark on the answers, or a note for later. */
export function sortWarnings(
  { warnings }: Pick<Advice, 'warnings'>,
  rules: Rules,
): {
  readonly mistakes: readonly Warning[];
  /** On what is done today: those that figures belong to, whether the answers sufficed for them or not. */
  readonly remarks: readonly Warning[];
  /** To be remembered when building. */
  readonly notes: readonly Warning[];
} {
  const estimated = new Set(rules.mistakes.flatMap(({ id, estimate }) => (estimate === undefined ? [] : [id])));
  const remarks = warnings.filter(
    ({ id, severity, estimate }) => severity === 'info' && (estimate !== undefined || estimated.has(id)),
  );
  return {
    mistakes: warnings.filter(({ severity }) => severity !== 'info'),
    remarks,
    notes: warnings.filter((one) => one.severity === 'info' && !remarks.includes(one)),
  };
}

/** What goes with the protocol: things to run or arrange, and protocols for other parts of the way. */
export function beside({ recommendation, combination = [], beyond }: Advice): {
  /** "it"; with nothing feasible, the best protocol beyond the six, whose combination it is. */
  readonly what: string;
  readonly items: readonly string[];
} {
  return {
    what: recommendation ? 'it' : (beyond[0]?.name ?? 'it'),
    items: [
      ...(recommendation?.needs ?? []).map(({ says }) => says),
      ...combination.map(({ name, leg, why }) => `${name} ${leg}: ${why}`),
    ],
  };
}

/** Why the starter is in its language, and what was tried with it: "go.mod is here; ran against …". */
export function starterStanding({ chosenBecause, proof, against }: NonNullable<Advice['snippet']>): string {
  return `${chosenBecause}; ${against ? `${proof} against ${against}` : proof}`;
}

/** "Preset chat (Chat)"; `undefined` when the answers did not come from one. */
export function presetInWords({ preset }: Advice): string | undefined {
  return preset && `Preset ${preset.id} (${preset.title})`;
}

/** The answers in the order of the questionnaire, and what overrides it, in the words of the command line. */
export function answersInWords(advice: Advice): string {
  const given = [
    ...Object.entries(advice.answers).map(([question, answer]) => `${question} ${answerInWords(answer)}`),
    ...overridesOf(advice).map(({ flag }) => flag),
  ];
  return given.length > 0 ? given.join(', ') : 'no answers: the baseline weights alone';
}

/** A weight or a least grade that was set by hand. */
export interface Override {
  readonly criterion: string;
  /** "weight 9", "at least grade 3". */
  readonly says: string;
  /** `--weight latency=9`. */
  readonly flag: string;
}

/** Weights first, each kind in the order of the overrides; empty where nothing was set by hand. */
export function overridesOf({ overrides }: Pick<Advice, 'overrides'>): readonly Override[] {
  const kinds = { weight: 'weight', must: 'at least grade' } as const;
  return (['weight', 'must'] as const).flatMap((kind) =>
    Object.entries(overrides?.[kind] ?? {}).map(([criterion, value]) => ({
      criterion,
      says: `${kinds[kind]} ${value}`,
      flag: `--${kind} ${criterion}=${value}`,
    })),
  );
}

/** The questions that nobody answered. */
export function openInWords({ unknown }: Advice): string {
  return unknown.length > 0 ? `${unknown.length} open: ${unknown.join(', ')}` : 'every question answered';
}
