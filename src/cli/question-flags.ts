import { Option } from 'commander';
import type { AnswerProblem } from '../core/answers.ts';
import type { Question, Rules } from '../core/model.ts';
import { usageFailure } from './failure.ts';

/** Commander's options by their camel-cased names, as they come. */
export type OptionValues = Readonly<Record<string, unknown>>;

/** The heading over the flags of the questions in the help; other flags of the same name stand under others. */
export const ANSWERS_GROUP = 'Answers:';

/** The flags of these questions. Values stay text here; `checkAnswers` judges them. */
export function questionOptions(questions: readonly Question[]): Option[] {
  return questions.flatMap((question) => flagsOf(question).map((option) => option.helpGroup(ANSWERS_GROUP)));
}

/**
 * The questions whose flags a command line needs: those that it names, or all of them where it has a flag that is
 * neither theirs nor one of `others`, since help and suggestions look at all. Declaring a flag takes its time.
 */
export function questionsNamed(
  questions: readonly Question[],
  argv: readonly string[],
  others: readonly Option[],
): readonly Question[] {
  const flags = argv.filter((word) => word.startsWith('-')).map((word) => word.split('=')[0] ?? '');
  const isNamed = ({ id }: Question) => flags.includes(`--${id}`) || flags.includes(`--no-${id}`);
  const named = questions.filter(isNamed);
  const isKnown = (flag: string) =>
    others.some(({ long, short }) => flag === long || flag === short) ||
    named.some(({ id }) => flag === `--${id}` || flag === `--no-${id}`);
  return flags.every(isKnown) ? named : questions;
}

function flagsOf(question: Question): Option[] {
  const flag = `--${question.id}`;
  const values = question.options.map(({ value }) => String(value)).join(', ');
  switch (question.kind) {
    case 'boolean':
      return [new Option(`${flag} [yes|no]`, question.asks), new Option(`--no-${question.id}`).hideHelp()];
    case 'number':
      return [new Option(`${flag} <number>`, question.unit ? `${question.asks} [${question.unit}]` : question.asks)];
    case 'choice':
      return [new Option(`${flag} <value>`, `${question.asks} One of ${values}`)];
    case 'choices':
      return [
        new Option(`${flag} <values>`, `${question.asks} Some of ${values}, with commas between`).argParser(
          (text: string, earlier: readonly string[] = []) => [
            ...earlier,
            ...text.split(',').map((part) => part.trim()),
          ],
        ),
      ];
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
export function flagProblem({ path, message }: AnswerProblem): string {
  return path.length === 0 ? message : message.replace(` for ${path[0]}`, ` for --${path[0]}`);
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
