import { isSettled } from './completion.ts';
import { holds, mentionedQuestions } from './condition.ts';
import type { Overrides } from './decision.ts';
import { capabilityMatrix } from './matrix.ts';
import type { Answers, AnswerValue, Question, Rules } from './model.ts';
import { recommendedId, tally } from './tally.ts';

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
export interface Candidate {
  readonly question: Question;
  /** Mutual information between its answer and the winner, in bits: how much less unsure of the winner it leaves us. */
  readonly information: number;
}

/** Completions drawn for each choice of a question: enough to tell the first few apart. */
const SAMPLES = 400;

/** How often a draw of a multiple choice takes a second option. */
const SECOND_OPTION_SHARE = 0.25;

/** The questions that bear on the decision, were not put yet, and may apply; in the order of the rules. */
export function openQuestionsOf({ rules, answers, asked }: Interview): Question[] {
  return rules.questions.filter(
    ({ id, about, when }) => about === 'decision' && answers[id] === undefined && !asked.has(id) && holds(when, { answers }),
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
 * @param random uniform in [0, 1); the same numbers give the same order
 */
export function rankQuestions(interview: Interview, random: () => number): Candidate[] {
  const open = openQuestionsOf(interview);
  const draws = Array.from({ length: SAMPLES }, () => drawCompletion(interview, random));
  return open
    .map((question): Candidate => ({ question, information: mutualInformation(draws, question) }))
    .sort((a, b) => b.information - a.information);
}

interface Draw {
  readonly answers: Answers;
  readonly winner: string | null;
}

function drawCompletion({ rules, answers, overrides, pool, asked }: Interview, random: () => number): Draw {
  const drawn: Record<string, AnswerValue> = { ...answers };
  for (const question of rules.questions) {
    if (drawn[question.id] !== undefined || asked.has(question.id) || question.about !== 'decision') continue;
    if (holds(question.when, { answers: drawn })) drawn[question.id] = drawAnswer(question, random);
  }
  const matrix = capabilityMatrix(rules);
  return { answers: drawn, winner: recommendedId(matrix, tally(matrix, drawn, overrides), pool) };
}

/** One answer, by the priors of the options. */
export function drawAnswer({ options, kind }: Question, random: () => number): AnswerValue {
  const pick = (): AnswerValue => {
    let left = random() * options.reduce((sum, { prior }) => sum + prior, 0);
    for (const { value, prior } of options) {
      left -= prior;
      if (left < 0) return value;
    }
    return options.at(-1)?.value ?? '';
  };
  if (kind !== 'choices') return pick();
  const chosen = random() < SECOND_OPTION_SHARE ? [pick(), pick()] : [pick()];
  return options.map(({ value }) => String(value)).filter((id) => chosen.includes(id));
}

/** Σ p(a,w) log₂ p(a,w) / (p(a) p(w)), with the bias that few draws bring taken off (Miller and Madow 1955). */
function mutualInformation(draws: readonly Draw[], { id }: Question): number {
  const joint = new Map<string, number>();
  const byAnswer = new Map<string, number>();
  const byWinner = new Map<string, number>();
  const count = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);
  for (const { answers, winner } of draws) {
    const answer = String(answers[id]);
    count(joint, `${answer} ${winner}`);
    count(byAnswer, answer);
    count(byWinner, String(winner));
  }
  const bias = ((byAnswer.size - 1) * (byWinner.size - 1)) / (2 * draws.length * Math.LN2);
  return entropy(byAnswer, draws.length) + entropy(byWinner, draws.length) - entropy(joint, draws.length) - bias;
}

function entropy(counts: ReadonlyMap<string, number>, total: number): number {
  let bits = 0;
  for (const count of counts.values()) bits -= (count / total) * Math.log2(count / total);
  return bits;
}
