import { withEveryKey } from '../answers.ts';
import type { Answers, AnswerValue, Question, Rules } from '../model.ts';
import { PRIOR_CASES } from '../precedents/likelihood.ts';
import { type Random, seededRandom } from '../robustness/random.ts';
import { answerOf } from './hinges.ts';

/** One likely way in which the open questions are answered. */
export interface Completion {
  readonly answers: Answers;
  /** Above 0; a published decision that agrees wholly weighs 1. */
  readonly weight: number;
}

/** Random completions by the priors of the rules; together they weigh as much as `PRIOR_CASES` decisions. */
const DRAWS = 40;

/** The same completions for the same answers. */
const SEED = 1;

/** Completions with less of the greatest weight than this change nothing that is reported. */
const NEGLIGIBLE = 0.002;

/**
 * Likely ways to complete these answers: the open questions answered as each published decision has them, weighted by
 * its similarity, and some random ones by the priors of the rules. Joint answers stay together as teams gave them.
 *
 * @param isOpen whether a question may get an answer, given the answers of the completion before it
 * @param evidence weights of the published decisions, see `evidenceFor`
 */
export function likelyCompletions(
  rules: Rules,
  answers: Answers,
  isOpen: (question: Question, answers: Answers) => boolean,
  evidence: Float64Array,
): Completion[] {
  const heaviest = evidence.reduce((most, weight) => Math.max(most, weight), 0);
  const columns = rules.precedents?.columns ?? {};
  const told = [...evidence].flatMap((weight, at) => {
    if (weight <= NEGLIGIBLE * heaviest) return [];
    const theirs = ({ id }: Question) => columns[id]?.values[columns[id]?.at[at] ?? -1];
    return [{ answers: complete(rules, answers, isOpen, theirs), weight }];
  });
  const random = seededRandom(SEED);
  const drawn = Array.from({ length: DRAWS }, () => ({
    answers: complete(rules, answers, isOpen, (question) => drawAnswer(question, random)),
    weight: PRIOR_CASES / DRAWS,
  }));
  return [...told, ...drawn];
}

/** Answers every open question that comes to apply, in the order of the rules. */
function complete(
  rules: Rules,
  given: Answers,
  isOpen: (question: Question, answers: Answers) => boolean,
  answerTo: (question: Question) => AnswerValue | undefined,
): Answers {
  const answers = withEveryKey(rules, given);
  for (const question of rules.questions) {
    if (!isOpen(question, answers)) continue;
    const answer = answerTo(question);
    if (answer !== undefined) answers[question.id] = answer;
  }
  return answers;
}

/** One answer by the priors; `undefined` where no option has one. */
function drawAnswer(question: Question, random: Random): AnswerValue | undefined {
  const total = question.options.reduce((sum, { prior }) => sum + prior, question.nonePrior ?? 0);
  let left = random.uniform() * total;
  const option = question.options.find(({ prior }) => {
    left -= prior;
    return left < 0;
  });
  if (option) return answerOf(question, option);
  return question.noneLabel === undefined ? undefined : [];
}
