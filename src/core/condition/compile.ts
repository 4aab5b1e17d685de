/**
 * Compiles conditions into functions with Kleene's three-valued logic: `undefined` is unknown. `not unknown` is unknown,
 * `false and unknown` is false, `true or unknown` is true. What the functions look at is given by {@link Tests}.
 */
import type { AnswerTest, Condition, NumberRange } from './condition.ts';

export type Truth = boolean | undefined;

export type Compiled<Facts> = (facts: Facts) => Truth;

/** Conditions that are the same for all facts. The compiler compares with them and leaves out what they decide. */
const ALWAYS: Compiled<unknown> = () => true;
const NEVER: Compiled<unknown> = () => false;
const UNKNOWN: Compiled<unknown> = () => undefined;

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
  return every([
    ...Object.entries(answers).map(([question, test]) => tests.answer(question, test)),
    ...(first ? [tests.first(first)] : []),
    ...(feasible ? [tests.feasible(feasible)] : []),
    ...(saving ? [tests.saving(saving)] : []),
    ...inner(all),
    ...(any ? [some(inner(any))] : []),
    ...(not ? [negate(compile(not, tests))] : []),
    ...(count ? [atLeast(count.atLeast, inner(count.of))] : []),
  ]);
}

function every<Facts>(all: readonly Compiled<Facts>[]): Compiled<Facts> {
  return decidedBy(false, NEVER, ALWAYS, all);
}

function some<Facts>(all: readonly Compiled<Facts>[]): Compiled<Facts> {
  return decidedBy(true, ALWAYS, NEVER, all);
}

/**
 * One part with this truth decides; without any, an unknown one makes the whole unknown.
 *
 * @param decisive the condition that always has this truth
 * @param neutral the one that always has the other
 */
function decidedBy<Facts>(
  decides: boolean,
  decisive: Compiled<unknown>,
  neutral: Compiled<unknown>,
  all: readonly Compiled<Facts>[],
): Compiled<Facts> {
  if (all.includes(decisive)) return decisive;
  const parts = all.filter((part) => part !== neutral);
  const [only] = parts;
  if (only === undefined) return neutral;
  if (parts.length === 1) return only;
  return (facts) => {
    let result: Truth = !decides;
    for (const part of parts) {
      const truth = part(facts);
      if (truth === decides) return decides;
      if (truth === undefined) result = undefined;
    }
    return result;
  };
}

function negate<Facts>(part: Compiled<Facts>): Compiled<Facts> {
  if (part === ALWAYS) return NEVER;
  if (part === NEVER) return ALWAYS;
  if (part === UNKNOWN) return UNKNOWN;
  return (facts) => {
    const truth = part(facts);
    return truth === undefined ? undefined : !truth;
  };
}

function atLeast<Facts>(wanted: number, parts: readonly Compiled<Facts>[]): Compiled<Facts> {
  const sure = parts.filter((part) => part === ALWAYS).length;
  const open = parts.filter((part) => part !== ALWAYS && part !== NEVER);
  if (sure >= wanted) return ALWAYS;
  if (sure + open.length < wanted) return NEVER;
  return (facts) => {
    let certain = sure;
    let possible = sure;
    for (const part of open) {
      const truth = part(facts);
      if (truth === true) certain++;
      if (truth !== false) possible++;
    }
    if (certain >= wanted) return true;
    return possible >= wanted ? undefined : false;
  };
}
