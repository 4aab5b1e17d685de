/** Whether a recorded system still holds, and what broke it. */
import { decide } from '../decide.ts';
import type { Rules } from '../model.ts';
import { TIE_EPSILON } from '../ranking/matrix.ts';
import { lossesOf, type Plan, pick, planOfProtocols, plansFor } from '../system/assignments.ts';
import { findSystemMistakes } from '../system/find-system-mistakes.ts';
import type { Preference, System, SystemLeg, SystemWarning } from '../system/system.ts';
import { checkRecord, isNote, type Problem, type RecordedDecision } from './check-record.ts';
import type { Basis } from './snapshot.ts';

/** A recorded system. The rules know all ids in it. */
export interface RecordedSystem {
  readonly system: System;
  /** By leg: id of the protocol that was chosen. */
  readonly decisions: Readonly<Record<string, string>>;
  readonly prefer: Preference;
  /** Whether only the core protocols are ranked. */
  readonly core: boolean;
  /** Ids of the mistakes, of legs or of the whole, whose warnings the team accepts. */
  readonly accepts: readonly string[];
  /** Present: the whole need not be what the preference picks. */
  readonly override?: { readonly because: string } | undefined;
  /** By leg; absent in a record written by hand. */
  readonly basis?: Readonly<Record<string, Basis>> | undefined;
}

/** A problem of one leg, as of a single record. */
export interface LegProblem {
  readonly leg: SystemLeg;
  readonly record: RecordedDecision;
  readonly problem: Problem;
}

/** What is wrong with the whole. */
export type SystemProblem =
  | {
      readonly rule: 'outranked';
      readonly own: Plan;
      readonly chosen: Plan;
      /** Of the legs with another protocol now: why theirs no longer ranks first, where that is so. */
      readonly legs: readonly LegProblem[];
    }
  | { readonly rule: 'unaccepted-warning'; readonly warning: SystemWarning }
  | { readonly rule: 'idle-acceptance'; readonly mistake: string; readonly at: number };

/** The result of deciding again from a recorded system. */
export interface SystemVerdict {
  readonly legs: readonly LegProblem[];
  readonly whole: readonly SystemProblem[];
}

/**
 * Decides again, and compares. The record holds if the protocol of each leg is feasible, the whole is what its preference
 * picks, or as good, unless it has an override, and every warning of severity error or warning is accepted.
 */
export function checkSystem(rules: Rules, record: RecordedSystem): SystemVerdict {
  const { system, decisions, accepts, override, core } = record;
  const verdicts = system.legs.map((leg) => checkLeg(rules, record, leg));
  const decided = system.legs.map(({ name, answers, overrides }) => ({
    name,
    decision: decide(rules, answers, { core, ...(overrides && { overrides }) }),
  }));
  const plans = plansFor(rules, decided);
  const chosen = plans[pick(plans, record.prefer)];
  const own = planOfProtocols(rules, decided, decisions);
  const warnings = own
    ? findSystemMistakes(rules, { legs: system.legs, plan: own, losses: lossesOf(rules, decided, own) })
    : [];
  const unaccepted = warnings.filter(({ severity, id }) => severity !== 'info' && !accepts.includes(id));
  const firing = new Set(warnings.map(({ id }) => id));
  const isIdle = (mistake: string) => !firing.has(mistake) && verdicts.every(({ idle }) => idle.includes(mistake));
  return {
    legs: verdicts.flatMap(({ problems }) => problems),
    whole: [
      ...(own && chosen && override === undefined && !isAsGood(own, chosen)
        ? [{ rule: 'outranked' as const, own, chosen, legs: changedLegs(rules, record, chosen) }]
        : []),
      ...unaccepted.map((warning) => ({ rule: 'unaccepted-warning' as const, warning })),
      ...accepts.flatMap((mistake, at) => (isIdle(mistake) ? [{ rule: 'idle-acceptance' as const, mistake, at }] : [])),
    ],
  };
}

function isAsGood(own: Plan, chosen: Plan): boolean {
  return own.components.length <= chosen.components.length && own.fit >= chosen.fit - TIE_EPSILON;
}

/** A leg as a record of its own. In the whole it need not rank first. */
function recordOf(
  { decisions, accepts, core, basis }: RecordedSystem,
  { name, answers, overrides }: SystemLeg,
): RecordedDecision {
  return {
    name,
    answers,
    overrides,
    decision: decisions[name] ?? '',
    all: !core,
    accepts,
    override: { because: '' },
    basis: basis?.[name],
  };
}

function checkLeg(rules: Rules, recorded: RecordedSystem, leg: SystemLeg) {
  const record = recordOf(recorded, leg);
  const { problems } = checkRecord(rules, record);
  return {
    problems: problems.filter((problem) => !isNote(problem)).map((problem): LegProblem => ({ leg, record, problem })),
    idle: problems.flatMap((problem) => (problem.rule === 'idle-acceptance' ? [problem.mistake] : [])),
  };
}

function changedLegs(rules: Rules, recorded: RecordedSystem, chosen: Plan): LegProblem[] {
  return chosen.assigned.flatMap(({ leg: { name }, ranked }): LegProblem[] => {
    const leg = recorded.system.legs.find((one) => one.name === name);
    if (!leg || recorded.decisions[name] === ranked.protocol) return [];
    const { override: _, ...record } = recordOf(recorded, leg);
    const outranked = checkRecord(rules, record).problems.filter(({ rule }) => rule === 'outranked');
    return outranked.map((problem) => ({ leg, record, problem }));
  });
}
