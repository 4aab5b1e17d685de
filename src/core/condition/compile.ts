/**
 * Compiles conditions into functions with Kleene's three-valued logic: `not unknown` is unknown, `false and unknown` is
 * false, `true or unknown` is true. A condition becomes two functions, for most callers only ask whether it surely holds,
 * and what is unknown then decides as soon as it is met. What the functions look at is given by {@link Tests}.
 */
import type { AnswerTest, Condition, NumberRange } from './condition.ts';

/** Where neither holds, the condition is unknown. */
export interface Compiled<Facts> {
  readonly isTrue: (facts: Facts) => boolean;
  readonly isFalse: (facts: Facts) => boolean;
}

/** How the parts of a condition are tested that are no combinations of others. */
export interface Tests<Facts> {
  readonly answer: (question: string, test: AnswerTest) => Compiled<Facts>;
  readonly first: (protocols: readonly string[]) => Compiled<Facts>;
  readonly feasible: (protocols: readonly string[]) => Compiled<Facts>;
  readonly saving: (range: NumberRange) => Compiled<Facts>;
}

/** A condition holds when all of its parts hold; an empty one always holds. */
export function compile<Facts>(condition: Condition, tests: Tests<Facts>): Compiled<Facts> {
  const { all = [], any, not, count, answers = {}, first, feasible, saving } = condition;
  const inner = (parts: readonly Condition[]) => parts.map((part) => compile(part, tests));
  // What most rankings do not pass comes first.
  return every([
    ...(first ? [tests.first(first)] : []),
    ...(feasible ? [tests.feasible(feasible)] : []),
    ...(saving ? [tests.saving(saving)] : []),
    ...Object.entries(answers).map(([question, test]) => tests.answer(question, test)),
    ...inner(all),
    ...(any ? [negate(every(inner(any).map(negate)))] : []),
    ...(not ? [negate(compile(not, tests))] : []),
    ...(count ? [atLeast(count.atLeast, inner(count.of))] : []),
  ]);
}

function every<Facts>(parts: readonly Compiled<Facts>[]): Compiled<Facts> {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  return {
    isTrue: all(parts.map(({ isTrue }) => isTrue)),
    isFalse: any(parts.map(({ isFalse }) => isFalse)),
  };
}

function all<Facts>(tests: readonly ((facts: Facts) => boolean)[]): (facts: Facts) => boolean {
  return (facts) => {
    for (const test of tests) if (!test(facts)) return false;
    return true;
  };
}

function any<Facts>(tests: readonly ((facts: Facts) => boolean)[]): (facts: Facts) => boolean {
  return (facts) => {
    for (const test of tests) if (test(facts)) return true;
    return false;
  };
}

function negate<Facts>({ isTrue, isFalse }: Compiled<Facts>): Compiled<Facts> {
  return { isTrue: isFalse, isFalse: isTrue };
}

function atLeast<Facts>(wanted: number, parts: readonly Compiled<Facts>[]): Compiled<Facts> {
  const { length } = parts;
  return {
    isTrue: (facts) => parts.filter(({ isTrue }) => isTrue(facts)).length >= wanted,
    isFalse: (facts) => length - parts.filter(({ isFalse }) => isFalse(facts)).length < wanted,
  };
}
