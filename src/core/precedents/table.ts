import { chosenOptions } from '../answers.ts';
import type { AnswerValue, Question, Rules } from '../model.ts';

/** The answers of all published decisions to one question. By position of the decision. */
export interface Column {
  /** How much the question counts in a comparison. */
  readonly importance: number;
  readonly answers: readonly (AnswerValue | undefined)[];
  /** Positions of the options that the answer stands for; computed when first read. */
  readonly options: readonly (readonly number[])[];
}

/** How much a hard constraint counts, in the unit of weights, when the importance of a question is computed. */
const WEIGHT_OF_REQUIREMENT = 3;

/** Bounds of the importance of a question: none decides alone, none counts for nothing. */
const LEAST_IMPORTANCE = 0.5;
const MOST_IMPORTANCE = 8;

const tables = new WeakMap<Rules, Map<string, Column>>();

/** The column of a question; made once for each rule set, and only for questions that are compared. */
export function columnOf(rules: Rules, question: Question): Column {
  const table = tables.get(rules) ?? new Map<string, Column>();
  tables.set(rules, table);
  const known = table.get(question.id);
  if (known) return known;
  const column = new LazyColumn(rules, question);
  table.set(question.id, column);
  return column;
}

class LazyColumn implements Column {
  readonly importance: number;
  readonly answers: readonly (AnswerValue | undefined)[];
  readonly #question: Question;
  #options: readonly (readonly number[])[] | undefined;

  constructor(rules: Rules, question: Question) {
    this.importance = importanceOf(question);
    this.answers = (rules.precedents ?? []).map(({ answers }) => answers[question.id]);
    this.#question = question;
  }

  get options(): readonly (readonly number[])[] {
    this.#options ??= positionsOf(this.#question, this.answers);
    return this.#options;
  }
}

/** Equal answers share one list. */
function positionsOf(question: Question, answers: readonly (AnswerValue | undefined)[]): (readonly number[])[] {
  const known = new Map<AnswerValue | undefined, readonly number[]>([[undefined, []]]);
  return answers.map((answer) => {
    const found = known.get(answer);
    if (found) return found;
    const made =
      answer === undefined ? [] : chosenOptions(question, answer).map((one) => question.options.indexOf(one));
    known.set(answer, made);
    return made;
  });
}

/** How much an answer to the question can move the ranking, within bounds. */
function importanceOf({ options }: Question): number {
  let strongest = 0;
  for (const { effects } of options) {
    let strength = 0;
    for (const { weighs, requires } of effects) {
      for (const id in weighs) strength += weighs[id] ?? 0;
      for (const _ in requires) strength += WEIGHT_OF_REQUIREMENT;
    }
    strongest = Math.max(strongest, strength);
  }
  return Math.min(Math.max(strongest / 2, LEAST_IMPORTANCE), MOST_IMPORTANCE);
}
