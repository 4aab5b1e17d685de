/** Evaluates conditions over answers, and over a ranking where there is one. */

import type { Answers, AnswerValue } from '../model.ts';
import { type Compiled, compile, type Tests } from './compile.ts';
import type { AnswerTest, Condition, NumberRange, ValueTest } from './condition.ts';

/** What a condition may look at. Without a ranking, tests of it are unknown. */
export interface Facts {
  readonly answers: Answers;
  /** Ids of the protocols in first place. */
  readonly first?: readonly string[];
  /** Ids of the protocols that are ranked. */
  readonly feasible?: readonly string[];
  /** Share of the traffic that a change saves; absent where it cannot be estimated. */
  readonly saving?: number;
}

/** `undefined` is unknown. */
export type Truth = boolean | undefined;

const TESTS: Tests<Facts> = {
  answer: (question, test) => {
    const passes = answerTest(test);
    return testOf(({ answers }) => passes(answers[question]));
  },
  first: (wanted) => testOf(({ first }) => overlaps(wanted, first)),
  feasible: (wanted) => testOf(({ feasible }) => overlaps(wanted, feasible)),
  saving: (range) => testOf(({ saving }) => (saving === undefined ? undefined : isWithin(range, saving))),
};

function testOf(test: (facts: Facts) => Truth): Compiled<Facts> {
  return { isTrue: (facts) => test(facts) === true, isFalse: (facts) => test(facts) === false };
}

/** The conditions of a rule set are objects that never change, so that each is compiled once. */
const known = new WeakMap<Condition, Compiled<Facts>>();
const mentioned = new WeakMap<Condition, ReadonlySet<string>>();

function compiled(condition: Condition): Compiled<Facts> {
  const found = known.get(condition);
  if (found) return found;
  const made = compile(condition, TESTS);
  known.set(condition, made);
  return made;
}

/** Whether a condition holds: `undefined` when that depends on what is unknown. An empty condition holds. */
export function evaluate(condition: Condition, facts: Facts): Truth {
  const { isTrue, isFalse } = compiled(condition);
  return isTrue(facts) ? true : isFalse(facts) ? false : undefined;
}

/** Whether a condition surely holds; an absent condition does. */
export function holds(condition: Condition | undefined, facts: Facts): boolean {
  return condition === undefined || compiled(condition).isTrue(facts);
}

const NONE: ReadonlySet<string> = new Set();

/** Ids of the questions that a condition looks at, anywhere in it. */
export function mentionedQuestions(condition: Condition | undefined): ReadonlySet<string> {
  if (condition === undefined) return NONE;
  const found = mentioned.get(condition);
  if (found) return found;
  const made = questionsIn(condition);
  mentioned.set(condition, made);
  return made;
}

function questionsIn({ all = [], any = [], not, count, answers = {} }: Condition): Set<string> {
  const inner = [...all, ...any, ...(not ? [not] : []), ...(count?.of ?? [])];
  return new Set([...Object.keys(answers), ...inner.flatMap((part) => [...questionsIn(part)])]);
}

/** Tests one answer; `undefined` stands for an open question. */
function answerTest(test: AnswerTest): (answer: AnswerValue | undefined) => Truth {
  if ('given' in test) return (answer) => test.given === (answer !== undefined);
  const isOrUnknown = 'orUnknown' in test;
  const passes = valueTest(isOrUnknown ? test.orUnknown : test);
  const ofUnknown = isOrUnknown ? true : undefined;
  return (answer) => (answer === undefined ? ofUnknown : passes(answer));
}

/** Whether an answer passes; one of several values is enough. */
function valueTest(test: ValueTest): (answer: AnswerValue) => boolean {
  if (!('is' in test)) return (answer) => typeof answer === 'number' && isWithin(test, answer);
  const { is } = test;
  return (answer) => {
    if (typeof answer === 'object') return answer.some((one) => is.includes(one));
    return typeof answer !== 'number' && is.includes(answer);
  };
}

function isWithin(range: NumberRange, x: number): boolean {
  return x >= (range.from ?? Number.NEGATIVE_INFINITY) && x < (range.below ?? Number.POSITIVE_INFINITY);
}

function overlaps(wanted: readonly string[], present: readonly string[] | undefined): Truth {
  if (present === undefined) return undefined;
  for (const id of wanted) if (present.includes(id)) return true;
  return false;
}
