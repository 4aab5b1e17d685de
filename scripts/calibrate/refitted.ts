/** Advice on each case by weights that did not see its owner: shipped weights, refitted on the other folds. */

import type { Answers, Rules } from '../../src/core/model.ts';
import { additiveLead } from '../../src/core/ranking/confidence.ts';
import { type Judged, judge } from './agreement.ts';
import { type Case, foldsOf, statedAnswers } from './corpus.ts';
import { designOf, fitMultipliers, type Problem, rankingOf, sumsOf } from './refit.ts';

/** One piece of advice, with the lead that its confidence comes from. */
export interface Advised extends Judged {
  readonly lead: number;
  readonly fold: number;
}

/** A pull towards the shipped weights under which the fit gains on the cases that it sees. */
const RIDGE = 1;

/** All answers of every case, and what people stated unasked as further observations. */
export function refittedAdvice(rules: Rules, cases: readonly Case[], scale: number): Advised[] {
  const folds = foldsOf(cases);
  const full = designOf(rules, cases);
  const few = designOf(
    rules,
    cases.filter(({ stated }) => stated !== undefined),
    undefined,
    (one): Answers => statedAnswers(one) ?? {},
  );
  return [...new Set(folds.values())].flatMap((fold) => {
    const isOut = ({ case: { owner } }: Problem) => folds.get(owner) === fold;
    const multipliers = fitMultipliers(
      full.problems.filter((problem) => !isOut(problem)),
      full.parameters,
      { ridge: RIDGE, scale },
    );
    return [...full.problems, ...few.problems].filter(isOut).flatMap((problem): Advised[] => {
      const sums = sumsOf(problem, multipliers).sort((a, b) => b - a);
      const lead = additiveLead(sums, scale);
      return lead === null ? [] : [{ ...judge(problem.case, rankingOf(problem, multipliers)), lead, fold }];
    });
  });
}
