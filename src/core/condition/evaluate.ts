import type { Answers, AnswerTest, AnswerValue, Condition, NumberRange } from '../model.ts';

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

/** Three-valued truth after Kleene: `undefined` is unknown. */
type Truth = boolean | undefined;

/**
 * Whether a condition holds. Unknown spreads as in Kleene's logic: `not unknown` is unknown, `false and unknown` is
 * false, `true or unknown` is true. An empty condition holds.
 */
export function evaluate(condition: Condition, facts: Facts): Truth {
  const { all = [], any, not, count, answers, first, feasible, saving } = condition;
  let truth: Truth = true;
  for (const question in answers) {
    const test = answers[question];
    if (test) truth = and(truth, testAnswer(test, facts.answers[question]));
    // Most conditions fail here: nothing else can make up for it.
    if (truth === false) return false;
  }
  if (first) truth = and(truth, overlap(first, facts.first));
  if (feasible) truth = and(truth, overlap(feasible, facts.feasible));
  if (saving) truth = and(truth, facts.saving === undefined ? undefined : within(saving, facts.saving));
  for (const part of all) truth = truth === false ? false : and(truth, evaluate(part, facts));
  if (truth === false) return false;
  if (any) truth = and(truth, some(any, facts));
  if (not) truth = and(truth, negate(evaluate(not, facts)));
  if (count) truth = and(truth, atLeast(count.atLeast, count.of, facts));
  return truth;
}

/** Whether a condition surely holds; an absent condition does. */
export function holds(condition: Condition | undefined, facts: Facts): boolean {
  return condition === undefined || evaluate(condition, facts) === true;
}

/** Ids of the questions that a condition looks at, anywhere in it. */
export function mentionedQuestions(condition: Condition | undefined): Set<string> {
  if (condition === undefined) return new Set();
  const { all = [], any = [], not, count, answers = {} } = condition;
  const inner = [...all, ...any, ...(not ? [not] : []), ...(count?.of ?? [])];
  return new Set([...Object.keys(answers), ...inner.flatMap((part) => [...mentionedQuestions(part)])]);
}

function testAnswer(test: AnswerTest, answer: AnswerValue | undefined): Truth {
  if ('given' in test) return test.given === (answer !== undefined);
  if ('orUnknown' in test) return answer === undefined ? true : testAnswer(test.orUnknown, answer);
  if (answer === undefined) return undefined;
  if ('is' in test) {
    const given: readonly AnswerValue[] = typeof answer === 'object' ? answer : [answer];
    return test.is.some((wanted) => given.includes(wanted));
  }
  return typeof answer === 'number' && within(test, answer);
}

function within(range: NumberRange, x: number): boolean {
  return x >= (range.from ?? Number.NEGATIVE_INFINITY) && x < (range.below ?? Number.POSITIVE_INFINITY);
}

function overlap(wanted: readonly string[], present: readonly string[] | undefined): Truth {
  return present === undefined ? undefined : wanted.some((id) => present.includes(id));
}

function negate(truth: Truth): Truth {
  return truth === undefined ? undefined : !truth;
}

function and(a: Truth, b: Truth): Truth {
  if (a === false || b === false) return false;
  return a === undefined ? undefined : b;
}

function some(parts: readonly Condition[], facts: Facts): Truth {
  let result: Truth = false;
  for (const part of parts) {
    const truth = evaluate(part, facts);
    if (truth === true) return true;
    if (truth === undefined) result = undefined;
  }
  return result;
}

function atLeast(wanted: number, parts: readonly Condition[], facts: Facts): Truth {
  let certain = 0;
  let possible = 0;
  for (const part of parts) {
    const truth = evaluate(part, facts);
    if (truth === true) certain++;
    if (truth !== false) possible++;
  }
  if (certain >= wanted) return true;
  return possible >= wanted ? undefined : false;
}
