import { exp } from '../arithmetic.ts';
import type { Answers, PrecedentColumn, Question, Rules } from '../model.ts';
import { type Similarities, similaritiesTo } from './similarity.ts';
import { optionsOf } from './table.ts';

/** How quickly a published decision loses weight as it grows unlike these answers: 1/e for each step of this size. */
const BANDWIDTH = 0.1;

/** Weight of the priors of the rules, in published decisions that agree wholly. */
export const PRIOR_CASES = 4;

/** The published decisions as evidence for what is open: exp((similarity − 1) / bandwidth), above 0 to 1, by position. */
export function evidenceOf({ similarity }: Similarities): Float64Array {
  return similarity.map((one) => exp((one - 1) / BANDWIDTH));
}

/**
 * The evidence that published decisions give with these answers.
 *
 * @param except id of a question whose answer is left out
 */
export function evidenceFor(rules: Rules, answers: Answers, except?: string): Float64Array {
  return evidenceOf(similaritiesTo(rules, answers, except));
}

/** Shares of the question's priors that its options have, 0 to 1; they add up to less where "none of these" has some. */
function priorShares({ options, nonePrior = 0 }: Question): number[] {
  const total = options.reduce((sum, { prior }) => sum + prior, nonePrior);
  return options.map(({ prior }) => (total === 0 ? 0 : prior / total));
}

/** Weight of the decisions that do not tell, then of those with each value of the column. */
function weightsOfValues({ values, at }: PrecedentColumn, evidence: Float64Array): Float64Array {
  const weights = new Float64Array(values.length + 1);
  for (let decision = 0; decision < at.length; decision++) {
    const value = (at[decision] ?? -1) + 1;
    weights[value] = (weights[value] ?? 0) + (evidence[decision] ?? 0);
  }
  return weights;
}

/**
 * How likely each option of a question is, in the order of its options: by the answers of similar published decisions,
 * smoothed by the priors of the rules. A decision that does not tell counts by the priors, too: what goes without saying
 * is mostly not said. Adds up to 1; for a multiple choice to more or less.
 *
 * @param evidence weights of the published decisions, see `evidenceOf`
 */
export function optionLikelihoods(rules: Rules, question: Question, evidence: Float64Array): number[] {
  const weights = new Float64Array(question.options.length);
  let untold = PRIOR_CASES;
  let total = PRIOR_CASES;
  const column = rules.precedents?.columns[question.id];
  if (column) {
    const byValue = weightsOfValues(column, evidence);
    const [untoldWeight = 0] = byValue;
    untold += untoldWeight;
    total += untoldWeight;
    optionsOf(question, column).forEach((options, value) => {
      const weight = byValue[value + 1] ?? 0;
      total += weight;
      for (const option of options) weights[option] = (weights[option] ?? 0) + weight;
    });
  }
  return priorShares(question).map((share, option) => ((weights[option] ?? 0) + untold * share) / total);
}
