import { chosenOptions } from '../answers.ts';
import type { Answers, AnswerValue, Precedent, PrecedentColumn, PrecedentTable, Question } from '../model.ts';

/** A published decision with the answers that its situation gives. */
export interface PrecedentCase extends Precedent {
  readonly answers: Answers;
}

/**
 * Published decisions as columns of answers, in their order: a decision compares few of them with many.
 *
 * @param earlier a table that the decisions are added to
 */
export function precedentTable(cases: readonly PrecedentCase[], earlier?: PrecedentTable): PrecedentTable {
  const before = earlier?.count ?? 0;
  const ids = new Set([
    ...Object.keys(earlier?.columns ?? {}),
    ...cases.flatMap(({ answers }) => Object.keys(answers)),
  ]);
  const columns = [...ids].map((id): [string, PrecedentColumn] => {
    const known = earlier?.columns[id] ?? { values: [], at: new Array<number>(before).fill(-1) };
    return [id, cases.reduce((column, { answers }) => withAnswer(column, answers[id]), known)];
  });
  return {
    count: before + cases.length,
    named: [...(earlier?.named ?? []), ...cases.map(({ answers: _, ...named }) => named)],
    columns: Object.fromEntries(columns),
  };
}

function withAnswer({ values, at }: PrecedentColumn, answer: AnswerValue | undefined): PrecedentColumn {
  if (answer === undefined) return { values, at: [...at, -1] };
  const key = JSON.stringify(answer);
  const known = values.findIndex((value) => JSON.stringify(value) === key);
  return known < 0 ? { values: [...values, answer], at: [...at, values.length] } : { values, at: [...at, known] };
}

/** How much a hard constraint counts, in the unit of weights, when the importance of a question is computed. */
const WEIGHT_OF_REQUIREMENT = 3;

/** Bounds of the importance of a question: none decides alone, none counts for nothing. */
const LEAST_IMPORTANCE = 0.5;
const MOST_IMPORTANCE = 8;

const importances = new WeakMap<Question, number>();

/** How much a question counts in a comparison: how far an answer to it can move the ranking, within bounds. */
export function importanceOf(question: Question): number {
  const known = importances.get(question);
  if (known !== undefined) return known;
  const strengths = question.options.map(({ effects }) => {
    let strength = 0;
    for (const { weighs, requires } of effects) {
      for (const id in weighs) strength += weighs[id] ?? 0;
      for (const _ in requires) strength += WEIGHT_OF_REQUIREMENT;
    }
    return strength;
  });
  const importance = Math.min(Math.max(Math.max(0, ...strengths) / 2, LEAST_IMPORTANCE), MOST_IMPORTANCE);
  importances.set(question, importance);
  return importance;
}

interface ColumnOptions {
  readonly column: PrecedentColumn;
  readonly options: readonly (readonly number[])[];
}

const columnOptions = new WeakMap<Question, ColumnOptions>();

/** By position in `values`: the positions of the options that the answer stands for. */
export function optionsOf(question: Question, column: PrecedentColumn): readonly (readonly number[])[] {
  const known = columnOptions.get(question);
  if (known?.column === column) return known.options;
  const options = column.values.map((answer) =>
    chosenOptions(question, answer).map((option) => question.options.indexOf(option)),
  );
  columnOptions.set(question, { column, options });
  return options;
}
