import type { Drawn } from '../condition/drawn.ts';
import { holds, mentionedQuestions } from '../condition/evaluate.ts';
import type { Overrides } from '../decision.ts';
import { capabilityMatrix } from '../matrix.ts';
import type { Answers, Question, Rules } from '../model.ts';
import { AnswerSampler } from '../robustness/draw-answers.ts';
import type { Random } from '../robustness/random.ts';
import { weightedSum } from '../tally.ts';
import { isSettled } from './settled.ts';

/** What the wizard knows when it looks for its next question. */
export interface Interview {
  readonly rules: Rules;
  readonly answers: Answers;
  readonly overrides: Overrides;
  /** Positions of the protocols that are ranked. */
  readonly pool: readonly number[];
  /** Ids of the questions that were put already; those among them without an answer were "not sure". */
  readonly asked: ReadonlySet<string>;
}

/** An open question, and what its answer is expected to tell. */
export interface TellingQuestion {
  readonly question: Question;
  /** Mutual information between its answer and the winner, in bits: how much less unsure of the winner it leaves us. */
  readonly information: number;
}

/** Completions drawn for each choice of a question: enough to tell the first few apart. */
const SAMPLES = 1000;

/** The questions that bear on the decision, were not put yet, and may apply; in the order of the rules. */
export function openQuestionsOf({ rules, answers, asked }: Interview): Question[] {
  return rules.questions.filter(
    ({ id, about, when }) =>
      about === 'decision' && answers[id] === undefined && !asked.has(id) && holds(when, { answers }),
  );
}

/** All that can still come: the open questions, and those that an open one may yet bring into play. */
function reachableQuestions({ rules, answers, asked }: Interview): Question[] {
  const isOpen = (id: string) => answers[id] === undefined && !asked.has(id);
  return rules.questions.filter(
    ({ id, about, when }) =>
      about !== 'estimate' && isOpen(id) && (holds(when, { answers }) || [...mentionedQuestions(when)].some(isOpen)),
  );
}

/** Whether no combination of answers to what is still open can change the first place: exact, see `isSettled`. */
export function isDecided(interview: Interview): boolean {
  const { rules, answers, overrides, pool } = interview;
  return isSettled(rules, answers, overrides, pool, reachableQuestions(interview));
}

/**
 * The open questions, most telling first: by mutual information I(answer; winner), estimated over random completions
 * of the answers drawn by the priors of the rules. Ties keep the order of the rules.
 *
 * @param random the same state gives the same order
 */
export function rankQuestions(interview: Interview, random: Random): TellingQuestion[] {
  const { rules } = interview;
  const draws = drawWinners(interview, random);
  return openQuestionsOf(interview)
    .map(
      (question): TellingQuestion => ({
        question,
        information: mutualInformation(draws, rules.questions.indexOf(question)),
      }),
    )
    .sort((a, b) => b.information - a.information);
}

interface Draw {
  readonly drawn: Drawn;
  /** Position of the winner, −1 when nothing is feasible. */
  readonly winner: number;
}

function drawWinners({ rules, answers, overrides, pool, asked }: Interview, random: Random): Draw[] {
  const matrix = capabilityMatrix(rules);
  const sampler = new AnswerSampler(rules, answers, overrides, pool, asked);
  const profile = { weights: new Float64Array(matrix.criteriaCount), excluded: new Uint8Array(pool.length) };
  return Array.from({ length: SAMPLES }, () => {
    sampler.draw(random, profile);
    let winner = -1;
    let best = Number.NEGATIVE_INFINITY;
    pool.forEach((p, at) => {
      const sum = profile.excluded[at] === 1 ? best : weightedSum(matrix, profile.weights, p);
      if (sum > best) [winner, best] = [p, sum];
    });
    return { drawn: sampler.drawn.slice(), winner };
  });
}

/** Σ p(a,w) log₂ p(a,w) / (p(a) p(w)), with the bias that few draws bring taken off (Miller and Madow 1955). */
function mutualInformation(draws: readonly Draw[], question: number): number {
  const joint = new Map<number, number>();
  const byAnswer = new Map<number, number>();
  const byWinner = new Map<number, number>();
  const count = (map: Map<number, number>, key: number) => map.set(key, (map.get(key) ?? 0) + 1);
  for (const { drawn, winner } of draws) {
    const answer = drawn[question] ?? 0;
    count(joint, answer * draws.length + winner);
    count(byAnswer, answer);
    count(byWinner, winner);
  }
  const bias = ((byAnswer.size - 1) * (byWinner.size - 1)) / (2 * draws.length * Math.LN2);
  return entropy(byAnswer, draws.length) + entropy(byWinner, draws.length) - entropy(joint, draws.length) - bias;
}

function entropy(counts: ReadonlyMap<number, number>, total: number): number {
  let bits = 0;
  for (const count of counts.values()) bits -= (count / total) * Math.log2(count / total);
  return bits;
}
