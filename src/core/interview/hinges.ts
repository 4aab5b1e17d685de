import type { Hinge } from '../decision.ts';
import type { AnswerValue, Option, Question, Rules } from '../model.ts';
import { optionLikelihoods } from '../precedents/likelihood.ts';
import type { WhatIf } from '../ranking/what-if.ts';

/** Likelihood below which a change is not worth naming. */
const LEAST_LIKELIHOOD = 0.05;

/**
 * The open questions whose likely answers would change the first place: one entry for each question and new winner, the
 * most likely first. Given answers are not doubted.
 *
 * @param open questions that apply and have no answer
 * @param evidence gives the weights of the published decisions, see `evidenceFor`; called where it matters, at most once
 */
export function findHinges(
  rules: Rules,
  whatIf: WhatIf,
  open: readonly Question[],
  evidence: () => Float64Array,
): Hinge[] {
  let known: Float64Array | undefined;
  const weights = () => {
    known ??= evidence();
    return known;
  };
  return open
    .flatMap((question) => hingesOf(rules, question, whatIf, weights))
    .sort((a, b) => b.likelihood - a.likelihood);
}

function hingesOf(rules: Rules, question: Question, whatIf: WhatIf, evidence: () => Float64Array): Hinge[] {
  const candidates = question.options.flatMap((option, at) =>
    whatIf.cannotChange(question, option) ? [] : [{ option, at }],
  );
  if (candidates.length === 0) return [];
  const likelihoods = optionLikelihoods(rules, question, evidence());
  const tried = candidates.map(({ option, at }) => ({ option, likelihood: likelihoods[at] ?? 0 }));
  if (tried.reduce((sum, { likelihood }) => sum + likelihood, 0) < LEAST_LIKELIHOOD) return [];
  const byWinner = new Map<
    string | null,
    { readonly answer: AnswerValue; readonly best: number; readonly sum: number }
  >();
  for (const { option, likelihood } of tried) {
    const answer = answerOf(question, option);
    const winner = whatIf.winnerWith(question, answer);
    if (winner === whatIf.winner()) continue;
    const known = byWinner.get(winner);
    const isLikeliest = likelihood > (known?.best ?? -1);
    byWinner.set(winner, {
      answer: known && !isLikeliest ? known.answer : answer,
      best: Math.max(likelihood, known?.best ?? 0),
      sum: likelihood + (known?.sum ?? 0),
    });
  }
  return [...byWinner].flatMap(([winner, { answer, sum }]) =>
    sum < LEAST_LIKELIHOOD ? [] : [{ question: question.id, answer, winner, likelihood: Math.min(sum, 1) }],
  );
}

/** The answer that stands for choosing this option alone. */
export function answerOf({ kind }: Question, { value }: Option): AnswerValue {
  return kind === 'choices' ? [String(value)] : value;
}
