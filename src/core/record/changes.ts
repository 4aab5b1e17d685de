/** What changed between the basis of a recorded decision and now, one thing at a time, each of which can be undone. */
import { checkAnswers } from '../answers.ts';
import type { Answers, AnswerValue, Protocol, Rules } from '../model.ts';
import { type Asked, askedBy, type Basis } from './snapshot.ts';

/** `null` stands for what was not there. */
export type Change =
  | { readonly kind: 'decision'; readonly from: string; readonly to: string }
  /** Whether the extended protocols are rivals, too. */
  | { readonly kind: 'all'; readonly from: boolean; readonly to: boolean }
  | {
      readonly kind: 'answer';
      readonly question: string;
      readonly from: AnswerValue | null;
      readonly to: AnswerValue | null;
    }
  /** A `weight` or a `must` that stands beside the answers. */
  | {
      readonly kind: 'override';
      readonly override: 'weight' | 'must';
      readonly criterion: string;
      readonly from: number | null;
      readonly to: number | null;
    }
  /** What the rules make of an answer that is the same as before. */
  | {
      readonly kind: 'effect';
      readonly effect: 'weighs' | 'requires';
      readonly question: string;
      readonly answer: AnswerValue;
      readonly criterion: string;
      readonly from: number | null;
      readonly to: number | null;
    }
  /** The baseline weight of a criterion, or the criterion as a whole. */
  | {
      readonly kind: 'baseline';
      readonly criterion: string;
      readonly from: number | null;
      readonly to: number | null;
    }
  | {
      readonly kind: 'grade';
      readonly protocol: string;
      readonly criterion: string;
      readonly from: number;
      readonly to: number;
    }
  | { readonly kind: 'protocol'; readonly protocol: string; readonly change: 'new' | 'gone' };

/** Whether somebody edited the record; otherwise the rules are not what they were. */
export function isEdit({ kind }: Change): boolean {
  return kind === 'decision' || kind === 'all' || kind === 'answer' || kind === 'override';
}

/** All changes from `then` to `now`: those of the record first, then those of the rules. */
export function findChanges(rules: Rules, then: Basis, now: Basis): Change[] {
  return [
    ...(then.decision === now.decision
      ? []
      : [{ kind: 'decision', from: then.decision, to: now.decision } satisfies Change]),
    ...(then.all === now.all ? [] : [{ kind: 'all', from: then.all, to: now.all } satisfies Change]),
    ...answerChanges(then, now),
    ...overrideChanges(then, now),
    ...effectChanges(rules, then, now),
    ...criterionChanges(then, now),
    ...gradeChanges(rules, then, now),
  ];
}

function answerChanges(then: Basis, now: Basis): Change[] {
  return keysOf(then.answers, now.answers).flatMap((question): Change[] => {
    const from = then.answers[question]?.answer ?? null;
    const to = now.answers[question]?.answer ?? null;
    return same(from, to) ? [] : [{ kind: 'answer', question, from, to }];
  });
}

function overrideChanges(then: Basis, now: Basis): Change[] {
  const kinds = ['weight', 'must'] as const;
  return kinds.flatMap((override) => {
    const before: Readonly<Record<string, number>> = then.overrides?.[override] ?? {};
    const after: Readonly<Record<string, number>> = now.overrides?.[override] ?? {};
    return differences(before, after).map((difference): Change => ({ kind: 'override', override, ...difference }));
  });
}

/** An effect may depend on a second answer: that one's edit is no change of the rules. */
function effectChanges(rules: Rules, then: Basis, now: Basis): Change[] {
  const sameAnswers = basisNow(rules, now, validAnswers(rules, answersOf(then))).answers;
  const effects = ['weighs', 'requires'] as const;
  return Object.entries(then.answers).flatMap(([question, before]) => {
    const after = sameAnswers[question];
    const { answer } = before;
    // What was edited is told as an edit. What is no answer any more was left out.
    if (!after || !same(answer, now.answers[question]?.answer ?? null)) return [];
    return effects.flatMap((effect) =>
      differences(before[effect] ?? {}, after[effect] ?? {}).map(
        (difference): Change => ({ kind: 'effect', effect, question, answer, ...difference }),
      ),
    );
  });
}

function criterionChanges(then: Basis, now: Basis): Change[] {
  return differences(then.criteria, now.criteria).map((difference): Change => ({ kind: 'baseline', ...difference }));
}

function gradeChanges(rules: Rules, then: Basis, now: Basis): Change[] {
  return keysOf(then.grades, now.grades).flatMap((protocol): Change[] => {
    const tier = rules.protocols.find(({ id }) => id === protocol)?.tier;
    // Those that come and go with `all` are there all the time.
    if (then.all !== now.all && tier === 'extended' && !(then.grades[protocol] && now.grades[protocol])) return [];
    if (now.grades[protocol] === undefined) return [{ kind: 'protocol', protocol, change: 'gone' }];
    if (then.grades[protocol] === undefined) return [{ kind: 'protocol', protocol, change: 'new' }];
    return Object.keys(now.criteria).flatMap((criterion): Change[] => {
      if (then.criteria[criterion] === undefined) return [];
      const from = gradeIn(then, protocol, criterion);
      const to = gradeIn(now, protocol, criterion);
      return from === to ? [] : [{ kind: 'grade', protocol, criterion, from, to }];
    });
  });
}

/**
 * What would be if only this change had not been made.
 *
 * @returns `undefined` where that cannot be: the old answer is none any more
 */
export function undo(rules: Rules, then: Basis, now: Basis, change: Change): Basis | undefined {
  switch (change.kind) {
    // Then it would be another decision that is to hold.
    case 'decision':
      return undefined;
    case 'all': {
      // With fewer rivals nothing gets worse.
      if (change.from) return undefined;
      const takesPart = ({ id, tier }: Protocol) => tier === 'core' || id === now.decision;
      const ids = rules.protocols.filter(takesPart).map(({ id }) => id);
      return { ...now, grades: Object.fromEntries(Object.entries(now.grades).filter(([id]) => ids.includes(id))) };
    }
    case 'answer': {
      const { [change.question]: _, ...others } = answersOf(now);
      const answers = change.from === null ? others : { ...others, [change.question]: change.from };
      const valid = validAnswers(rules, answers);
      return change.from !== null && valid[change.question] === undefined ? undefined : basisNow(rules, now, valid);
    }
    case 'override': {
      const { overrides = {} } = now;
      return {
        ...now,
        overrides: { ...overrides, [change.override]: put(overrides[change.override], change.criterion, change.from) },
      };
    }
    case 'effect': {
      const asked = now.answers[change.question];
      if (!asked) return undefined;
      const undone: Asked = { ...asked, [change.effect]: put(asked[change.effect], change.criterion, change.from) };
      return { ...now, answers: { ...now.answers, [change.question]: undone } };
    }
    case 'baseline':
      return change.to === null
        ? withCriterion(then, now, change.criterion, change.from ?? 0)
        : { ...now, criteria: { ...now.criteria, [change.criterion]: change.from ?? 0 } };
    case 'grade':
      return { ...now, grades: { ...now.grades, [change.protocol]: withGrade(now, change) } };
    case 'protocol': {
      const { [change.protocol]: _, ...others } = now.grades;
      const before = Object.keys(now.criteria).map((criterion) => gradeIn(then, change.protocol, criterion));
      return { ...now, grades: change.change === 'new' ? others : { ...others, [change.protocol]: before.join('') } };
    }
  }
}

/** The same rules and overrides with other answers. */
function basisNow(rules: Rules, now: Basis, answers: Answers): Basis {
  return { ...now, answers: askedBy(rules, answers) };
}

function validAnswers(rules: Rules, answers: Answers): Answers {
  return checkAnswers(rules.questions, answers).answers;
}

/** The plain answers of a basis. */
export function answersOf({ answers }: Basis): Answers {
  return Object.fromEntries(Object.entries(answers).map(([question, { answer }]) => [question, answer]));
}

function gradeIn({ criteria, grades }: Basis, protocol: string, criterion: string): number {
  return Number(grades[protocol]?.[Object.keys(criteria).indexOf(criterion)] ?? 0);
}

function withGrade(now: Basis, { protocol, criterion, from }: Extract<Change, { kind: 'grade' }>): string {
  const at = Object.keys(now.criteria).indexOf(criterion);
  const digits = now.grades[protocol] ?? '';
  return digits.slice(0, at) + from + digits.slice(at + 1);
}

/** A criterion that is gone, put back with the grades that protocols had on it. */
function withCriterion(then: Basis, now: Basis, criterion: string, weight: number): Basis {
  return {
    ...now,
    criteria: { ...now.criteria, [criterion]: weight },
    grades: Object.fromEntries(
      Object.entries(now.grades).map(([protocol, digits]) => [protocol, digits + gradeIn(then, protocol, criterion)]),
    ),
  };
}

interface Difference {
  readonly criterion: string;
  readonly from: number | null;
  readonly to: number | null;
}

function differences(before: Readonly<Record<string, number>>, after: Readonly<Record<string, number>>): Difference[] {
  return keysOf(before, after).flatMap((criterion) => {
    const from = before[criterion] ?? null;
    const to = after[criterion] ?? null;
    return from === to ? [] : [{ criterion, from, to }];
  });
}

function put(map: Readonly<Record<string, number>> = {}, key: string, value: number | null): Record<string, number> {
  const { [key]: _, ...others } = map;
  return value === null ? others : { ...others, [key]: value };
}

function keysOf(one: object, other: object): string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])];
}

function same(one: AnswerValue | null, other: AnswerValue | null): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other;
  return one.length === other.length && one.every((value) => other.includes(value));
}
