import type { Hinge } from '../decision.ts';
import type { AnswerValue, Option, Question, Rules } from '../model.ts';
import { optionLikelihoods } from '../precedents/likelihood.ts';
import type { WhatIf } from '../what-if.ts';

/** Likelihood below which a change is not worth naming. */
const LEAST_LIKELIHOOD = 0.05;

/**
 * The open questions whose likely answers would change the first place: one entry for each question and new winner, the
 * most likely first. Given answers are not doubted.
 *
 * @param open questions that apply and have no answer
 * @param evidence weights of the published decisions, see `evidenceFor`
 */
export function findHinges(rules: Rules, whatIf: WhatIf, open: readonly Question[], evidence: Float64Array): Hinge[] {
  const winner = whatIf.winner();
  return open
    .flatMap((question) => hingesOf(question, optionLikelihoods(rules, question, evidence), whatIf, winner))
    .filter(({ likelihood }) => likelihood >= LEAST_LIKELIHOOD)
    .sort((a, b) => b.likelihood - a.likelihood);
}

function hingesOf(question: Question, likelihoods: readonly number[], whatIf: WhatIf, winner: string | null): Hinge[] {
  const byWinner = new Map<
    string | null,
    { readonly answer: AnswerValue; readonly best: number; readonly sum: number }
  >();
  question.options.forEach((option, at) => {
    const likelihood = likelihoods[at] ?? 0;
    if (likelihood < LEAST_LIKELIHOOD / 2) return;
    const answer = answerOf(question, option);
    const other = whatIf.winnerWith(question, answer);
    if (other === winner) return;
    const known = byWinner.get(other);
    const isLikeliest = likelihood > (known?.best ?? 0);
    byWinner.set(other, {
      answer: known && !isLikeliest ? known.answer : answer,
      best: Math.max(likelihood, known?.best ?? 0),
      sum: likelihood + (known?.sum ?? 0),
    });
  });
  return [...byWinner].map(([other, { answer, sum }]) => ({
    question: question.id,
    answer,
    winner: other,
    likelihood: Math.min(sum, 1),
  }));
}

/** The answer that stands for choosing this option alone. */
export function answerOf({ kind }: Question, { value }: Option): AnswerValue {
  return kind === 'choices' ? [String(value)] : value;
}
