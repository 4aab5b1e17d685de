import { holds } from '../condition/evaluate.ts';
import type { Answers, Question, Rules } from '../model.ts';

/** The questions that bear on the decision, surely apply, and have no answer; in the order of the rules. */
export function openQuestions(rules: Pick<Rules, 'questions'>, answers: Answers): Question[] {
  return rules.questions.filter(
    ({ id, about, when }) => about === 'decision' && answers[id] === undefined && holds(when, { answers }),
  );
}
