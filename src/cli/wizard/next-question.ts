import { holds } from '../../core/condition/evaluate.ts';
import { decide } from '../../core/decide.ts';
import type { Overrides } from '../../core/decision.ts';
import { type Interview, isDecided, openQuestionsOf, rankQuestions } from '../../core/interview/next-question.ts';
import type { Answers, Question, Rules } from '../../core/model.ts';
import { seededRandom } from '../../core/robustness/random.ts';

/** What stays the same while the wizard asks. */
export interface InterviewSetting {
  readonly rules: Rules;
  readonly overrides: Overrides | undefined;
  /** Whether the extended protocols are ranked, too. */
  readonly all: boolean;
}

/** The same questions in the same order for the same answers. */
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
 * The next question of the wizard: the most telling of those that bear on the decision; then, in the order of the
 * rules, those for the estimate and the starter.
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

/** Whether the rest need not be asked; `undefined` while it may still change the winner, or when nothing is open. */
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
  const unsure = [...asked].some((id) => answers[id] === undefined);
  const rest = unsure ? ' What you were not sure of still can.' : '';
  return {
    decided: true,
    says: `Decided after ${put} of ${put + open} questions: none of those left can change the result.${rest}`,
  };
}

/** Who leads now, in one line. */
export function standingInWords({ rules, overrides, all }: InterviewSetting, answers: Answers): string {
  const { recommendation, outcome, ranking } = decide(rules, answers, { all, ...(overrides && { overrides }) });
  if (!recommendation) return 'So far nothing meets every must.';
  const first = ranking.filter(({ rank }) => rank === 1).map(({ name }) => name);
  if (outcome === 'tie') return `So far a tie: ${first.join(', ')}.`;
  const [, second] = ranking;
  const rival = second ? `, ${second.name} follows with ${second.score.toFixed(0)}` : '';
  return `So far ${recommendation.name} with ${recommendation.score.toFixed(0)}${rival}.`;
}
