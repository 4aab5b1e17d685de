/** The questionnaire in words: for the wizard and the page of `wirewise explore`. */
import { chosenOptions, NONE } from '../core/answers.ts';
import type { AnswerValue, Option, Question } from '../core/model.ts';
import { withUnit } from '../text/quantity.ts';

export const NOT_SURE = 'Not sure';

/** An answer without its question: labels of options, a number with its unit, "not sure" for `null`. */
export function answerInWords(question: Question, answer: AnswerValue | null): string {
  if (answer === null) return NOT_SURE.toLowerCase();
  if (typeof answer === 'number') return withUnit(answer, question.unit);
  if (typeof answer === 'object' && answer.length === 0) return question.noneLabel ?? NONE;
  const labels = chosenOptions(question, answer).map(({ label }) => label);
  return labels.length > 0 ? labels.join(', ') : String(answer);
}

/** What a number has to be, as the rest of a sentence: "in ms, above 0; or with a unit". Empty when anything goes. */
export function numberLimits({ unit, above, atLeast }: Question): string {
  const bound = above !== undefined ? `above ${above}` : atLeast !== undefined ? `${atLeast} or more` : '';
  return [unit ? `in ${unit}` : '', bound].filter(Boolean).join(', ');
}

/** The explanation of a question, one paragraph an entry: its own, then those of its options. */
export function helpParagraphs(question: Question): string[] {
  const ofOptions = question.options.flatMap(({ label, help }) => (help ? [`${label}: ${help}`] : []));
  return [question.help, ...ofOptions].map((text) => text.trim());
}

/** An option of a list; the answer that most teams give is marked. */
export function optionLabel({ label, usual }: Pick<Option, 'label' | 'usual'>): string {
  return usual ? `${label} (usual)` : label;
}

/**
 * What is open.
 *
 * @param change estimated probability, 0 to 1, that it would change the advice
 * @param isHinged whether a likely answer to one of them alone would
 */
export function openSentence(open: number, change: number, isHinged: boolean): string {
  if (open === 0) return 'No open question can change the advice.';
  const share = Math.ceil(change * 100);
  const questions = open === 1 ? 'The one open question' : `The ${open} open questions`;
  if (share === 0) return `${questions} would rarely change that.`;
  const together = open > 1 && !isHinged ? ' together' : '';
  return `${questions}${together} would change that in about ${share} of 100 cases${together && ', no likely answer alone'}.`;
}
