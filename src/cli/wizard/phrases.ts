/** The sentences that only the wizard has; others are in phrases/questionnaire.ts. */
import type { Decision } from '../../core/decision.ts';
import type { AnswerValue, Question } from '../../core/model.ts';
import { answerInWords } from '../../phrases/questionnaire.ts';
import { confidenceInWords } from '../../phrases/sureness.ts';
import { firmnessOf, headline, isOpen, rivals } from '../../phrases/verdict.ts';

/** The first menu: use cases to start from. */
export const PRESET_MENU = {
  asks: 'What do you build?',
  help: 'A use case gives typical answers. You can check and change each of them before you see the result.',
  other: 'Something else',
  otherNote: 'Answer the questions that matter, one by one.',
} as const;

/** The menu once open questions would hardly change the advice. */
export const STOP_MENU = {
  finish: 'See the result',
  hinges: (labels: readonly string[]) => `Answer what could still change it: ${labels.join(', ')}`,
  review: 'Check or change my answers first',
  goOn: 'Go on with the open questions',
} as const;

/** The menu that lists the answers. */
export const REVIEW_MENU = {
  asks: 'These are your answers. Change one, or see the result.',
  help: 'Choose an answer to change it. "Not sure" counts as unknown: it has no effect.',
  finish: 'See the result',
  goOn: (open: number) => `Go on with the questions (${open} open)`,
} as const;

export const CHANGE_HEADING = 'Change an answer.';

/**
 * How far the interview is, where the wizard stops at the latest after a number of questions.
 *
 * @param last number of the last question
 */
export function progressHeading(number: number, last: number): string {
  return number >= last ? `Question ${number}, the last.` : `Question ${number} of at most ${last}.`;
}

/**
 * How far the interview is, where every open question is put. An answer may make more questions apply.
 *
 * @param open number of questions that are open, this one included
 */
export function openHeading(number: number, open: number): string {
  const others = open - 1;
  if (others === 0) return `Question ${number}, the last that is open.`;
  return `Question ${number}, ${others} more ${others === 1 ? 'is' : 'are'} open.`;
}

export function askedHeading(count: number): string {
  return count === 0 ? '' : `${countOf(count, 'question')} asked.`;
}

/** About a use case that was chosen. */
export function presetRemark(title: string, count: number): string {
  return `${title}: ${countOf(count, 'typical answer')}, to check and change in the review.`;
}

/** About answers that were given before the wizard started. */
export function givenRemark(count: number): string {
  return `${countOf(count, 'answer')} given already; the review at the end lists ${count === 1 ? 'it' : 'them'}.`;
}

export function droppedRemark(label: string): string {
  return `${label}: dropped, it no longer applies`;
}

/** The advice when the wizard stops, as sure as the report says it, with the level of its confidence. */
export function adviceSentence(decision: Decision): string {
  const firmness = firmnessOf(decision);
  const level = firmness === 'clear' || firmness === 'likely' ? ` (${firmness})` : '';
  return `${headline(decision)}${level}.`;
}

/** What the confidence means; for the help of the last menu. */
export function confidenceSentence(decision: Decision): string {
  return [confidenceInWords(decision), 'Further answers can still refine figures and remarks.']
    .filter(Boolean)
    .join(' ');
}

/** Which protocol leads, in one line. */
export function standingSentence(decision: Decision): string {
  const { recommendation, outcome, ranking } = decision;
  if (!recommendation) return 'So far no protocol meets every requirement.';
  if (isOpen(decision)) return `So far ${rivals(decision)} (${outcome === 'tie' ? 'a tie' : 'close'}).`;
  const [, second] = ranking;
  const level = recommendation.confidence?.level;
  const rival = second ? `, then ${second.name}` : '';
  return `So far ${recommendation.name}${rival}${level ? ` (${level})` : ''}.`;
}

/** `Label: answer`, in the words of the questionnaire; `null` is "not sure". */
export function answerLine(question: Question, answer: AnswerValue | null): string {
  return `${question.label}: ${answerInWords(question, answer)}`;
}

/** The last words of a cancelled interview; with the command that goes on, if there is anything to go on with. */
export function cancelledSentences(command: string | undefined): string {
  return command === undefined ? 'Cancelled.' : `Cancelled. To go on from here:\n  ${command}`;
}

/** `1 question`, `2 questions`. */
function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
