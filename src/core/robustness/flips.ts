import type { Flip, Overrides } from '../decision.ts';
import { openQuestions } from '../interview/open-questions.ts';
import type { Answers, AnswerValue, Question, Rules } from '../model.ts';
import { evidenceFor, optionLikelihoods } from '../precedents/likelihood.ts';
import { capabilityMatrix } from '../ranking/matrix.ts';
import { WhatIf } from '../ranking/what-if.ts';

/** How plausible it is that an answer which was given turns out to be another one, against one that is open. */
const GIVEN_ANSWER_DOUBT = 0.25;

/** Answers less likely than this, by similar published decisions and priors, are not sane and are not listed. */
const LEAST_LIKELIHOOD = 0.01;

/**
 * Every single answer that, when changed, changes the recommendation; for an open question, every answer that would.
 * The most plausible come first; open questions come before given answers.
 *
 * @param pool positions of the protocols that are ranked
 */
export function findFlips(rules: Rules, answers: Answers, overrides: Overrides, pool: readonly number[]): Flip[] {
  const whatIf = new WhatIf(capabilityMatrix(rules), answers, overrides, pool);
  const winner = whatIf.winner();
  const open = evidenceFor(rules, answers);
  const isOpen = new Set(openQuestions(rules, answers).map(({ id }) => id));
  const flips: (Flip & { readonly plausibility: number })[] = [];
  for (const question of rules.questions) {
    const from = answers[question.id];
    if (from === undefined && !isOpen.has(question.id)) continue;
    const evidence = from === undefined ? open : evidenceFor(rules, answers, question.id);
    const likelihoods = optionLikelihoods(rules, question, evidence);
    const doubt = from === undefined ? 1 : GIVEN_ANSWER_DOUBT;
    for (const { option, to } of otherAnswers(question, from)) {
      const likelihood = likelihoods[option] ?? 0;
      if (likelihood < LEAST_LIKELIHOOD) continue;
      const other = whatIf.winnerWith(question, to);
      if (other === winner) continue;
      flips.push({ question: question.id, from: from ?? null, to, winner: other, plausibility: doubt * likelihood });
    }
  }
  return flips.sort((a, b) => b.plausibility - a.plausibility).map(({ plausibility: _, ...flip }) => flip);
}

interface OtherAnswer {
  /** Position of the option that the change is about. */
  readonly option: number;
  readonly to: AnswerValue;
}

/** Every other option; of a multiple choice, one option more or one less. */
function otherAnswers(question: Question, from: AnswerValue | undefined): OtherAnswer[] {
  if (question.kind === 'choices') return otherSelections(question, from);
  return question.options.flatMap((option, at) =>
    from !== undefined && isChosen(question, from, at) ? [] : [{ option: at, to: option.value }],
  );
}

function isChosen({ options, kind }: Question, answer: AnswerValue, at: number): boolean {
  if (kind !== 'number' || typeof answer !== 'number') return options[at]?.value === answer;
  const from = options[at]?.from ?? Number.NEGATIVE_INFINITY;
  const next = options[at + 1]?.from ?? Number.POSITIVE_INFINITY;
  return answer >= from && answer < next;
}

function otherSelections({ options }: Question, from: AnswerValue | undefined): OtherAnswer[] {
  const ids = options.map(({ value }) => String(value));
  const selected: readonly string[] = typeof from === 'object' ? from : [];
  return ids.flatMap((id, option) => {
    const to = ids.filter((other) => (other === id ? !selected.includes(id) : selected.includes(other)));
    return to.length === 0 ? [] : [{ option, to }];
  });
}
