/** Sentences about a decision that several reports share. */
import type { Breach, Contribution, Decision, Excluded, Ranked, Warning } from '../core/decision.ts';
import type { Rules } from '../core/model.ts';
import type { PresetName } from '../core/overrides.ts';
import { joined } from '../text/lists.ts';
import { overrideFlags } from './commands.ts';
import { answerInWords, causesInWords, criterionLabel, forbiddenInWords, points, protocolName } from './values.ts';

/** A decision, and the preset that its answers come from. */
export interface Advised extends Decision {
  readonly preset?: PresetName;
}

/** The answer in a few words, without a full stop. */
export function headline({ recommendation, outcome, ranking }: Advised): string {
  if (!recommendation) return 'No protocol meets every requirement';
  return outcome === 'tie' ? `A tie: ${joined(tied(ranking))}` : `Use ${recommendation.name}`;
}

/** The names of the protocols that share the first rank. */
export function tied(ranking: readonly Ranked[]): readonly string[] {
  return ranking.filter(({ rank }) => rank === 1).map(({ name }) => name);
}

/** Whether there is no answer and no override, so that only the baseline weights decide. */
export function isMereDefault({ answers, overrides }: Pick<Advised, 'answers' | 'overrides'>): boolean {
  return Object.keys(answers).length === 0 && overrides === undefined;
}

const MERE_DEFAULT =
  'Nothing was answered: this is merely the default, from baseline weights. Answer what you know, or let "wirewise" ask.';

/** Why it ranks first; for a tie, that nothing separates them; without any answer, that it is the default. */
export function reason(advice: Advised, rules: Rules): string {
  if (advice.outcome === 'tie') return 'Nothing in your answers separates them. Answer more questions.';
  const why = whyFirst(advice, rules);
  return isMereDefault(advice) ? `${MERE_DEFAULT} ${why}` : why;
}

/** A criterion on which the first and the second differ. */
export interface Apart {
  readonly contribution: Contribution;
  /** Points that the first gains there; negative where it loses. */
  readonly gain: number;
}

/** Where the first gains and loses against the second, largest first; empty without a second. */
export function whatSetsApart({ ranking: [first, second] }: Pick<Advised, 'ranking'>): {
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

/** Why the first is ahead of the second: the criteria with the largest gains, and the largest loss. */
export function whyFirst(advice: Advised, rules: Rules): string {
  const { gains, losses } = whatSetsApart(advice);
  const inWords = ({ contribution: { criterion, because }, gain }: Apart) =>
    `${criterionLabel(rules, criterion)} ${gainInWords(gain)} (${causesInWords(because)})`;
  const [loss] = losses;
  const mostFor = gains.length > 0 ? ` Most for it: ${gains.slice(0, 3).map(inWords).join('; ')}.` : '';
  return `${lead(advice)}${mostFor}${loss ? ` Most against it: ${inWords(loss)}.` : ''}`;
}

/** The lead over the second. */
export function lead({ ranking: [, second], recommendation }: Advised): string {
  if (!second || !recommendation) return 'It is the only one that meets every requirement.';
  return `${points(recommendation.margin ?? 0)} points ahead of ${second.name}.`;
}

/** Points with a sign. */
export function gainInWords(gain: number): string {
  return `${gain > 0 ? '+' : ''}${points(gain)}`;
}

/** That an extended protocol would score more; `undefined` if none would. */
export function beyondInWords({ beyond: [best], recommendation }: Advised): string | undefined {
  if (!best) return undefined;
  const verb = recommendation ? 'would score more' : 'would do';
  return `Beyond the core six, ${best.name} ${verb} (${points(best.score)}): leave out --core.`;
}

/** "Bi-directional: grade 1, requires 3 (direction: both)". */
export function breachInWords({ criterion, minimum, grade, because }: Breach, rules: Rules): string {
  return `${criterionLabel(rules, criterion)}: grade ${grade}, requires ${minimum} (${causesInWords(because)})`;
}

/** Every reason for an exclusion: who forbids the protocol, and each minimum that it misses. */
export function exclusionInWords({ breaks, forbidden }: Excluded, rules: Rules): readonly string[] {
  return [...(forbidden ? [forbiddenInWords(forbidden)] : []), ...breaks.map((breach) => breachInWords(breach, rules))];
}

/** If nothing is feasible: each minimum that, dropped alone, makes protocols feasible. */
export function relaxationsInWords({ relaxations = [], excluded }: Advised, rules: Rules): readonly string[] {
  if (relaxations.length === 0) {
    const barred = excluded.filter(({ breaks }) => breaks.length === 0).map(({ name }) => name);
    return barred.length > 0
      ? [`No change of answers helps: every protocol that meets the requirements is forbidden (${barred.join(', ')}).`]
      : ['No single change is enough: at least two requirements have to be dropped.'];
  }
  return relaxations.map(
    ({ criterion, because, bringsBack }) =>
      `Without ${causesInWords(because)} (${criterionLabel(rules, criterion)}): ${bringsBack.map((id) => protocolName(rules, id)).join(', ')}`,
  );
}

/** Sorts warnings into mistakes, remarks on the present state, and notes for later. */
export function sortWarnings(
  { warnings }: Pick<Advised, 'warnings'>,
  rules: Rules,
): {
  readonly mistakes: readonly Warning[];
  /** Infos with a traffic model, whether or not the answers suffice for its figures. */
  readonly remarks: readonly Warning[];
  /** To remember when building. */
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

/** What the protocol needs: things to run or arrange, and protocols for other parts of the way. */
export function alsoNeeded({ recommendation, combination = [], beyond }: Advised): {
  /** Set if nothing is feasible: the items then belong to this protocol, the best beyond the core ones. */
  readonly with?: string;
  readonly items: readonly string[];
} {
  return {
    ...(!recommendation && beyond[0] && { with: beyond[0].name }),
    items: [
      ...(recommendation?.needs ?? []).map(({ says }) => says),
      ...combination.map(({ name, leg, why }) => `${name} ${leg}: ${why}`),
    ],
  };
}

interface StarterProof {
  readonly chosenBecause: string;
  readonly proof: string;
  readonly against?: string;
}

/** Why the starter is in its language, and how it was tested: "go.mod is here; ran against …". */
export function starterProof({ chosenBecause, proof, against }: StarterProof): string {
  return `${chosenBecause}; ${against ? `${proof} against ${against}` : proof}`;
}

/** "Preset chat (Chat)"; `undefined` without a preset. */
export function presetInWords({ preset }: Advised): string | undefined {
  return preset && `Preset ${preset.id} (${preset.title})`;
}

/** The answers in the order of the questionnaire, then the overrides as flags. */
export function answersInWords(advice: Advised): string {
  const given = [
    ...Object.entries(advice.answers).map(([question, answer]) => `${question} ${answerInWords(answer)}`),
    ...overridesInWords(advice).map(({ flag }) => flag),
  ];
  return given.length > 0 ? given.join(', ') : 'no answers: the baseline weights alone';
}

/** A weight or a lowest grade that was set by hand. */
export interface OverrideInWords {
  readonly criterion: string;
  /** "weight 9", "at least grade 3". */
  readonly says: string;
  /** `--weight latency=9`. */
  readonly flag: string;
}

/** Weights first, each kind in the order of the overrides. */
export function overridesInWords({ overrides }: Pick<Advised, 'overrides'>): readonly OverrideInWords[] {
  return overrideFlags(overrides).map(({ kind, criterion, value, flag }) => ({
    criterion,
    says: `${kind === 'weight' ? 'weight' : 'at least grade'} ${value}`,
    flag: flag.join(' '),
  }));
}

/** The unanswered questions. */
export function openInWords({ unknown }: Advised): string {
  return unknown.length > 0 ? `${unknown.length} open: ${unknown.join(', ')}` : 'every question answered';
}
