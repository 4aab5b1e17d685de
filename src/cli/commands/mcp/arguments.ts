/** The arguments that every tool takes, and how arguments become a request or sentences about what is wrong. */
import { z } from 'zod';
import type { Preset, Rules } from '../../../core/model.ts';
import type { Input } from '../../../core/overrides.ts';
import { briefAnswersForm } from '../../../documents/answers-form.ts';
import { readAnswers } from '../../../documents/read-answers.ts';
import { expectedNames } from '../../../text/did-you-mean.ts';
import { isMap } from '../../../text/lists.ts';
import { quote } from '../../../text/printable.ts';
import { show, valueProblem } from '../../../yaml/form-messages.ts';

/** The tool whose JSON Schema lists the questions. */
export const LISTING_TOOL = 'recommend';

const ANSWERS = 'answers';
const PRESET = 'preset';

const commonForm = z.object({
  core: z.boolean().describe('Rank the core protocols alone. Default: false.').exactOptional(),
  detail: z.enum(['brief', 'full']).describe('brief (default): under 4 kB; full: all figures.').exactOptional(),
});

/** @param listsQuestions whether the form of the answers has a field for each question */
export function commonFields(rules: Rules, listsQuestions: boolean) {
  const answers = listsQuestions
    ? briefAnswersForm(rules)
    : z
        .looseObject({})
        .describe(`Question id to answer; keys and values as under "${ANSWERS}" of the tool ${LISTING_TOOL}.`);
  return {
    [ANSWERS]: answers.exactOptional(),
    [PRESET]: z
      .enum(rules.presets.map(({ id }) => id))
      .describe('A use case, which gives typical answers; single answers override them.')
      .exactOptional(),
    ...commonForm.shape,
  };
}

/** The arguments as a map; reports those that the tool does not have. */
export function unknownFields(
  given: unknown,
  known: readonly string[],
  rules: Rules,
  problems: string[],
): Readonly<Record<string, unknown>> {
  const args = given ?? {};
  if (!isMap(args)) {
    problems.push(`Expected an object of arguments, got ${show(args)}.`);
    return {};
  }
  for (const key of Object.keys(args).filter((name) => !known.includes(name))) {
    const isAnswer = ['weight', 'must', ...rules.questions.map(({ id }) => id)].includes(key);
    const hint = isAnswer ? ` Put it under "${ANSWERS}".` : expectedNames(key, known);
    problems.push(`Unknown argument ${quote(key)}.${hint}`);
  }
  return args;
}

/** What the form makes of the arguments that it knows; `undefined` when one of them does not fit. */
export function readFields<Form extends z.ZodObject>(
  form: Form,
  args: Readonly<Record<string, unknown>>,
  problems: string[],
): z.output<Form> | undefined {
  const parsed = form.safeParse(args);
  if (parsed.success) return parsed.data;
  problems.push(...issuesInWords(parsed.error, args));
  return undefined;
}

/** A sentence for each thing that does not fit, with its place. */
export function issuesInWords({ issues }: z.core.$ZodError, given: unknown): string[] {
  // Of several issues with one value, the last check is the narrowest.
  const byPlace = new Map(issues.map((issue) => [issue.path.join('.'), issue]));
  return [...byPlace].map(([place, issue]) => {
    const value = issue.path.reduce(partOf, given);
    const says = valueProblem(issue, value);
    return value === undefined ? `Missing "${place}". ${says.replace(/, got nothing\.$/, '.')}` : `${place}: ${says}`;
  });
}

function partOf(whole: unknown, key: PropertyKey): unknown {
  if (Array.isArray(whole)) return whole[Number(key)];
  return isMap(whole) ? whole[String(key)] : undefined;
}

/** The arguments that every tool takes. */
export function readCommon(rules: Rules, args: Readonly<Record<string, unknown>>, problems: string[]) {
  const read = readFields(commonForm, args, problems);
  const preset = readPreset(rules, args[PRESET], problems);
  const given = args[ANSWERS] ?? {};
  if (!isMap(given)) {
    const hint = typeof given === 'string' ? ' Pass an object, not JSON as text.' : '';
    problems.push(`${ANSWERS}: Expected an object from question to answer, got ${show(given)}.${hint}`);
    return undefined;
  }
  const input = readInput(rules, given, preset, problems);
  const unsure = Object.keys(given).filter((key) => given[key] === null);
  return read && { input, unsure, core: read.core ?? false, isFull: read.detail === 'full' };
}

function readPreset({ presets }: Rules, id: unknown, problems: string[]): Preset | undefined {
  if (id === undefined || id === null) return undefined;
  const preset = presets.find((one) => one.id === id);
  const ids = presets.map((one) => one.id);
  if (!preset) problems.push(`Unknown preset ${quote(id)}.${expectedNames(String(id), ids)}`);
  return preset;
}

function readInput(rules: Rules, given: object, preset: Preset | undefined, problems: string[]): Input {
  const ids = rules.questions.map(({ id }) => id);
  const under = { ...rules.defaults, ...preset?.answers };
  const { answers, overrides } = readAnswers(rules, { ...under, ...given }, (path, part, message) => {
    const name = String(path[0] ?? '');
    const isQuestion = part === 'key' && path.length === 1;
    if (isQuestion && name === PRESET)
      problems.push(`${ANSWERS}.${PRESET}: "${PRESET}" is an argument of its own, not a key of "${ANSWERS}".`);
    // A name that is near to none: the agent needs all of them.
    else if (isQuestion) problems.push(`${ANSWERS}: Unknown question ${quote(name)}.${expectedNames(name, ids)}`);
    else problems.push(`${[ANSWERS, ...path].join('.')}: ${message}`);
  });
  return { answers, overrides, ...(preset && { preset: { id: preset.id, title: preset.title } }) };
}
