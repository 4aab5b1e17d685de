import { chosenOptions } from '../answers.ts';
import type { Overrides } from '../decision.ts';
import { capabilityMatrix } from '../matrix.ts';
import type { Answers, AnswerValue, Question, Rules } from '../model.ts';
import { openQuestions } from '../open-questions.ts';
import { evidenceFor } from '../precedents/likelihood.ts';
import { recommendedId, tally } from '../tally.ts';
import { type Completion, likelyCompletions } from './completions.ts';

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

/** What can still happen to the advice. */
export interface Outlook {
  /** The open questions, most telling first; equal ones in the order of the rules. */
  readonly questions: readonly TellingQuestion[];
  /** Estimated probability, 0 to 1, that the first place stays what it is when everything open is answered. */
  readonly stability: number;
}

/** The open questions that were not put yet, in the order of the rules. */
export function openQuestionsOf({ rules, answers, asked }: Interview): Question[] {
  return openQuestions(rules, answers).filter(({ id }) => !asked.has(id));
}

/**
 * Which question to put next, and whether any is worth it. Looks at likely completions of the answers; see
 * `likelyCompletions`.
 *
 * @param evidence weights of the published decisions; by default their similarity, see `evidenceFor`
 */
export function outlookOf(
  interview: Interview,
  evidence: Float64Array = evidenceFor(interview.rules, interview.answers),
): Outlook {
  const { rules, answers, overrides, pool, asked } = interview;
  const matrix = capabilityMatrix(rules);
  const winnerWith = (all: Answers) => recommendedId(matrix, tally(matrix, all, overrides), pool);
  const isOpen = ({ id, about }: Question) => about === 'decision' && answers[id] === undefined && !asked.has(id);
  const completions = likelyCompletions(rules, answers, isOpen, evidence);
  const winners = completions.map((completion) => winnerWith(completion.answers) ?? '');
  const now = winnerWith(answers) ?? '';
  const total = completions.reduce((sum, { weight }) => sum + weight, 0);
  const kept = completions.reduce((sum, { weight }, at) => (winners[at] === now ? sum + weight : sum), 0);
  const questions = openQuestionsOf(interview).map((question) => ({
    question,
    information: mutualInformation(completions, winners, question),
  }));
  return {
    questions: questions.sort((a, b) => b.information - a.information),
    stability: total === 0 ? 1 : kept / total,
  };
}

/**
 * Σ p(a,w) log₂ p(a,w) / (p(a) p(w)) over weighted completions, with the bias of few cases taken off (Miller and Madow
 * 1955); their number is the effective one, (Σ weights)² / Σ weights².
 */
function mutualInformation(completions: readonly Completion[], winners: readonly string[], question: Question): number {
  const joint = new Map<string, number>();
  const byAnswer = new Map<string, number>();
  const byWinner = new Map<string, number>();
  const add = (map: Map<string, number>, key: string, weight: number) => map.set(key, (map.get(key) ?? 0) + weight);
  let total = 0;
  let squares = 0;
  completions.forEach(({ answers, weight }, at) => {
    const answer = choiceKey(question, answers[question.id]);
    const winner = winners[at] ?? '';
    add(joint, `${answer} ${winner}`, weight);
    add(byAnswer, answer, weight);
    add(byWinner, winner, weight);
    total += weight;
    squares += weight * weight;
  });
  if (total === 0) return 0;
  const effective = (total * total) / squares;
  const bias = ((byAnswer.size - 1) * (byWinner.size - 1)) / (2 * effective * Math.LN2);
  return entropy(byAnswer, total) + entropy(byWinner, total) - entropy(joint, total) - bias;
}

/** A name for the options that an answer stands for; empty where there is none. */
function choiceKey(question: Question, answer: AnswerValue | undefined): string {
  if (answer === undefined) return '';
  return chosenOptions(question, answer)
    .map((option) => question.options.indexOf(option))
    .join();
}

function entropy(weights: ReadonlyMap<string, number>, total: number): number {
  let bits = 0;
  for (const weight of weights.values()) bits -= (weight / total) * Math.log2(weight / total);
  return bits;
}
