import type { Answers, Option, Question, Rules } from '../model.ts';
import { type Similarities, similaritiesTo } from './similarity.ts';
import { optionsOf } from './table.ts';

/** How quickly a published decision loses weight as it grows unlike these answers: 1/e for each step of this size. */
const BANDWIDTH = 0.1;

/** Weight of the priors of the rules, in published decisions that agree wholly. */
export const PRIOR_CASES = 4;

/** The published decisions as evidence for what is open: exp((similarity − 1) / bandwidth), above 0 to 1, by position. */
export function evidenceOf({ similarity }: Similarities): Float64Array {
  return similarity.map((one) => Math.exp((one - 1) / BANDWIDTH));
}

/**
 * The evidence that published decisions give with these answers.
 *
 * @param except id of a question whose answer is left out
 */
export function evidenceFor(rules: Rules, answers: Answers, except?: string): Float64Array {
  return evidenceOf(similaritiesTo(rules, answers, except));
}

/** Share of the question's priors that an option has, 0 to 1. */
function priorShare({ options }: Question, option: Option): number {
  const total = options.reduce((sum, { prior }) => sum + prior, 0);
  return total === 0 ? 0 : option.prior / total;
}

/**
 * How likely each option of a question is, in the order of its options: by the answers of similar published decisions,
 * smoothed by the priors of the rules. Adds up to 1; for a multiple choice possibly to more.
 *
 * @param evidence weights of the published decisions, see `evidenceOf`
 */
export function optionLikelihoods(rules: Rules, question: Question, evidence: Float64Array): number[] {
  const weights = question.options.map((option) => PRIOR_CASES * priorShare(question, option));
  let total = PRIOR_CASES;
  const column = rules.precedents?.columns[question.id];
  if (column) {
    const options = optionsOf(question, column);
    column.at.forEach((value, at) => {
      if (value < 0) return;
      const weight = evidence[at] ?? 0;
      total += weight;
      for (const option of options[value] ?? []) weights[option] = (weights[option] ?? 0) + weight;
    });
  }
  return weights.map((weight) => weight / total);
}
