/** Sentences about a decision that several reports share. */
import type { Breach, Cause, Contribution, Decision, Excluded, Warning } from '../core/decision.ts';
import type { Rules } from '../core/model.ts';
import type { PresetName } from '../core/overrides.ts';
import { capitalise, joined, uncapitalise } from '../text/lists.ts';
import { overrideFlags } from './commands.ts';
import {
  causesInWords,
  criterionLabel,
  forbiddenInWords,
  gradeInWords,
  points,
  protocolName,
  valueInWords,
} from './values.ts';

/** A decision, and the preset that its answers come from. */
export interface Advised extends Decision {
  readonly preset?: PresetName;
}

/** That an extended protocol would score more, where only core ones are ranked; `undefined` if none would. */
export function beyondInWords({ beyond: [best], recommendation }: Advised): string | undefined {
  if (!best) return undefined;
  const verb = recommendation ? 'would score more' : 'would do';
  return `Only core protocols are ranked. ${best.name} ${verb}, with ${points(best.score)} of 100.`;
}

/** What a grade means, as a sentence: the criterion's ruler; without one, what the rules say of the protocol itself. */
function lackInWords({ criterion, grade }: Breach, protocol: string | undefined, rules: Rules): string {
  const meaning = gradeInWords(rules, criterion, grade);
  const cell = rules.protocols.find(({ id }) => id === protocol)?.cells[criterion];
  return meaning ?? cell?.because ?? `${criterionLabel(rules, criterion)}: grade ${grade}.`;
}

/** What the answers ask for: `With "direction: both", either end may send at any time.` */
function demandInWords({ criterion, minimum, because }: Breach, rules: Rules): string {
  const says = sentenceOf(because);
  const causes = causesInWords(because);
  if (says !== undefined) return `With "${causes}", ${ended(uncapitalise(says))}`;
  const meaning = gradeInWords(rules, criterion, minimum);
  const least = meaning === undefined ? `grade ${minimum}` : `"${meaning.replace(/[.]$/, '')}"`;
  return `With "${causes}", ${criterionLabel(rules, criterion)} must be ${least} or better.`;
}

/**
 * Every reason for an exclusion, in sentences: who forbids the protocol; what it cannot do, and which answer asks for it.
 * What one answer asks for is said once.
 */
export function exclusionInWords(
  { breaks, forbidden, protocol }: Pick<Excluded, 'breaks' | 'forbidden'> & Partial<Pick<Excluded, 'protocol'>>,
  rules: Rules,
): string {
  const byDemand = new Map<string, string[]>();
  for (const breach of breaks) {
    const demand = demandInWords(breach, rules);
    const lack = ended(lackInWords(breach, protocol, rules));
    byDemand.set(demand, [...(byDemand.get(demand) ?? []), lack]);
  }
  const sentences = [...byDemand].map(([demand, lacks]) => `${[...new Set(lacks)].join(' ')} ${demand}`);
  return [...(forbidden ? [ended(forbiddenInWords(forbidden))] : []), ...sentences].join(' ');
}

/** With a full stop where the text has no end of its own. */
function ended(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** The excluded protocols; those with the same reasons together. */
export function exclusions(
  { excluded }: Pick<Decision, 'excluded'>,
  rules: Rules,
): { readonly names: string; readonly why: string }[] {
  const byReason = new Map<string, string[]>();
  for (const one of excluded) {
    const why = exclusionInWords(one, rules);
    byReason.set(why, [...(byReason.get(why) ?? []), one.name]);
  }
  return [...byReason].map(([why, names]) => ({ names: joined(names), why }));
}

/** Why a criterion counts, as a sentence: that of its heaviest answer, else that of its baseline weight, else the answers. */
export function whyItCounts({ criterion, because }: Pick<Contribution, 'criterion' | 'because'>, rules: Rules): string {
  const baseline = because.length === 0 ? rules.criteria.find(({ id }) => id === criterion)?.because : undefined;
  return sentenceOf(because) ?? baseline ?? `${capitalise(causesInWords(because))}.`;
}

/** The sentence behind some causes: that of the heaviest. */
function sentenceOf(causes: readonly Cause[]): string | undefined {
  const told = causes.filter(({ says }) => says !== undefined);
  return told.sort((a, b) => (b.weight ?? 0) - (a.weight ?? 0))[0]?.says;
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
  readonly survives?: readonly string[];
}

/** Why the starter is in its language, and how it was tested: "go.mod is here; ran against …". */
export function starterProof({ chosenBecause, proof, against, survives }: StarterProof): string {
  const done = survives ? 'ran' : proof;
  const faults = survives ? `; survives ${survives.length} ${survives.length === 1 ? 'fault' : 'faults'}` : '';
  return `${chosenBecause}; ${against ? `${done} against ${against}` : done}${faults}`;
}

/** "Preset chat (Chat)"; `undefined` without a preset. */
export function presetInWords({ preset }: Advised): string | undefined {
  return preset && `Preset ${preset.id} (${preset.title})`;
}

/** The answers in the order of the questionnaire, then the overrides as flags. */
export function answersInWords(advice: Advised, rules: Rules): string {
  const given = [
    ...Object.entries(advice.answers).map(
      ([question, answer]) => `${question} ${valueInWords(rules, question, answer)}`,
    ),
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
