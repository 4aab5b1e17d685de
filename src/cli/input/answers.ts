import { checkAnswers } from '../../core/answers.ts';
import type { Overrides } from '../../core/decision.ts';
import type { Answers, Grade, Preset, Rules } from '../../core/model.ts';
import { asGrade, criterionId, type Input, mergeOverrides } from '../../core/overrides.ts';
import { expectedNames } from '../../text/did-you-mean.ts';
import { usageFailure } from '../errors.ts';
import type { Io } from '../io.ts';
import { flagProblem, type OptionValues, readQuestionFlags, toNumber } from '../program/question-flags.ts';

/** Flags first, then the answers file, then the preset, then the project: what stands further left wins. */
export async function collectInput(rules: Rules, options: OptionValues, io: Io): Promise<Input> {
  const flags = checkAnswers(rules.questions, readQuestionFlags(rules, options));
  if (flags.problems.length > 0) throw usageFailure(flags.problems.map(flagProblem));
  const preset = findPreset(rules, options['preset']);
  const file = await fileInput(rules, options['answers'], io);
  const answers = inQuestionOrder(rules, { ...rules.defaults, ...preset?.answers, ...file.answers, ...flags.answers });
  return {
    answers,
    overrides: mergeOverrides(file.overrides, flagOverrides(rules, options)),
    ...(preset && { preset: { id: preset.id, title: preset.title } }),
  };
}

function findPreset(rules: Rules, id: unknown): Preset | undefined {
  if (id === undefined) return undefined;
  const preset = rules.presets.find((one) => one.id === id);
  if (preset) return preset;
  const ids = rules.presets.map((one) => one.id);
  throw usageFailure([`Unknown preset "${id}".${expectedNames(String(id), ids)}`]);
}

async function fileInput(rules: Rules, path: unknown, io: Io): Promise<Input> {
  if (path === undefined) return { answers: {}, overrides: undefined };
  const { readAnswersFile } = await import('./answers-file.ts');
  return readAnswersFile(rules, String(path), io);
}

function flagOverrides(rules: Rules, options: OptionValues): Overrides | undefined {
  const weight = Object.fromEntries(texts(options['weight']).map((text) => parseWeight(rules, text)));
  const must = Object.fromEntries(texts(options['must']).map((text) => parseMust(rules, text)));
  return mergeOverrides(undefined, { weight, must });
}

function parseWeight(rules: Rules, text: string): [string, number] {
  const [name = '', value = ''] = splitOnce(text);
  const weight = toNumber(value);
  const criterion = findCriterion(rules, name, '--weight');
  if (weight === undefined || weight < 0 || !Number.isFinite(weight)) {
    throw usageFailure([`Expected --weight CRITERION=N with N of at least 0, got "${text}".`]);
  }
  return [criterion, weight];
}

function parseMust(rules: Rules, text: string): [string, Grade] {
  const [name = '', value] = splitOnce(text);
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

function splitOnce(text: string): string[] {
  const at = text.indexOf('=');
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function inQuestionOrder(rules: Rules, answers: Answers): Answers {
  return checkAnswers(rules.questions, answers).answers;
}
