import { chosenOptions } from '../answers.ts';
import type { Answers, AnswerValue, Question, Rules } from '../model.ts';

/** The answers of all published decisions to one question, prepared for comparison. By position of the decision. */
interface Column {
  readonly question: Question;
  /** How much the question counts, see `importanceOf`. */
  readonly importance: number;
  readonly answers: readonly (AnswerValue | undefined)[];
  /** Positions of the options that the answer stands for. */
  readonly options: readonly (readonly number[])[];
  /** Decimal logarithm of a number; NaN for other answers. */
  readonly logs: Float64Array;
}

/** Published decisions as columns of answers, by question. */
export interface PrecedentTable {
  readonly count: number;
  /** By question id; of questions that bear on the decision. */
  readonly columns: ReadonlyMap<string, Column>;
}

/** How much a hard constraint counts, in the unit of weights, when the importance of a question is computed. */
const WEIGHT_OF_REQUIREMENT = 3;

/** Bounds of the importance of a question: none decides alone, none counts for nothing. */
const LEAST_IMPORTANCE = 0.5;
const MOST_IMPORTANCE = 8;

const tables = new WeakMap<Rules, PrecedentTable>();

/** Built once for each rule set. */
export function precedentTable(rules: Rules): PrecedentTable {
  const known = tables.get(rules);
  if (known) return known;
  const precedents = rules.precedents ?? [];
  const table: PrecedentTable = {
    count: precedents.length,
    columns: new Map(
      rules.questions
        .filter(({ about }) => about === 'decision')
        .map((question) => [question.id, toColumn(question, precedents)]),
    ),
  };
  tables.set(rules, table);
  return table;
}

function toColumn(question: Question, precedents: readonly { readonly answers: Answers }[]): Column {
  const answers = precedents.map((precedent) => precedent.answers[question.id]);
  return {
    question,
    importance: importanceOf(question),
    answers,
    options: answers.map((answer) =>
      answer === undefined ? [] : chosenOptions(question, answer).map((option) => question.options.indexOf(option)),
    ),
    logs: Float64Array.from(answers, (answer) => (typeof answer === 'number' ? Math.log10(answer) : Number.NaN)),
  };
}

/** How much an answer to the question can move the ranking, within bounds. */
function importanceOf({ options }: Question): number {
  const strengths = options.map(({ effects }) =>
    effects.reduce((sum, { weighs, requires }) => {
      const weights = Object.values(weighs).reduce((total, weight) => total + weight, 0);
      return sum + weights + WEIGHT_OF_REQUIREMENT * Object.keys(requires).length;
    }, 0),
  );
  return Math.min(Math.max(Math.max(...strengths, 0) / 2, LEAST_IMPORTANCE), MOST_IMPORTANCE);
}
