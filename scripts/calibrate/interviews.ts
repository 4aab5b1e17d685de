/** The wizard on the cases: how many questions it puts, and whether it stops at the advice that all answers give. */
import { type Interview, mostLeft, outlookOf, stepAfter } from '../../src/core/interview/next-question.ts';
import type { Answers, Rules } from '../../src/core/model.ts';
import { capabilityMatrix } from '../../src/core/ranking/matrix.ts';
import { recommendedId, tally } from '../../src/core/ranking/tally.ts';
import { type Case, foldsOf } from './corpus.ts';
import { withPrecedents } from './precedents.ts';

export interface InterviewResult {
  readonly case: Case;
  /** Questions put until it stopped. */
  readonly asked: number;
  /** Whether the first place is that of all answers. */
  readonly isSame: boolean;
}

/** Each case with the published decisions of other folds alone as evidence for what is open. */
export function simulateInterviews(rules: Rules, cases: readonly Case[]): InterviewResult[] {
  const folds = foldsOf(cases);
  return [...new Set(folds.values())].flatMap((fold) => {
    const others = withPrecedents(
      rules,
      cases.filter(({ owner }) => folds.get(owner) !== fold),
    );
    return cases.filter(({ owner }) => folds.get(owner) === fold).map((one) => interview(others, one));
  });
}

function interview(rules: Rules, one: Case): InterviewResult {
  const matrix = capabilityMatrix(rules);
  const pool = rules.protocols.map((_, p) => p);
  const winner = (answers: Answers) => recommendedId(matrix, tally(matrix, answers), pool);
  let answers: Answers = {};
  const asked = new Set<string>();
  let last = Number.POSITIVE_INFINITY;
  for (;;) {
    const state: Interview = { rules, answers, overrides: {}, pool, asked };
    const outlook = outlookOf(state);
    const step = stepAfter(outlook);
    last = Math.min(last, asked.size + mostLeft(outlook));
    if (step.kind === 'stop' || asked.size >= last) break;
    asked.add(step.question.id);
    const answer = one.answers[step.question.id];
    if (answer !== undefined) answers = { ...answers, [step.question.id]: answer };
  }
  return { case: one, asked: asked.size, isSame: winner(answers) === winner(one.answers) };
}
