import { decide, rankedPool } from '../../core/decide.ts';
import type { Overrides } from '../../core/decision.ts';
import { mayBePut, mostLeft, outlookOf, stepAfter } from '../../core/interview/next-question.ts';
import type { Answers, Question, Rules } from '../../core/model.ts';
import { openSentence } from '../../phrases/questionnaire.ts';
import { isMereDefault, isOpen } from '../../phrases/verdict.ts';
import type { Lookout, Stop } from './interview.ts';
import { adviceSentence, confidenceSentence, standingSentence } from './phrases.ts';

/** What does not change during an interview. */
export interface InterviewSetting {
  readonly rules: Rules;
  readonly overrides: Overrides | undefined;
  /** Whether only the core protocols are ranked. */
  readonly core: boolean;
}

/** The most questions that are offered because their answers could still change the advice. */
const MOST_HINGES = 3;

/**
 * What comes next. First the questions that bear on the decision, the most telling one first; then, in the order of the
 * rules, those for the estimate and the starter.
 *
 * @param parked ids of questions that are left aside for now
 */
export function lookAhead(
  setting: InterviewSetting,
  answers: Answers,
  asked: ReadonlySet<string>,
  parked: ReadonlySet<string>,
): Lookout {
  const { rules, overrides, core } = setting;
  const interview = { rules, answers, overrides: overrides ?? {}, pool: rankedPool(rules, { core }), asked };
  const outlook = outlookOf(interview);
  const others = otherQuestions(rules, answers, asked);
  const all = [...outlook.questions.map(({ question }) => question), ...others];
  const open = all.filter(({ id }) => !parked.has(id));
  return {
    next: open[0],
    most: mostLeft(outlook),
    open: open.length,
    isSettled: stepAfter(outlook).kind === 'stop',
    stop: () => stopOf(setting, answers, outlook.stability, all.length),
  };
}

/** The questions that do not bear on the decision. */
function otherQuestions({ questions }: Rules, answers: Answers, asked: ReadonlySet<string>): Question[] {
  return questions.filter(
    (question) =>
      question.about !== 'decision' &&
      answers[question.id] === undefined &&
      !asked.has(question.id) &&
      mayBePut(question, answers, asked),
  );
}

/** @param open number of all open questions, as the menus count them */
function stopOf({ rules, overrides, core }: InterviewSetting, answers: Answers, stability: number, open: number): Stop {
  const decision = decide(rules, answers, { core, ...(overrides && { overrides }) });
  // Those that were answered with "not sure" decide, too, as the result says.
  const hinges = new Set(decision.hinges.map(({ question }) => question));
  return {
    says: adviceSentence(decision),
    detail: openSentence(open, 1 - stability, hinges.size > 0),
    help: confidenceSentence(decision),
    isClose: isOpen(decision),
    hinges: [...hinges]
      .slice(0, MOST_HINGES)
      .flatMap((id) => rules.questions.find((question) => question.id === id) ?? []),
  };
}

/** Which protocol leads now, in one line; empty while nothing is answered. */
export function standingInWords({ rules, overrides, core }: InterviewSetting, answers: Answers): string {
  if (isMereDefault({ answers, overrides })) return '';
  return standingSentence(decide(rules, answers, { core, ...(overrides && { overrides }) }));
}
