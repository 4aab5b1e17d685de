import { holds } from '../../core/condition/evaluate.ts';
import { decide } from '../../core/decide.ts';
import type { Overrides } from '../../core/decision.ts';
import { type Interview, isDecided, openQuestionsOf, rankQuestions } from '../../core/interview/next-question.ts';
import type { Answers, Question, Rules } from '../../core/model.ts';
import { seededRandom } from '../../core/robustness/random.ts';
import { decidedSentence, standingSentence } from './phrases.ts';

/** What does not change during an interview. */
export interface InterviewSetting {
  readonly rules: Rules;
  readonly overrides: Overrides | undefined;
  /** Whether extended protocols are ranked, too. */
  readonly all: boolean;
}

/** Fixed, so that the same answers lead to the same questions in the same order. */
const SEED = 1;

function interviewOf(
  { rules, overrides, all }: InterviewSetting,
  answers: Answers,
  asked: ReadonlySet<string>,
): Interview {
  const pool = rules.protocols.flatMap(({ tier }, p) => (all || tier === 'core' ? [p] : []));
  return { rules, answers, overrides: overrides ?? {}, pool, asked };
}

/**
 * The next question of the wizard. First come the questions that bear on the decision, the most informative one first;
 * then, in the order of the rules, those for the estimate and the starter.
 */
export function nextQuestion(
  setting: InterviewSetting,
  answers: Answers,
  asked: ReadonlySet<string>,
): Question | undefined {
  const [best] = rankQuestions(interviewOf(setting, answers, asked), seededRandom(SEED));
  if (best) return best.question;
  return setting.rules.questions.find(
    ({ id, about, when }) =>
      about !== 'decision' && answers[id] === undefined && !asked.has(id) && holds(when, { answers }),
  );
}

/** Whether no open question can change the winner; `undefined` while one can, or when none is open. */
export function decidedInWords(
  setting: InterviewSetting,
  answers: Answers,
  asked: ReadonlySet<string>,
): { decided: boolean; says: string } | undefined {
  const interview = interviewOf(setting, answers, asked);
  const open = openQuestionsOf(interview).length;
  if (open === 0 || !isDecided(interview)) return undefined;
  const put = setting.rules.questions.filter(
    ({ id, about }) => about === 'decision' && (asked.has(id) || answers[id] !== undefined),
  ).length;
  const hasUnsure = [...asked].some((id) => answers[id] === undefined);
  return { decided: true, says: decidedSentence(put, open, hasUnsure) };
}

/** Which protocol leads now, in one line. */
export function standingInWords({ rules, overrides, all }: InterviewSetting, answers: Answers): string {
  return standingSentence(decide(rules, answers, { all, ...(overrides && { overrides }) }));
}
