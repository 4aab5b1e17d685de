import { type AnswerProblem, checkAnswers } from '../../core/answers.ts';
import type { Overrides } from '../../core/decision.ts';
import type { Answers, Grade, Preset, Rules } from '../../core/model.ts';
import { asGrade, criterionId, GREATEST_WEIGHT, type Input, isWeight, mergeOverrides } from '../../core/overrides.ts';
import { answerProblemInWords } from '../../phrases/messages.ts';
import { expectedNames } from '../../text/did-you-mean.ts';
import { splitOnce } from '../../text/lists.ts';
import { usageFailure } from '../errors.ts';
import type { Io } from '../io.ts';
import { toNumber } from '../options/flags.ts';
import type { AnswerOptions } from '../options/options.ts';
import type { CollectedInput } from './collected-input.ts';

const NOTHING: Input = { answers: {}, overrides: undefined };

/**
 * Merges the sources of answers. Flags override the answers file, which overrides the preset, then `base`, then the project.
 *
 * @param base what was answered before
 */
export async function collectInput(
  rules: Rules,
  options: AnswerOptions,
  io: Io,
  base = NOTHING,
): Promise<CollectedInput> {
  const flags = checkAnswers(rules.questions, options.given);
  if (flags.problems.length > 0) throw usageFailure(flags.problems.map(flagProblem));
  const preset = findPreset(rules, options.preset);
  const file = await fileInput(rules, options.answers, io);
  const given = { ...base.answers, ...preset?.answers, ...file.answers, ...flags.answers };
  const answers = inQuestionOrder(rules, { ...rules.defaults, ...given });
  return {
    answers,
    core: options.core || file.core,
    overrides: mergeOverrides(mergeOverrides(base.overrides, file.overrides), flagOverrides(rules, options)),
    ...(preset && { preset: { id: preset.id, title: preset.title } }),
  };
}

function findPreset(rules: Rules, id: string | undefined): Preset | undefined {
  if (id === undefined) return undefined;
  const preset = rules.presets.find((one) => one.id === id);
  if (preset) return preset;
  const ids = rules.presets.map((one) => one.id);
  throw usageFailure([`Unknown preset "${id}".${expectedNames(id, ids)}`]);
}

async function fileInput(rules: Rules, path: string | undefined, io: Io): Promise<CollectedInput> {
  if (path === undefined) return { ...NOTHING, core: false };
  const { readAnswersFile } = await import('./answers-file.ts');
  return readAnswersFile(rules, path, io);
}

function flagOverrides(rules: Rules, { weight, must }: AnswerOptions): Overrides | undefined {
  return mergeOverrides(undefined, {
    weight: Object.fromEntries(weight.map((text) => parseWeight(rules, text))),
    must: Object.fromEntries(must.map((text) => parseMust(rules, text))),
  });
}

function parseWeight(rules: Rules, text: string): [string, number] {
  const [name, value = ''] = splitOnce(text, '=');
  const weight = toNumber(value);
  const criterion = findCriterion(rules, name, '--weight');
  if (!isWeight(weight)) {
    throw usageFailure([`Expected --weight CRITERION=N with N from 0 to ${GREATEST_WEIGHT}, got "${text}".`]);
  }
  return [criterion, weight];
}

function parseMust(rules: Rules, text: string): [string, Grade] {
  const [name, value] = splitOnce(text, '=');
  const criterion = findCriterion(rules, name, '--must');
  const grade = value === undefined ? 3 : asGrade(toNumber(value));
  if (grade === undefined)
    throw usageFailure([`Expected --must CRITERION[=GRADE] with a grade from 0 to 4, got "${text}".`]);
  return [criterion, grade];
}

/** The current id of a criterion, also for one of its former ids. */
function findCriterion(rules: Rules, name: string, where: string): string {
  const id = criterionId(rules, name);
  if (id !== undefined) return id;
  const ids = rules.criteria.map((criterion) => criterion.id);
  throw usageFailure([`Unknown criterion "${name}" after ${where}.${expectedNames(name, ids)}`]);
}

/** The message with the flag that gave the answer. */
function flagProblem(problem: AnswerProblem): string {
  return answerProblemInWords(problem, (question) => `--${question}`);
}

function inQuestionOrder(rules: Rules, answers: Answers): Answers {
  return checkAnswers(rules.questions, answers).answers;
}
