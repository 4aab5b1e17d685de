import { holds } from '../../core/condition/evaluate.ts';
import { decide, rankedPool } from '../../core/decide.ts';
import type { Overrides } from '../../core/decision.ts';
import { type Interview, interviewStep, openQuestionsOf, outlookOf } from '../../core/interview/next-question.ts';
import type { Answers, Question, Rules } from '../../core/model.ts';
import { settledSentence, standingSentence } from './phrases.ts';

/** What does not change during an interview. */
export interface InterviewSetting {
  readonly rules: Rules;
  readonly overrides: Overrides | undefined;
  /** Whether only the core protocols are ranked. */
  readonly core: boolean;
}

function interviewOf(
  { rules, overrides, core }: InterviewSetting,
  answers: Answers,
  asked: ReadonlySet<string>,
): Interview {
  return { rules, answers, overrides: overrides ?? {}, pool: rankedPool(rules, { core }), asked };
}

/**
 * The next question of the wizard. First come the questions that bear on the decision, the most telling one first; then,
 * in the order of the rules, those for the estimate and the starter.
 */
export function nextQuestion(
  setting: InterviewSetting,
  answers: Answers,
  asked: ReadonlySet<string>,
): Question | undefined {
  const [best] = outlookOf(interviewOf(setting, answers, asked)).questions;
  if (best) return best.question;
  return setting.rules.questions.find(
    ({ id, about, when }) =>
      about !== 'decision' && answers[id] === undefined && !asked.has(id) && holds(when, { answers }),
  );
}

/** Whether what is open would hardly change the advice; `undefined` while it may, or when nothing is open. */
export function settledInWords(
  setting: InterviewSetting,
  answers: Answers,
  asked: ReadonlySet<string>,
): { decided: boolean; says: string } | undefined {
  const interview = interviewOf(setting, answers, asked);
  const open = openQuestionsOf(interview).length;
  if (open === 0 || interviewStep(interview).kind === 'ask') return undefined;
  const { recommendation } = decide(setting.rules, answers, { ...setting, overrides: interview.overrides });
  return { decided: true, says: settledSentence(asked.size, open, recommendation?.confidence?.level) };
}

/** Which protocol leads now, in one line. */
export function standingInWords({ rules, overrides, core }: InterviewSetting, answers: Answers): string {
  return standingSentence(decide(rules, answers, { core, ...(overrides && { overrides }) }));
}
