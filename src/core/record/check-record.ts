/** Whether a recorded decision still holds, and what broke it. */

import { decide } from '../decide.ts';
import type { Breach, Cause, Decision, Overrides, Ranked, Warning } from '../decision.ts';
import type { Answers, Forbidden, Rules } from '../model.ts';
import { findMistakes } from '../warn.ts';
import { answersOf, type Change, findChanges, isEdit, undo } from './changes.ts';
import { type Loss, lossesAgainst } from './losses.ts';
import { type Basis, basisOf, standingOn } from './snapshot.ts';

/** A decision that a team has taken and written down. The ids in it are ones of the rules. */
export interface RecordedDecision {
  readonly name: string;
  readonly answers: Answers;
  readonly overrides?: Overrides | undefined;
  /** Id of the protocol that was chosen. */
  readonly decision: string;
  /** Whether the extended protocols are rivals, too. An extended decision makes them so by itself. */
  readonly all: boolean;
  /** Ids of the mistakes whose warnings the team accepts. */
  readonly accepts: readonly string[];
  /** Absent in a record that was written by hand. */
  readonly basis?: Basis | undefined;
}

/** A change, and whether undoing it alone would put the problem right. */
export interface ToldChange {
  readonly change: Change;
  readonly isDecisive: boolean;
}

interface Suspicion {
  /** What changed since it was recorded and bears on the problem: decisive changes, or all where none is alone so. */
  readonly changes: readonly ToldChange[];
}

export type Problem =
  | (Suspicion & {
      readonly rule: 'excluded';
      /** Present: a rule pack forbids it; `because` and `breaks` are then empty. */
      readonly forbidden?: Forbidden;
      readonly because: readonly Cause[];
      readonly breaks: readonly Breach[];
    })
  | (Suspicion & {
      readonly rule: 'outranked';
      readonly own: Ranked;
      readonly first: readonly Ranked[];
      /** Answers any one of which, left open, would put it first. Only looked for where nothing is known to have changed. */
      readonly turning: readonly Cause[];
      /** Where it loses most against the first; only looked for where nothing else tells why. */
      readonly losses: readonly Loss[];
    })
  | (Suspicion & { readonly rule: 'unaccepted-warning'; readonly warning: Warning; readonly isNew: boolean })
  | { readonly rule: 'idle-acceptance'; readonly mistake: string; readonly at: number };

/** What deciding anew says of a record. */
export interface Verdict {
  readonly decision: Decision;
  /** Those that make it fail, then notes. */
  readonly problems: readonly Problem[];
}

/** Whether it is only worth knowing, and the record holds in spite of it. */
export function isNote({ rule }: Problem): boolean {
  return rule === 'idle-acceptance';
}

/**
 * Decides again, and compares. The record holds when its protocol is feasible, ranks first or ties, and every warning of
 * severity error or warning about it is accepted. "About it": the mistakes that fire with this protocol alone in first
 * place, because it is the one that the team takes, whatever else ties.
 */
export function checkRecord(rules: Rules, record: RecordedDecision): Verdict {
  const { answers, overrides, decision: protocol } = record;
  const all = ranksAll(rules, record);
  const decision = decide(rules, answers, { all, robustness: false, ...(overrides && { overrides }) });
  const fired = findMistakes(rules, answers, [protocol], feasibleIn(decision));
  const warnings = warningsAbout(rules, record, decision);
  const now = basisOf(rules, { answers, overrides, decision: protocol, all, warnings: idsOf(warnings) });
  const search: Search = { rules, record, now, changes: record.basis ? findChanges(rules, record.basis, now) : [] };
  const own = decision.ranking.find((entry) => entry.protocol === protocol);
  const problems: Problem[] = [];
  if (!own) problems.push(...exclusions(search, decision));
  else if (own.rank > 1) problems.push(outranking(search, decision, own));
  const unaccepted = warnings.filter(({ id }) => !record.accepts.includes(id));
  problems.push(...unaccepted.map((warning) => unacceptedWarning(search, warning)));
  record.accepts.forEach((mistake, at) => {
    if (!fired.some(({ id }) => id === mistake)) problems.push({ rule: 'idle-acceptance', mistake, at });
  });
  return { decision, problems };
}

/** Whether the extended protocols take part: asked for, or the decision is one of them. */
export function ranksAll(rules: Rules, { all, decision }: Pick<RecordedDecision, 'all' | 'decision'>): boolean {
  return all || rules.protocols.find(({ id }) => id === decision)?.tier === 'extended';
}

/** The warnings that a team that takes this protocol has to accept. */
export function warningsAbout(
  rules: Rules,
  { answers, decision: protocol }: Pick<RecordedDecision, 'answers' | 'decision'>,
  decision: Decision,
): Warning[] {
  return findMistakes(rules, answers, [protocol], feasibleIn(decision)).filter(({ severity }) => severity !== 'info');
}

function feasibleIn({ ranking }: Decision): string[] {
  return ranking.map(({ protocol }) => protocol);
}

function idsOf(warnings: readonly Warning[]): string[] {
  return warnings.map(({ id }) => id);
}

interface Search {
  readonly rules: Rules;
  readonly record: RecordedDecision;
  readonly now: Basis;
  readonly changes: readonly Change[];
}

/** The changes that, undone alone, make it good; where none does, all of which `concerns` is true. */
function suspects(
  { rules, record: { basis }, now, changes }: Search,
  isGood: (basis: Basis) => boolean,
  concerns: (change: Change) => boolean,
): ToldChange[] {
  if (!basis) return [];
  const decisive = changes.filter((change) => {
    const before = undo(rules, basis, now, change);
    return before !== undefined && isGood(before);
  });
  const told = decisive.length > 0 ? decisive : changes.filter(concerns);
  return told.map((change) => ({ change, isDecisive: decisive.length > 0 }));
}

/** One problem for each cause: what an answer breaks is told at that answer. */
function exclusions(search: Search, decision: Decision): Problem[] {
  const protocol = search.record.decision;
  const excluded = decision.excluded.find((entry) => entry.protocol === protocol);
  const groups = new Map<string, Breach[]>();
  for (const breach of excluded?.breaks ?? []) {
    const key = JSON.stringify(breach.because);
    groups.set(key, [...(groups.get(key) ?? []), breach]);
  }
  const forbidden = excluded?.forbidden;
  const ban: Problem[] = forbidden ? [{ rule: 'excluded', forbidden, because: [], breaks: [], changes: [] }] : [];
  const misses = [...groups.values()].map((breaks): Problem => {
    const criteria = breaks.map(({ criterion }) => criterion);
    const isGood = (basis: Basis) => !standingOn(basis, protocol).misses.some((missed) => criteria.includes(missed));
    const concerns = (change: Change) =>
      change.kind === 'decision' || ('criterion' in change && criteria.includes(change.criterion));
    return {
      rule: 'excluded',
      because: breaks[0]?.because ?? [],
      breaks,
      changes: suspects(search, isGood, concerns),
    };
  });
  return [...ban, ...misses];
}

function outranking(search: Search, { ranking }: Decision, own: Ranked): Problem {
  const first = ranking.filter(({ rank }) => rank === 1);
  const isGood = (basis: Basis) => standingOn(basis, own.protocol).isFirst;
  const rivals = [own, ...first].map(({ protocol }) => protocol);
  // Grades of protocols that are neither first nor chosen have no part in it.
  const changes = suspects(search, isGood, (change) => !('protocol' in change) || rivals.includes(change.protocol));
  const turning = changes.length > 0 ? [] : turningAnswers(search, isGood);
  const [winner] = first;
  const losses = winner && changes.length + turning.length === 0 ? lossesAgainst(winner, own) : [];
  return { rule: 'outranked', own, first, changes, turning, losses };
}

function turningAnswers({ rules, now }: Search, isGood: (basis: Basis) => boolean): Cause[] {
  return Object.entries(now.answers).flatMap(([question, { answer }]) => {
    const without = undo(rules, now, now, { kind: 'answer', question, from: null, to: answer });
    return without && isGood(without) ? [{ question, answer }] : [];
  });
}

/** A warning rests on answers and on the ranking: the edit that, undone, silences it; else the rules are to blame. */
function unacceptedWarning(search: Search, warning: Warning): Problem {
  const { rules, record, now, changes } = search;
  const { basis } = record;
  if (!basis) return { rule: 'unaccepted-warning', warning, isNew: false, changes: [] };
  const edits = changes.filter(isEdit).flatMap((change): ToldChange[] => {
    const before = undo(rules, basis, now, change);
    if (!before) return [];
    const answers = answersOf(before);
    const overrides = before.overrides;
    const again = decide(rules, answers, {
      all: ranksAll(rules, record),
      robustness: false,
      ...(overrides && { overrides }),
    });
    const fires = warningsAbout(rules, { ...record, answers }, again).some(({ id }) => id === warning.id);
    return fires ? [] : [{ change, isDecisive: true }];
  });
  return { rule: 'unaccepted-warning', warning, isNew: !basis.warnings.includes(warning.id), changes: edits };
}
