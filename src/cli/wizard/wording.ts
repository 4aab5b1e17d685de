import { chosenOptions } from '../../core/answers.ts';
import type { AnswerValue, Question } from '../../core/model.ts';

export const NOT_SURE = 'Not sure';

/** `Label: answer`, in the words of the questionnaire; `null` is "not sure". */
export function answerLine(question: Question, answer: AnswerValue | null): string {
  return `${question.label}: ${answerInWords(question, answer)}`;
}

/** An answer without its question: labels of options, a number with its unit, "not sure" for `null`. */
export function answerInWords(question: Question, answer: AnswerValue | null): string {
  if (answer === null) return NOT_SURE.toLowerCase();
  if (typeof answer === 'number') return question.unit ? `${answer} ${question.unit}` : String(answer);
  const labels = chosenOptions(question, answer).map(({ label }) => label);
  return labels.length > 0 ? labels.join(', ') : String(answer);
}

/** What a number has to be, as the rest of a sentence: "in ms, above 0". Empty when anything goes. */
export function numberLimits({ unit, above, atLeast }: Question): string {
  const bound = above !== undefined ? `above ${above}` : atLeast !== undefined ? `${atLeast} or more` : '';
  return [unit ? `in ${unit}` : '', bound].filter(Boolean).join(', ');
}

/** The explanation of a question, one paragraph an entry: its own, then those of its options. */
export function helpParagraphs(question: Question): string[] {
  const ofOptions = question.options.flatMap(({ label, help }) => (help ? [`${label}: ${help}`] : []));
  return [question.help, ...ofOptions].map((text) => text.trim());
}

/** `1 question`, `2 questions`. */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
