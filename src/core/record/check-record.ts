/** Whether a recorded decision still holds, and what broke it. */
import type { Breach, Cause, Decision, Overrides, Ranked, Warning } from '../decision.ts';
import type { Answers, Forbidden, Rules } from '../model.ts';
import type { Standing } from '../ranking/rank.ts';
import { findMistakes } from '../warn.ts';
import { type Change, findChanges, isEdit } from './changes.ts';
import { type Loss, lossesAgainst } from './losses.ts';
import { type Basis, basisOf } from './snapshot.ts';
import { rankIn, type Situation, undo } from './undo.ts';

/** A recorded decision. The rules know all ids in it. */
export interface RecordedDecision {
  readonly name: string;
  readonly answers: Answers;
  readonly overrides?: Overrides | undefined;
  /** Id of the protocol that was chosen. */
  readonly decision: string;
  /** Whether the extended protocols are ranked. They always are if the decision is one of them. */
  readonly all: boolean;
  /** Ids of the mistakes whose warnings the team accepts. */
  readonly accepts: readonly string[];
  /** Present: the team chose otherwise than the advice, so that the decision need not rank first. */
  readonly override?: { readonly because: string } | undefined;
  /** Absent in a record written by hand. */
  readonly basis?: Basis | undefined;
}

/** A change, and whether undoing it alone would solve the problem. */
interface SuspectChange {
  readonly change: Change;
  readonly isDecisive: boolean;
}

interface Suspicion {
  /** The decisive changes since it was recorded; if there are none, all changes that concern the problem. */
  readonly changes: readonly SuspectChange[];
}

export type Problem =
  | (Suspicion & {
      readonly rule: 'excluded';
      /** Present if a rule pack forbids the protocol; `because` and `breaks` are then empty. */
      readonly forbidden?: Forbidden;
      readonly because: readonly Cause[];
      readonly breaks: readonly Breach[];
    })
  | (Suspicion & {
      readonly rule: 'outranked';
      readonly own: Ranked;
      readonly first: readonly Ranked[];
      /** Answers that, left open one at a time, would put it first. Searched only if no change explains the problem. */
      readonly turning: readonly Cause[];
      /** Where it loses most against the first. Searched only if nothing else explains the problem. */
      readonly losses: readonly Loss[];
    })
  | (Suspicion & { readonly rule: 'unaccepted-warning'; readonly warning: Warning; readonly isNew: boolean })
  | { readonly rule: 'idle-acceptance'; readonly mistake: string; readonly at: number };

/** The result of deciding again from a record. */
export interface Verdict {
  readonly standing: Standing;
  /** First the problems that make it fail, then notes. */
  readonly problems: readonly Problem[];
}

/** Whether the record holds in spite of it. */
export function isNote({ rule }: Problem): boolean {
  return rule === 'idle-acceptance';
}

/**
 * Decides again, and compares. The record holds if its protocol is feasible, ranks first or ties unless it has an
 * override, and every warning of severity error or warning about it is accepted. Those are the mistakes that fire with this protocol alone in first
 * place, because the team uses it whatever else ties.
 */
export function checkRecord(rules: Rules, record: RecordedDecision): Verdict {
  const { answers, overrides, decision: protocol } = record;
  const all = ranksAll(rules, record);
  const situation: Situation = { rules, answers, overrides: overrides ?? {}, all, decision: protocol };
  const standing = rankIn(situation);
  const fired = findMistakes(rules, answers, [protocol], feasibleIn(standing));
  const warnings = fired.filter(isSerious);
  const now = basisOf(rules, { answers, overrides, decision: protocol, all, warnings: idsOf(warnings) });
  const search: Search = {
    record,
    now: situation,
    changes: record.basis ? findChanges(rules, record.basis, now) : [],
  };
  const own = standing.ranking.find((entry) => entry.protocol === protocol);
  const problems: Problem[] = [];
  if (!own) problems.push(...exclusions(search, standing));
  else if (own.rank > 1 && record.override === undefined) problems.push(outranking(search, standing, own));
  const unaccepted = warnings.filter(({ id }) => !record.accepts.includes(id));
  problems.push(...unaccepted.map((warning) => unacceptedWarning(search, warning)));
  record.accepts.forEach((mistake, at) => {
    if (!fired.some(({ id }) => id === mistake)) problems.push({ rule: 'idle-acceptance', mistake, at });
  });
  return { standing, problems };
}

/** Whether the extended protocols are ranked: on request, or because the decision is one of them. */
export function ranksAll(rules: Rules, { all, decision }: Pick<RecordedDecision, 'all' | 'decision'>): boolean {
  return all || rules.protocols.find(({ id }) => id === decision)?.tier === 'extended';
}

/** The warnings that a team has to accept if it uses this protocol. */
export function warningsAbout(
  rules: Rules,
  { answers, decision: protocol }: Pick<RecordedDecision, 'answers' | 'decision'>,
  standing: Pick<Decision, 'ranking'>,
): Warning[] {
  return findMistakes(rules, answers, [protocol], feasibleIn(standing)).filter(isSerious);
}

function isSerious({ severity }: Warning): boolean {
  return severity !== 'info';
}

function feasibleIn({ ranking }: Pick<Decision, 'ranking'>): string[] {
  return ranking.map(({ protocol }) => protocol);
}

function idsOf(warnings: readonly Warning[]): string[] {
  return warnings.map(({ id }) => id);
}

interface Search {
  readonly record: RecordedDecision;
  readonly now: Situation;
  readonly changes: readonly Change[];
}

/** The changes that, undone alone, solve the problem; if there are none, those that concern it. */
function suspects(
  { record: { basis }, now, changes }: Search,
  isSolved: (situation: Situation) => boolean,
  concerns: (change: Change) => boolean,
): SuspectChange[] {
  if (!basis) return [];
  const decisive = changes.filter((change) => {
    const before = undo(basis, now, change);
    return before !== undefined && isSolved(before);
  });
  const suspected = decisive.length > 0 ? decisive : changes.filter(concerns);
  return suspected.map((change) => ({ change, isDecisive: decisive.length > 0 }));
}

/** One problem for each cause, so that each is reported at the answer that caused it. */
function exclusions(search: Search, standing: Standing): Problem[] {
  const protocol = search.record.decision;
  const excluded = standing.excluded.find((entry) => entry.protocol === protocol);
  const groups = new Map<string, Breach[]>();
  for (const breach of excluded?.breaks ?? []) {
    const key = JSON.stringify(breach.because);
    groups.set(key, [...(groups.get(key) ?? []), breach]);
  }
  const forbidden = excluded?.forbidden;
  const ban: Problem[] = forbidden ? [{ rule: 'excluded', forbidden, because: [], breaks: [], changes: [] }] : [];
  const misses = [...groups.values()].map((breaks): Problem => {
    const criteria = breaks.map(({ criterion }) => criterion);
    const isSolved = (situation: Situation) =>
      !rankIn(situation).excluded.some(
        (entry) => entry.protocol === protocol && entry.breaks.some(({ criterion }) => criteria.includes(criterion)),
      );
    const concerns = (change: Change) =>
      change.kind === 'decision' || ('criterion' in change && criteria.includes(change.criterion));
    return {
      rule: 'excluded',
      because: breaks[0]?.because ?? [],
      breaks,
      changes: suspects(search, isSolved, concerns),
    };
  });
  return [...ban, ...misses];
}

function outranking(search: Search, { ranking }: Standing, own: Ranked): Problem {
  const first = ranking.filter(({ rank }) => rank === 1);
  const isFirst = (situation: Situation) =>
    rankIn(situation).ranking.some(({ protocol, rank }) => protocol === own.protocol && rank === 1);
  const rivals = [own, ...first].map(({ protocol }) => protocol);
  // Grades of protocols that are neither first nor chosen do not matter.
  const changes = suspects(search, isFirst, (change) => !('protocol' in change) || rivals.includes(change.protocol));
  const turning = changes.length > 0 ? [] : turningAnswers(search, isFirst);
  const [winner] = first;
  const losses = winner && changes.length + turning.length === 0 ? lossesAgainst(winner, own) : [];
  return { rule: 'outranked', own, first, changes, turning, losses };
}

function turningAnswers({ now }: Search, isFirst: (situation: Situation) => boolean): Cause[] {
  return Object.entries(now.answers).flatMap(([question, answer]) => {
    const { [question]: _, ...answers } = now.answers;
    return isFirst({ ...now, answers }) ? [{ question, answer }] : [];
  });
}

/** A warning depends on answers and on the ranking: the edits that, undone alone, silence it; else the rules changed. */
function unacceptedWarning({ record, now, changes }: Search, warning: Warning): Problem {
  const { basis } = record;
  if (!basis) return { rule: 'unaccepted-warning', warning, isNew: false, changes: [] };
  const edits = changes.filter(isEdit).flatMap((change): SuspectChange[] => {
    const before = undo(basis, now, change);
    if (!before) return [];
    const { rules, answers } = before;
    const again = rankIn({ ...before, all: now.all });
    const fires = warningsAbout(rules, { ...record, answers }, again).some(({ id }) => id === warning.id);
    return fires ? [] : [{ change, isDecisive: true }];
  });
  return { rule: 'unaccepted-warning', warning, isNew: !basis.warnings.includes(warning.id), changes: edits };
}
