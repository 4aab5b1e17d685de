/** Every sentence of the wizard. */
import { chosenOptions } from '../../core/answers.ts';
import type { Confidence, Decision } from '../../core/decision.ts';
import type { AnswerValue, Question } from '../../core/model.ts';

export const NOT_SURE = 'Not sure';

/** The menu once open questions would hardly change the advice. */
export const DECIDED_MENU = {
  help: 'Further answers can still refine figures and remarks, and seldom what comes first.',
  finish: 'See the result',
  review: 'Check or change my answers first',
  goOn: 'Go on with the questions',
} as const;

/** The menu that lists the answers. */
export const REVIEW_MENU = {
  asks: 'These are your answers. Change one, or see the result.',
  help: 'Choose an answer to change it. "Not sure" counts as unknown: it has no effect.',
  finish: 'See the result',
  goOn: (open: number) => `Go on with the questions (${open} open)`,
} as const;

export const CHANGE_HEADING = 'Change an answer.';

/** At most, because some questions never apply, and none is asked once the result is decided. */
export function progressHeading(number: number, most: number): string {
  return `Question ${number} of at most ${most}.`;
}

/** About answers that were given before the wizard started. */
export function givenRemark(count: number): string {
  return `${countOf(count, 'answer')} given already; the review at the end lists ${count === 1 ? 'it' : 'them'}.`;
}

export function droppedRemark(label: string): string {
  return `${label}: dropped, it no longer applies`;
}

/**
 * Why the wizard stops asking.
 *
 * @param level of the confidence; absent where there is none
 */
export function settledSentence(asked: number, open: number, level?: Confidence['level']): string {
  const stop = `${countOf(asked, 'question')} asked. The ${open} left would hardly change the advice.`;
  return level === 'close' ? `${stop} It is close all the same.` : stop;
}

/** Which protocol leads, in one line. */
export function standingSentence({ recommendation, outcome, ranking }: Decision): string {
  if (!recommendation) return 'So far nothing meets every must.';
  const first = ranking.filter(({ rank }) => rank === 1).map(({ name }) => name);
  if (outcome === 'tie') return `So far a tie: ${first.join(', ')}.`;
  const [, second] = ranking;
  const rival = second ? `, then ${second.name}` : '';
  const level = recommendation.confidence?.level;
  return `So far ${recommendation.name}${rival}${level ? ` (${level})` : ''}.`;
}

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
