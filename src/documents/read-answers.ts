import { checkAnswers } from '../core/answers.ts';
import type { Grade, Rules } from '../core/model.ts';
import { asGrade, criterionId, GREATEST_WEIGHT, type Input, isWeight, mergeOverrides } from '../core/overrides.ts';
import { answerProblemInWords } from '../phrases/messages.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import { isMap } from '../text/lists.ts';

/** The keys that are no questions; both hold a map from criterion to number. */
const OVERRIDE_KEYS = { weight: 'weight', must: 'must' } as const;

const PRESET_KEY = 'preset';
const PRESET_IS_A_FLAG =
  'Unknown question "preset": name a preset with --preset ID; the answers of the file override its own.';

/** Receives one problem: its place within the answers, at the key or the value, and a sentence. */
export type Report = (path: readonly (string | number)[], part: 'key' | 'value', message: string) => void;

/**
 * Reads answers as documents hold them: a map from question to answer, with the additional keys `weight` and `must`.
 *
 * @param value anything that YAML or JSON can hold
 * @returns the valid part, in the order of the questions; not to be used if a problem was reported
 */
export function readAnswers(rules: Rules, value: unknown, report: Report): Input {
  const entries = isMap(value) ? Object.entries(value) : [];
  const overriding = entries.filter(([key]) => Object.hasOwn(OVERRIDE_KEYS, key));
  const plain =
    overriding.length === 0 ? value : Object.fromEntries(entries.filter((entry) => !overriding.includes(entry)));
  const { answers, problems } = checkAnswers(rules.questions, plain);
  for (const problem of problems) {
    const { path, code } = problem;
    const isPreset = path.length === 1 && path[0] === PRESET_KEY && code === 'unknown-question';
    report(
      path,
      code === 'unknown-question' ? 'key' : 'value',
      isPreset ? PRESET_IS_A_FLAG : answerProblemInWords(problem),
    );
  }
  const weight: Record<string, number> = {};
  const must: Record<string, Grade> = {};
  for (const [key, map] of overriding) {
    for (const [name, number] of overrideEntries(key, map, report)) {
      const path = [key, name];
      const criterion = criterionId(rules, name);
      const ids = rules.criteria.map(({ id }) => id);
      const grade = asGrade(number);
      if (criterion === undefined) report(path, 'key', `Unknown criterion "${name}".${didYouMean(name, ids)}`);
      else if (key === OVERRIDE_KEYS.weight && isWeight(number)) weight[criterion] = number;
      else if (key === OVERRIDE_KEYS.must && grade !== undefined) must[criterion] = grade;
      else
        report(
          path,
          'value',
          key === OVERRIDE_KEYS.must
            ? 'Expected a grade from 0 to 4.'
            : `Expected a number from 0 to ${GREATEST_WEIGHT}.`,
        );
    }
  }
  return { answers, overrides: mergeOverrides(undefined, { weight, must }) };
}

function overrideEntries(key: string, map: unknown, report: Report): [string, unknown][] {
  if (isMap(map)) return Object.entries(map);
  report([key], 'value', `Expected a map from criterion to number under "${key}".`);
  return [];
}
