import { chosenOptions } from '../answers.ts';
import { log2 } from '../arithmetic.ts';
import { evaluate, mentionedQuestions } from '../condition/evaluate.ts';
import type { Overrides } from '../decision.ts';
import type { Answers, AnswerValue, Question, Rules } from '../model.ts';
import { evidenceFor } from '../precedents/likelihood.ts';
import { capabilityMatrix } from '../ranking/matrix.ts';
import { recommendedId, tally } from '../ranking/tally.ts';
import { WhatIf } from '../ranking/what-if.ts';
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

/** An open question, and what its answer is expected to bring. */
interface TellingQuestion {
  readonly question: Question;
  /**
   * Half the probability, 0 to 1, that the advice with its answer is the final one, plus half the mutual information, in
   * bits, between its answer and the final advice.
   */
  readonly gain: number;
}

/** What can still happen to the advice. */
export interface Outlook {
  /** The open questions, most telling first; nearly equal ones in the order of the rules, which is that of a person. */
  readonly questions: readonly TellingQuestion[];
  /** Estimated probability, 0 to 1, that the first place stays what it is when everything open is answered. */
  readonly stability: number;
}

/**
 * Whether a question makes sense now. One that depends on a question that was answered with "not sure" may be put, too:
 * else not knowing one thing would hide the others.
 */
export function mayBePut({ when }: Question, answers: Answers, asked: ReadonlySet<string>): boolean {
  const truth = when === undefined || evaluate(when, { answers });
  if (truth !== undefined) return truth;
  return [...mentionedQuestions(when)].every((id) => answers[id] !== undefined || asked.has(id));
}

/** The open questions that bear on the decision and were not put yet, in the order of the rules. */
export function openQuestionsOf({ rules, answers, asked }: Interview): Question[] {
  return rules.questions.filter((question) => {
    const { id, about } = question;
    return about === 'decision' && answers[id] === undefined && !asked.has(id) && mayBePut(question, answers, asked);
  });
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
  const whatIf = new WhatIf(matrix, answers, overrides, pool);
  const isOpen = (question: Question, all: Answers) =>
    question.about === 'decision' &&
    answers[question.id] === undefined &&
    !asked.has(question.id) &&
    mayBePut(question, all, asked);
  const outcomes = likelyCompletions(rules, answers, isOpen, evidence).map(
    (completion): Outcome => ({
      ...completion,
      winner: recommendedId(matrix, tally(matrix, completion.answers, overrides), pool),
    }),
  );
  const total = outcomes.reduce((sum, { weight }) => sum + weight, 0);
  const byWinner = weightsBy(outcomes, ({ winner }) => winner);
  const now = whatIf.winner();
  const gainOf = (question: Question) => {
    const choices = choicesOf(question, outcomes);
    const winnerWith = winnersWith(whatIf, question);
    const final = outcomes.reduce(
      (sum, { answers: all, weight, winner }, at) =>
        winnerWith(choices[at] ?? '', all[question.id]) === winner ? sum + weight : sum,
      0,
    );
    return (final / total + mutualInformation(outcomes, choices, byWinner, total)) / 2;
  };
  const questions = openQuestionsOf(interview).map((question) => ({ question, gain: gainOf(question) }));
  const stability = (byWinner.get(now) ?? 0) / total;
  return { questions: mostTellingFirst(questions, stability / 2), stability };
}

/** The first place with an answer to a question, found once for each choice. */
function winnersWith(
  whatIf: WhatIf,
  question: Question,
): (choice: string, answer: AnswerValue | undefined) => string | null {
  const winners = new Map<string, string | null>([['', whatIf.winner()]]);
  return (choice, answer) => {
    const known = winners.get(choice);
    if (known !== undefined || answer === undefined) return known ?? null;
    const winner = whatIf.winnerWith(question, answer);
    winners.set(choice, winner);
    return winner;
  };
}

/** Questions that tell at least this share of what the best one tells are nearly equal to it. */
const NEARLY = 0.95;

/**
 * @param questions in the order of the rules
 * @param least the gain of a question that tells nothing
 */
function mostTellingFirst(questions: readonly TellingQuestion[], least: number): TellingQuestion[] {
  const left = [...questions];
  const sorted: TellingQuestion[] = [];
  while (left.length > 0) {
    const most = Math.max(...left.map(({ gain }) => gain)) - least;
    const next = left.findIndex(({ gain }) => gain - least >= (most > 0 ? NEARLY * most : most));
    sorted.push(...left.splice(next, 1));
  }
  return sorted;
}

/** A completion, and the protocol that it would put first. */
interface Outcome extends Completion {
  readonly winner: string | null;
}

/** Sums of weights by a property of the outcomes. */
function weightsBy<Key>(outcomes: readonly Outcome[], keyOf: (outcome: Outcome, at: number) => Key): Map<Key, number> {
  const sums = new Map<Key, number>();
  outcomes.forEach((outcome, at) => {
    const key = keyOf(outcome, at);
    sums.set(key, (sums.get(key) ?? 0) + outcome.weight);
  });
  return sums;
}

/**
 * Σ p(c,w) log₂ p(c,w) / (p(c) p(w)) over the choices c and the winners w of weighted outcomes.
 *
 * @param choices of the outcomes, see `choiceKey`
 */
function mutualInformation(
  outcomes: readonly Outcome[],
  choices: readonly string[],
  byWinner: ReadonlyMap<string | null, number>,
  total: number,
): number {
  if (total === 0) return 0;
  const byChoice = weightsBy(outcomes, (_, at) => choices[at] ?? '');
  // An answer that nobody gives differently tells nothing.
  if (byChoice.size === 1 || byWinner.size === 1) return 0;
  const joint = weightsBy(outcomes, ({ winner }, at) => `${choices[at]} ${winner}`);
  return entropy(byChoice, total) + entropy(byWinner, total) - entropy(joint, total);
}

/** The choice of each outcome. Published answers come again and again. */
function choicesOf(question: Question, outcomes: readonly Outcome[]): string[] {
  const known = new Map<AnswerValue | undefined, string>();
  return outcomes.map(({ answers }) => {
    const answer = answers[question.id];
    const choice = known.get(answer) ?? choiceKey(question, answer);
    known.set(answer, choice);
    return choice;
  });
}

/** A name for the options that an answer stands for; empty where there is none. */
function choiceKey(question: Question, answer: AnswerValue | undefined): string {
  if (answer === undefined) return '';
  return chosenOptions(question, answer)
    .map((option) => question.options.indexOf(option))
    .join();
}

function entropy(weights: ReadonlyMap<unknown, number>, total: number): number {
  let bits = 0;
  for (const weight of weights.values()) bits -= (weight / total) * log2(weight / total);
  return bits;
}

/** Stability from which open questions are not worth asking; `npm run calibrate` shows what other values would give. */
const STABLE = 0.925;

/** What the wizard does next. */
export type InterviewStep = { readonly kind: 'ask'; readonly question: Question } | { readonly kind: 'stop' };

/** Asks the most telling open question, until what is open would hardly change the advice, or nothing is open. */
export function interviewStep(interview: Interview, stable: number = STABLE): InterviewStep {
  return stepAfter(outlookOf(interview), stable);
}

/** The same, from what is known about the open questions. */
export function stepAfter({ questions, stability }: Outlook, stable: number = STABLE): InterviewStep {
  const [next] = questions;
  return next === undefined || stability >= stable ? { kind: 'stop' } : { kind: 'ask', question: next.question };
}

/** The longest interview, and how many more questions than just before its end a less stable advice gets. */
const MOST_LEFT = 15;
const MOST_AT_STOP = 4;
const MOST_PER_STABILITY = 30;

/**
 * How many questions are worth putting before the wizard offers its advice, stable or not. Three of four interviews
 * about published decisions stop before that limit; `npm run calibrate` shows the share of right stops with it.
 */
export function mostLeft({ questions, stability }: Outlook): number {
  if (stability >= STABLE) return 0;
  const most = Math.round(MOST_AT_STOP + (STABLE - stability) * MOST_PER_STABILITY);
  return Math.min(most, MOST_LEFT, questions.length);
}
