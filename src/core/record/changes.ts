/** The single changes between the basis of a recorded decision and now; undo.ts takes one of them back. */
import { checkAnswers } from '../answers.ts';
import type { AnswerValue, Grade, Rules } from '../model.ts';
import { answersOf, askedBy, type Basis, baselinesFor, protocolsOf } from './snapshot.ts';

/** One change. `null` stands for what did not or does not exist. */
export type Change =
  | { readonly kind: 'decision'; readonly from: string; readonly to: string }
  /** Whether the extended protocols are ranked. */
  | { readonly kind: 'all'; readonly from: boolean; readonly to: boolean }
  | {
      readonly kind: 'answer';
      readonly question: string;
      readonly from: AnswerValue | null;
      readonly to: AnswerValue | null;
    }
  /** A `weight` or a `must` that overrides the answers. */
  | {
      readonly kind: 'override';
      readonly override: 'weight' | 'must';
      readonly criterion: string;
      readonly from: number | null;
      readonly to: number | null;
    }
  /** What the rules add or require because of an answer that has not changed. */
  | {
      readonly kind: 'effect';
      readonly effect: 'weighs' | 'requires';
      readonly question: string;
      readonly answer: AnswerValue;
      readonly criterion: string;
      readonly from: number | null;
      readonly to: number | null;
    }
  /** The baseline weight of a criterion; with `null`, the criterion as a whole. */
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
      readonly from: Grade;
      readonly to: Grade;
    }
  | { readonly kind: 'protocol'; readonly protocol: string; readonly change: 'new' | 'gone' };

/** Whether the record was edited; otherwise the rules changed. */
export function isEdit({ kind }: Change): boolean {
  return kind === 'decision' || kind === 'all' || kind === 'answer' || kind === 'override';
}

/** All changes from `then` to `now`: edits of the record first, then changes of the rules. */
export function findChanges(rules: Rules, then: Basis, now: Basis): Change[] {
  return [
    ...(then.decision === now.decision
      ? []
      : [{ kind: 'decision', from: then.decision, to: now.decision } satisfies Change]),
    ...(then.all === now.all ? [] : [{ kind: 'all', from: then.all, to: now.all } satisfies Change]),
    ...answerChanges(then, now),
    ...overrideChanges(then, now),
    ...effectChanges(rules, then, now),
    ...criterionChanges(rules, then),
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

/** Compares the rules on the old answers: an effect may depend on a second answer, whose edit is no change of the rules. */
function effectChanges(rules: Rules, then: Basis, now: Basis): Change[] {
  const after = askedBy(rules, checkAnswers(rules.questions, answersOf(then)).answers);
  const effects = ['weighs', 'requires'] as const;
  return Object.entries(then.answers).flatMap(([question, before]) => {
    const asked = after[question];
    const { answer } = before;
    // An edited answer is reported as an edit. An answer that the rules no longer accept has no effects.
    if (!asked || !same(answer, now.answers[question]?.answer ?? null)) return [];
    return effects.flatMap((effect) =>
      differences(before[effect] ?? {}, asked[effect] ?? {}).map(
        (difference): Change => ({ kind: 'effect', effect, question, answer, ...difference }),
      ),
    );
  });
}

/** An edited answer that makes a criterion irrelevant is reported as an edit alone. */
function criterionChanges(rules: Rules, then: Basis): Change[] {
  return differences(then.criteria, baselinesFor(rules, checkAnswers(rules.questions, answersOf(then)).answers)).map(
    (difference): Change => ({ kind: 'baseline', ...difference }),
  );
}

function gradeChanges(rules: Rules, then: Basis, now: Basis): Change[] {
  const [before, after] = [protocolsOf(then), protocolsOf(now)];
  return [...new Set([...before, ...after])].flatMap((protocol): Change[] => {
    const isShared = before.includes(protocol) && after.includes(protocol);
    const tier = rules.protocols.find(({ id }) => id === protocol)?.tier;
    // Extended protocols come and go with the change of `all`, and not by themselves.
    if (then.all !== now.all && tier === 'extended' && !isShared) return [];
    if (!isShared) return [{ kind: 'protocol', protocol, change: before.includes(protocol) ? 'gone' : 'new' }];
    return Object.keys(now.criteria).flatMap((criterion): Change[] => {
      const from = then.grades[criterion]?.[protocol];
      const to = now.grades[criterion]?.[protocol];
      return from === undefined || to === undefined || from === to
        ? []
        : [{ kind: 'grade', protocol, criterion, from, to }];
    });
  });
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

function keysOf(one: object, other: object): string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])];
}

function same(one: AnswerValue | null, other: AnswerValue | null): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other;
  return one.length === other.length && one.every((value) => other.includes(value));
}
