import { didYouMean } from '../text/did-you-mean.ts';
import type { Answers, AnswerValue, Option, Question } from './model.ts';

/** The word for an empty list of choices, where a question takes one. */
export const NONE = 'none';

/** What is wrong with one answer. `path` leads to it within the answers: a question id, then an index. */
export interface AnswerProblem {
  readonly code: 'not-a-map' | 'unknown-question' | 'wrong-type' | 'unknown-value' | 'out-of-range' | 'empty';
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What `checkAnswers` makes of unchecked data: it may hold both good answers and problems. */
export interface CheckedAnswers {
  /** The good ones, in the order of the questions, values in their plain form. */
  readonly answers: Answers;
  readonly problems: readonly AnswerProblem[];
}

/**
 * Turns unchecked data into answers, and reports every problem rather than the first.
 * A `null` value means "not sure": the question stays unanswered. `yes` and `no` stand for true and false, because
 * YAML 1.2 reads them as text. Several answers may be given as one, and come back as a list without repeats.
 */
export function checkAnswers(questions: readonly Question[], raw: unknown): CheckedAnswers {
  if (raw === null || raw === undefined) return { answers: {}, problems: [] };
  if (typeof raw !== 'object' || Array.isArray(raw)) {
    return {
      answers: {},
      problems: [{ code: 'not-a-map', path: [], message: 'Expected a map of answers, such as "direction: both".' }],
    };
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
  // Looked for only where there is one: most answers hold none.
  if (knownCount < given.size) problems.unshift(...unknownQuestions(questions, [...given.keys()]));
  return { answers, problems };
}

function unknownQuestions(questions: readonly Question[], keys: readonly string[]): AnswerProblem[] {
  const ids = questions.map((question) => question.id);
  return keys
    .filter((key) => !ids.includes(key))
    .map((key) => ({
      code: 'unknown-question',
      path: [key],
      message: `Unknown question ${show(key)}.${didYouMean(key, ids)}`,
    }));
}

type Checked = { readonly value: AnswerValue } | AnswerProblem[];

function checkValue(question: Question, value: unknown): Checked {
  if (question.kind === 'boolean') return checkBoolean(question, value);
  if (question.kind === 'number') return checkNumber(question, value);
  if (question.kind === 'choices') return checkChoices(question, value);
  const problem = checkChoice(question, value, [question.id]);
  return problem ? [problem] : { value: String(value) };
}

function checkBoolean(question: Question, value: unknown): Checked {
  if (value === true || value === 'yes' || value === 'true') return { value: true };
  if (value === false || value === 'no' || value === 'false') return { value: false };
  return [
    { code: 'wrong-type', path: [question.id], message: `Expected yes or no for ${question.id}, got ${show(value)}.` },
  ];
}

function checkNumber(question: Question, value: unknown): Checked {
  const unit = question.unit ? ` (${question.unit})` : '';
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    return [
      {
        code: 'wrong-type',
        path: [question.id],
        message: `Expected a number${unit} for ${question.id}, got ${show(value)}.`,
      },
    ];
  }
  const low = question.above !== undefined && value <= question.above;
  const lower = question.atLeast !== undefined && value < question.atLeast;
  if (!low && !lower) return { value };
  const bound = question.above !== undefined ? `above ${question.above}` : `of at least ${question.atLeast}`;
  return [
    {
      code: 'out-of-range',
      path: [question.id],
      message: `Expected a number${unit} ${bound} for ${question.id}, got ${value}.`,
    },
  ];
}

function checkChoices(question: Question, value: unknown): Checked {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (question.noneLabel !== undefined && values.every((one) => one === NONE)) return { value: [] };
  if (values.length === 0) {
    const message = `Expected at least one of ${optionIds(question).join(', ')} for ${question.id}.`;
    return [{ code: 'empty', path: [question.id], message }];
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
  const ids = optionIds(question);
  if (typeof value === 'string' && ids.includes(value)) return undefined;
  const suggestion = typeof value === 'string' ? didYouMean(value, ids) : '';
  return {
    code: 'unknown-value',
    path,
    message: `Unknown value ${show(value)} for ${question.id}. Expected ${ids.join(', ')}.${suggestion}`,
  };
}

const knownOptionIds = new WeakMap<Question, readonly string[]>();

/** Made once for each `Question` object: whoever checks a million answers asks a million times. */
function optionIds(question: Question): readonly string[] {
  const known = knownOptionIds.get(question);
  if (known) return known;
  const ids = question.options.map((option) => String(option.value));
  knownOptionIds.set(question, ids);
  return ids;
}

/** As JSON, cut short, and without anything that could steer a terminal. */
function show(value: unknown): string {
  // JSON has no word for a number beyond its range.
  const plain = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  const text = plain.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** The options that an answer stands for: one, several of a multiple choice, or the band that holds a number. */
export function chosenOptions(question: Question, answer: AnswerValue): readonly Option[] {
  if (typeof answer === 'object') return question.options.filter((option) => answer.includes(String(option.value)));
  if (typeof answer !== 'number') return question.options.filter((option) => option.value === answer);
  const band = question.options.findLast((option) => option.from === undefined || answer >= option.from);
  return band ? [band] : [];
}
