/**
 * How much too good the agreement looks, because weights were made by people who had seen the cases.
 *
 * Bootstrap-style correction (Harrell 2015, ch. 5) with cross-validation in place of the bootstrap: the same rules with
 * all weights equal, that is without what was learnt from cases, are fitted until they agree with the cases as often as
 * the shipped weights do. What such a fit loses on owners that it did not see is the optimism of weights that fit as well.
 */
import type { Rules } from '../../src/core/model.ts';
import { type Agreement, agreementOf, judge } from './agreement.ts';
import { type Case, foldsOf } from './corpus.ts';
import { LEAD_SCALE } from './model.ts';
import { designOf, fitMultipliers, rankingOf } from './refit.ts';

/** A weight of the middle of the scale: what an author writes who knows the direction and no more. */
const EQUAL_WEIGHT = 2;

const RIDGES = [30, 10, 3, 1, 0.3, 0.1];

export interface Optimism {
  readonly ridge: number;
  readonly apparent: Agreement;
  readonly crossValidated: Agreement;
  /** Apparent less cross-validated, at least 0. */
  readonly strict: number;
  readonly fair: number;
  readonly firstTwo: number;
}

export function optimismOf(rules: Rules, cases: readonly Case[], shipped: Agreement): Optimism {
  const { problems, parameters } = designOf(rules, cases, () => EQUAL_WEIGHT);
  const folds = foldsOf(cases);
  const tried = RIDGES.map((ridge) => {
    const options = { ridge, scale: LEAD_SCALE };
    const whole = fitMultipliers(problems, parameters, options);
    const apparent = agreementOf(problems.map((problem) => judge(problem.case, rankingOf(problem, whole))));
    return { ridge, apparent, distance: Math.abs(apparent.strict - shipped.strict) };
  });
  const nearest = tried.reduce((best, one) => (one.distance < best.distance ? one : best));
  const options = { ridge: nearest.ridge, scale: LEAD_SCALE };
  const judged = [...new Set(folds.values())].flatMap((fold) => {
    const isOut = ({ owner }: Case) => folds.get(owner) === fold;
    const multipliers = fitMultipliers(
      problems.filter((problem) => !isOut(problem.case)),
      parameters,
      options,
    );
    return problems
      .filter((problem) => isOut(problem.case))
      .map((problem) => judge(problem.case, rankingOf(problem, multipliers)));
  });
  const crossValidated = agreementOf(judged);
  const loss = (key: 'strict' | 'fair' | 'firstTwo') => Math.max(0, nearest.apparent[key] - crossValidated[key]);
  return {
    ridge: nearest.ridge,
    apparent: nearest.apparent,
    crossValidated,
    strict: loss('strict'),
    fair: loss('fair'),
    firstTwo: loss('firstTwo'),
  };
}
