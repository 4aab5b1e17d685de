/** Which numbers a condition accepts: `from` included, `below` not. */
export interface NumberRange {
  readonly from?: number;
  readonly below?: number;
}

/** The answers that pass: one of several values, or the numbers of a range. */
export type ValueTest = { readonly is: readonly (string | boolean)[] } | NumberRange;

/**
 * What a condition asks of one answer. A test of values is unknown while the question is unanswered; `orUnknown` is then
 * true. `given` tests only whether there is an answer.
 */
export type AnswerTest = ValueTest | { readonly orUnknown: ValueTest } | { readonly given: boolean };

/**
 * A statement over answers, and over the ranking where one exists. Its parts must all hold.
 * Three-valued (Kleene): what rests on an unanswered question is unknown, and unknown never triggers anything.
 */
export interface Condition {
  readonly all?: readonly Condition[];
  readonly any?: readonly Condition[];
  readonly not?: Condition;
  readonly count?: { readonly atLeast: number; readonly of: readonly Condition[] };
  /** By question id; a question with several answers passes when one of them does. */
  readonly answers?: Readonly<Record<string, AnswerTest>>;
  /** One of these protocols ranks first, alone or tied. */
  readonly first?: readonly string[];
  /** One of these protocols is feasible and ranked. */
  readonly feasible?: readonly string[];
  /** The estimated share of traffic that the change saves (negative: it costs). */
  readonly saving?: NumberRange;
}
