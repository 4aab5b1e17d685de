/** Checks mistakes, traffic models, presets and languages beyond their forms. */
import { checkAnswers } from '../../core/answers.ts';
import type { Answers, Question } from '../../core/model.ts';
import { answerProblemInWords } from '../../phrases/messages.ts';
import type { Findings } from '../../yaml/diagnostics.ts';
import type { Path, Written } from '../../yaml/node.ts';
import { NAMES, QUESTIONS } from '../messages.ts';
import { type ConditionScope, readCondition } from '../read/condition.ts';
import type { ParsedPacks } from '../read/parsed-packs.ts';
import { checkAlternatives } from './alternatives.ts';
import { checkName, type Vocabulary } from './known-names.ts';

/** Placeholders for the figures of an estimate. */
const FIGURES: readonly string[] = ['estimate.poll', 'estimate.push', 'estimate.saving'];

export function checkMistakes(parsed: ParsedPacks, names: Vocabulary, findings: Findings): void {
  for (const { node } of parsed.mistakes) {
    const estimate = node.child('estimate');
    const model = estimate?.text();
    if (estimate && model !== undefined) checkName(model, estimate, 'value', names.models, findings);
    const scope: ConditionScope = { names, ranking: true, saving: estimate !== undefined };
    for (const part of ['when', 'unless']) {
      const condition = node.child(part);
      if (condition) readCondition(condition, scope, findings);
    }
    for (const part of ['says', 'instead']) {
      const text = node.child(part);
      if (text) checkPlaceholders(text, scope, findings);
    }
  }
}

function checkPlaceholders(node: Written, { names, saving }: ConditionScope, findings: Findings): void {
  if (!names.questions.isComplete) return;
  const known = [...names.questions.ids, ...(saving ? FIGURES : [])];
  for (const [, name = ''] of node.text()?.matchAll(/\{([^{}]*)\}/g) ?? []) {
    if (known.includes(name)) continue;
    findings.report(node.place(), NAMES.unknownPlaceholder, { name, known, isFigure: FIGURES.includes(name) });
  }
}

export function checkModels(parsed: ParsedPacks, names: Vocabulary, findings: Findings): void {
  const scope: ConditionScope = { names, ranking: false, saving: false };
  for (const { node } of parsed.models) {
    for (const [, input] of node.child('inputs')?.entries() ?? []) {
      const id = input.text();
      if (id === undefined) continue;
      checkName(id, input, 'value', names.questions, findings);
      const kind = names.questionNames.get(id)?.kind;
      if (kind !== undefined && kind !== 'number') findings.report(input.place(), QUESTIONS.noNumber, { question: id });
    }
    const latestOnly = node.child('latestOnly');
    if (latestOnly) readCondition(latestOnly, scope, findings);
    checkAlternatives(node.child('headerBytes')?.items() ?? [], scope, findings);
    checkAlternatives(node.child('setupBytes')?.items() ?? [], scope, findings);
    for (const [id, costs] of node.child('pushedBy')?.entries() ?? []) {
      checkName(id, costs, 'key', names.protocols, findings);
    }
  }
}

/**
 * Reports answers of presets that are not valid.
 *
 * @param questions the valid ones; answers to other known questions are not checked
 */
export function checkPresets(
  parsed: ParsedPacks,
  questions: readonly Question[],
  names: Vocabulary,
  findings: Findings,
): void {
  for (const { node } of parsed.presets) {
    const given = node.child('answers');
    if (given) readGiven(given, questions, names, findings);
  }
}

/** The merged answers of project files, of which the last ones count; reports those that are not valid. */
export function checkDefaults(
  parsed: ParsedPacks,
  questions: readonly Question[],
  names: Vocabulary,
  findings: Findings,
): Answers {
  return Object.assign({}, ...parsed.defaults.map((given) => readGiven(given, questions, names, findings)));
}

function readGiven(given: Written, questions: readonly Question[], names: Vocabulary, findings: Findings): Answers {
  const usable = new Set(questions.map(({ id }) => id));
  // Of repeated ids the first one counts.
  const unique = [...new Map([...questions].reverse().map((question) => [question.id, question])).values()].reverse();
  const judged = given
    .entries()
    .filter(([id]) => usable.has(id) || (!names.questions.ids.has(id) && names.questions.isComplete));
  const { answers, problems } = checkAnswers(unique, Object.fromEntries(judged.map(([id, { value }]) => [id, value])));
  for (const problem of problems) {
    const isUnknown = problem.code === 'unknown-question';
    reportAnswer(given, problem.path, isUnknown, answerProblemInWords(problem), findings);
  }
  return answers;
}

/** Reports a problem of an answer, which the core has put into words. */
export function reportAnswer(
  given: Written,
  path: Path,
  isUnknownQuestion: boolean,
  text: string,
  findings: Findings,
): void {
  const place = given.file.place([...given.path, ...path], isUnknownQuestion ? 'key' : 'value');
  findings.report(place, isUnknownQuestion ? NAMES.unknownQuestion : NAMES.wrongAnswer, { text });
}

/** Checks the conditions of languages. */
export function checkLanguages({ languages }: ParsedPacks, names: Vocabulary, findings: Findings): void {
  for (const { node } of languages) {
    const when = node.child('when');
    if (when) readCondition(when, { names, ranking: false, saving: false }, findings);
  }
}
