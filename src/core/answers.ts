import { parseQuantity } from '../text/quantity.ts';
import type { Answers, AnswerValue, Option, Question, Rules } from './model.ts';

/** The word for an empty list of choices, where a question takes one. */
export const NONE = 'none';

/**
 * A problem of one answer, without words: phrases/messages.ts has them. `path` leads to the place within the answers: a
 * question id, then an index.
 */
export type AnswerProblem = { readonly path: readonly (string | number)[] } & (
  | { readonly code: 'not-a-map'; readonly args: Readonly<Record<string, never>> }
  | { readonly code: 'unknown-question'; readonly args: Named }
  | {
      readonly code: 'wrong-type';
      readonly args: {
        readonly question: string;
        readonly expected: 'boolean' | 'number';
        readonly unit: string | undefined;
        readonly got: unknown;
      };
    }
  | {
      readonly code: 'out-of-range';
      readonly args: Pick<Question, 'unit' | 'above' | 'atLeast'> & { readonly question: string; readonly got: number };
    }
  | { readonly code: 'empty'; readonly args: Named }
  | { readonly code: 'unknown-value'; readonly args: Named & { readonly got: unknown; readonly takesSeveral: boolean } }
);

interface Named {
  readonly question: string;
  /** The ids that would be right. */
  readonly known: readonly string[];
}

/** The result of `checkAnswers`: valid answers, and the problems of the others. */
export interface CheckedAnswers {
  /** In the order of the questions, values in their plain form. */
  readonly answers: Answers;
  readonly problems: readonly AnswerProblem[];
}

/**
 * Turns unchecked data into answers, and reports every problem. A `null` value means "not sure": the question stays
 * unanswered. `yes` and `no` mean true and false, because YAML 1.2 reads them as text. A number may be a text with a unit,
 * such as `30s`; the answer is in the unit of the question. A question that takes several answers accepts one value, and
 * gives a list without repeats.
 */
export function checkAnswers(questions: readonly Question[], raw: unknown): CheckedAnswers {
  if (raw === null || raw === undefined) return { answers: {}, problems: [] };
  if (typeof raw !== 'object' || Array.isArray(raw)) {
    return { answers: {}, problems: [{ code: 'not-a-map', path: [], args: {} }] };
  }
  const given = new Map<string, unknown>(Object.entries(raw));
  const problems: AnswerProblem[] = [];
  const answers: Record<string, AnswerValue> = {};
  let knownCount = 0;
  for (const question of questions) {
    const value = given.get(question.id);
    if (value === undefined && !given.has(question.id)) continue;
    knownCount++;
    if (value === undefined || value === null) continue;
    const checked = checkValue(question, value);
    if (Array.isArray(checked)) problems.push(...checked);
    else answers[question.id] = checked.value;
  }
  // Searched only if there is one, for speed.
  if (knownCount < given.size) problems.unshift(...unknownQuestions(questions, [...given.keys()]));
  return { answers, problems };
}

function unknownQuestions(questions: readonly Question[], keys: readonly string[]): AnswerProblem[] {
  const known = questions.map(({ id }) => id);
  return keys
    .filter((key) => !known.includes(key))
    .map((key) => ({ code: 'unknown-question', path: [key], args: { question: key, known } }));
}

type Checked = { readonly value: AnswerValue } | AnswerProblem[];

function checkValue(question: Question, value: unknown): Checked {
  if (question.kind === 'boolean') return checkBoolean(question, value);
  if (question.kind === 'number') return checkNumber(question, value);
  if (question.kind === 'choices') return checkChoices(question, value);
  const problem = checkChoice(question, value, [question.id]);
  return problem ? [problem] : { value: String(value) };
}

function checkBoolean({ id }: Question, value: unknown): Checked {
  if (value === true || value === 'yes' || value === 'true') return { value: true };
  if (value === false || value === 'no' || value === 'false') return { value: false };
  const args = { question: id, expected: 'boolean', unit: undefined, got: value } as const;
  return [{ code: 'wrong-type', path: [id], args }];
}

function checkNumber({ id, unit, above, atLeast }: Question, given: unknown): Checked {
  const value = typeof given === 'string' ? parseQuantity(given, unit) : given;
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    return [{ code: 'wrong-type', path: [id], args: { question: id, expected: 'number', unit, got: given } }];
  }
  const isLow = (above !== undefined && value <= above) || (atLeast !== undefined && value < atLeast);
  if (!isLow) return { value };
  const bounds = {
    ...(unit !== undefined && { unit }),
    ...(above !== undefined && { above }),
    ...(atLeast !== undefined && { atLeast }),
  };
  return [{ code: 'out-of-range', path: [id], args: { question: id, ...bounds, got: value } }];
}

function checkChoices(question: Question, value: unknown): Checked {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (question.noneLabel !== undefined && values.every((one) => one === NONE)) return { value: [] };
  if (values.length === 0) {
    return [{ code: 'empty', path: [question.id], args: { question: question.id, known: optionIds(question) } }];
  }
  const problems = values.flatMap(
    (one, index) => checkChoice(question, one, Array.isArray(value) ? [question.id, index] : [question.id]) ?? [],
  );
  return problems.length > 0 ? problems : { value: optionIds(question).filter((id) => values.includes(id)) };
}

function checkChoice(
  question: Question,
  value: unknown,
  path: readonly (string | number)[],
): AnswerProblem | undefined {
  const known = optionIds(question);
  if (typeof value === 'string' && known.includes(value)) return undefined;
  return {
    code: 'unknown-value',
    path,
    args: { question: question.id, known, got: value, takesSeveral: question.kind === 'choices' },
  };
}

const knownOptionIds = new WeakMap<Question, readonly string[]>();

/** Cached per question; batch calls this for every answer. */
function optionIds(question: Question): readonly string[] {
  const known = knownOptionIds.get(question);
  if (known) return known;
  const ids = question.options.map((option) => String(option.value));
  knownOptionIds.set(question, ids);
  return ids;
}

const unanswered = new WeakMap<readonly Question[], Readonly<Record<string, undefined>>>();

/**
 * A copy of the answers, with a key for each question in their order: engines look faster into objects with the same
 * keys, and a decision looks thousands of times.
 */
export function withEveryKey({ questions }: Pick<Rules, 'questions'>, answers: Answers): Record<string, AnswerValue> {
  let none = unanswered.get(questions);
  if (none === undefined) {
    none = Object.fromEntries(questions.map(({ id }) => [id, undefined]));
    unanswered.set(questions, none);
  }
  // An open question is `undefined`, as where there is no key.
  return { ...none, ...answers } as Record<string, AnswerValue>;
}

/** The options that an answer selects: one, several of a multiple choice, or the band that contains a number. */
export function chosenOptions(question: Question, answer: AnswerValue): readonly Option[] {
  if (typeof answer === 'object') return question.options.filter((option) => answer.includes(String(option.value)));
  if (typeof answer !== 'number') return question.options.filter((option) => option.value === answer);
  const band = question.options.findLast((option) => option.from === undefined || answer >= option.from);
  return band ? [band] : [];
}
