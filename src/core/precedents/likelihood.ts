import type { Answers, Option, Question, Rules } from '../model.ts';
import { similaritiesTo } from './similarity.ts';
import { precedentTable } from './table.ts';

/** How quickly a published decision loses weight as it grows unlike these answers: 1/e for each step of this size. */
const BANDWIDTH = 0.1;

/** Weight of the priors of the rules, in published decisions that agree wholly. */
export const PRIOR_CASES = 4;

/**
 * The published decisions as evidence for what is open: exp((similarity − 1) / bandwidth), above 0 to 1, by position.
 *
 * @param except id of a question whose answer is left out
 */
export function evidenceFor(rules: Rules, answers: Answers, except?: string): Float64Array {
  return similaritiesTo(rules, answers, except).similarity.map((similarity) => Math.exp((similarity - 1) / BANDWIDTH));
}

/** How many projects choose none of a list where that is an answer, 0 to 1: more than four in five published ones. */
const NONE_SHARE = 0.8;

/** Share of projects that choose an option by the priors of the question, 0 to 1. */
export function priorShare({ options, noneLabel }: Question, option: Option): number {
  const total = options.reduce((sum, { prior }) => sum + prior, 0);
  const some = noneLabel === undefined ? 1 : 1 - NONE_SHARE;
  return total === 0 ? 0 : (some * option.prior) / total;
}

/**
 * How likely each option of a question is, in the order of its options: by the answers of similar published decisions,
 * smoothed by the priors of the rules. Adds up to 1; for a multiple choice possibly to more, or
 * to less where none of them is an answer.
 *
 * @param evidence weights of the published decisions, see `evidenceFor`
 */
export function optionLikelihoods(rules: Rules, question: Question, evidence: Float64Array): number[] {
  const weights = question.options.map((option) => PRIOR_CASES * priorShare(question, option));
  let total = PRIOR_CASES;
  const column = precedentTable(rules).columns.get(question.id);
  column?.options.forEach((chosen, at) => {
    if (column.answers[at] === undefined) return;
    const weight = evidence[at] ?? 0;
    total += weight;
    for (const option of chosen) weights[option] = (weights[option] ?? 0) + weight;
  });
  return weights.map((weight) => weight / total);
}
