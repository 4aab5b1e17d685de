import { chosenOptions } from '../answers.ts';
import { holds } from '../condition/evaluate.ts';
import type { Flip, Overrides } from '../decision.ts';
import { capabilityMatrix } from '../matrix.ts';
import type { Answers, AnswerValue, Question, Rules } from '../model.ts';
import { recommendedId, tally } from '../tally.ts';

/** How plausible it is that an answer which was given turns out to be another one, against one that is open. */
const GIVEN_ANSWER_DOUBT = 0.25;

/** An answer instead of the one that holds. */
interface OtherAnswer {
  readonly to: AnswerValue;
  /** Share of the question's priors, 0 to 1. */
  readonly plausibility: number;
}

/**
 * Every single answer that, when changed, changes the recommendation; for an open question, every answer that would.
 * The most plausible come first: by how often projects answer so, open questions before given answers, a
 * neighbouring band of numbers before a distant one.
 *
 * @param pool positions of the protocols that are ranked
 */
export function findFlips(rules: Rules, answers: Answers, overrides: Overrides, pool: readonly number[]): Flip[] {
  const matrix = capabilityMatrix(rules);
  const winnerWith = (changed: Answers) => recommendedId(matrix, tally(matrix, changed, overrides), pool);
  const winner = winnerWith(answers);
  const flips: (Flip & { readonly plausibility: number })[] = [];
  for (const question of rules.questions) {
    if (!holds(question.when, { answers })) continue;
    const from = answers[question.id] ?? null;
    for (const { to, plausibility } of otherAnswers(question, from)) {
      const other = winnerWith({ ...answers, [question.id]: to });
      if (other !== winner) flips.push({ question: question.id, from, to, winner: other, plausibility });
    }
  }
  return flips.sort((a, b) => b.plausibility - a.plausibility).map(({ plausibility: _, ...flip }) => flip);
}

function otherAnswers(question: Question, from: AnswerValue | null): OtherAnswer[] {
  const total = question.options.reduce((sum, { prior }) => sum + prior, 0);
  const doubt = from === null ? 1 : GIVEN_ANSWER_DOUBT;
  if (question.kind === 'choices') return otherSelections(question, from, (prior) => (doubt * prior) / total);
  const [current] = from === null ? [] : chosenOptions(question, from);
  const here = current ? question.options.indexOf(current) : -1;
  return question.options.flatMap((option, at) => {
    if (option === current) return [];
    const distance = question.kind === 'number' && current ? Math.abs(at - here) : 1;
    return [{ to: option.value, plausibility: ((doubt * option.prior) / total) * 0.5 ** (distance - 1) }];
  });
}

/** Of a multiple choice: one option more or one less; of an open one, each option alone. */
function otherSelections(
  question: Question,
  from: AnswerValue | null,
  share: (prior: number) => number,
): OtherAnswer[] {
  const selected: readonly string[] = typeof from === 'object' && from !== null ? from : [];
  return question.options.flatMap(({ value, prior }) => {
    const id = String(value);
    const ids = question.options.map((option) => String(option.value));
    const to = ids.filter((other) => (other === id ? !selected.includes(id) : selected.includes(other)));
    return to.length === 0 ? [] : [{ to, plausibility: share(prior) }];
  });
}
