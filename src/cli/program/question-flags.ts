import type { AnswerProblem } from '../../core/answers.ts';
import type { Question, Rules } from '../../core/model.ts';
import { answerProblemInWords } from '../../phrases/messages.ts';
import { usageFailure } from '../errors.ts';
import type { Flag } from './flags.ts';

/** Commander's options by their camel-cased names, as they come. */
export type OptionValues = Readonly<Record<string, unknown>>;

/** The heading over the flags of the questions in the help; other flags of the same name stand under others. */
export const ANSWERS_GROUP = 'Answers:';

/** The flags of these questions. Values stay text here; `checkAnswers` judges them. */
export function questionFlags(questions: readonly Question[]): Flag[] {
  return questions.map((question) => ({ ...flagOf(question), group: ANSWERS_GROUP }));
}

function flagOf({ id, kind, asks, unit, options }: Question): Flag {
  const flag = `--${id}`;
  const values = () => options.map(({ value }) => String(value)).join(', ');
  switch (kind) {
    case 'boolean':
      return { form: `${flag} [yes|no]`, says: asks, negation: `--no-${id}` };
    case 'number':
      return { form: `${flag} <number>`, says: unit ? `${asks} [${unit}]` : asks };
    case 'choice':
      return { form: `${flag} <value>`, says: `${asks} One of ${values()}` };
    case 'choices':
      return {
        form: `${flag} <values>`,
        says: `${asks} Some of ${values()}, with commas between`,
        gathers: 'lists',
      };
  }
}

/** The questions that were answered by flags, in their own types, still unchecked. */
export function readQuestionFlags(rules: Rules, values: OptionValues): Record<string, unknown> {
  const raw: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const question of rules.questions) {
    const value = values[camelCase(question.id)];
    if (value === undefined) continue;
    const typed = question.kind === 'number' ? toNumber(String(value)) : value;
    if (typed === undefined)
      problems.push(
        `Expected a number${question.unit ? ` (${question.unit}, without the unit)` : ''} after --${question.id}, got "${value}".`,
      );
    else raw[question.id] = typed;
  }
  if (problems.length > 0) throw usageFailure(problems);
  return raw;
}

/** A plain decimal number, or `undefined`: "500ms", "0x10" and "" are not guessed at. */
export function toNumber(text: string): number | undefined {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}

function camelCase(id: string): string {
  return id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** Says the problem of an answer with the flag that gave it. */
export function flagProblem(problem: AnswerProblem): string {
  return answerProblemInWords(problem, (question) => `--${question}`);
}

/** The whole number after a flag, both bounds included; `absent` where the flag is not given. */
export function readWholeNumber(
  options: OptionValues,
  flag: string,
  { absent, least, most }: { readonly absent: number; readonly least: number; readonly most: number },
): number {
  const text = options[flag];
  if (text === undefined) return absent;
  const value = toNumber(String(text));
  if (value !== undefined && Number.isInteger(value) && value >= least && value <= most) return value;
  throw usageFailure([`Expected a whole number from ${least} to ${most} after --${flag}, got "${text}".`]);
}
