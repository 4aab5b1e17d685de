import { log10 } from '../arithmetic.ts';
import type { Answers, AnswerValue, PrecedentColumn, Question, Rules } from '../model.ts';
import { importanceOf } from './table.ts';

/** Decades by which two numbers may differ before they have nothing in common. */
const DECADES = 2;

/** What an answer counts that a published decision does not tell. */
const UNTOLD = 0.5;

const NO_COLUMN: PrecedentColumn = { values: [], at: [] };

/** How near the published decisions are to some answers. By position of the decision. */
export interface Similarities {
  /** Mean agreement over the given answers, weighted by importance, 0 to 1; 1 when nothing is answered. */
  readonly similarity: Float64Array;
  /** The answers of the published decisions to the questions that are answered. */
  readonly answered: readonly PrecedentColumn[];
}

/**
 * Compares answers with those of every published decision of the rules.
 *
 * @param except id of a question that is left out
 */
export function similaritiesTo(rules: Rules, answers: Answers, except?: string): Similarities {
  const { count = 0, columns = {} } = rules.precedents ?? {};
  const similarity = new Float64Array(count);
  const answered: PrecedentColumn[] = [];
  const shares: Float64Array[] = [];
  let total = 0;
  for (const question of rules.questions) {
    const given = answers[question.id];
    if (question.about !== 'decision' || given === undefined || question.id === except) continue;
    total += importanceOf(question);
    const column = columns[question.id] ?? NO_COLUMN;
    answered.push(column);
    shares.push(sharesOf(question, column, given, count));
  }
  addUp(similarity, shares);
  for (let at = 0; at < count; at++) similarity[at] = total === 0 ? 1 : (similarity[at] ?? 0) / total;
  return { similarity, answered };
}

/** Two by two: half of the time goes into reading and writing the sums. */
function addUp(sums: Float64Array, parts: readonly Float64Array[]): void {
  const none = new Float64Array(sums.length);
  for (let first = 0; first < parts.length; first += 2) {
    const [one = none, other = none] = [parts[first], parts[first + 1]];
    for (let at = 0; at < sums.length; at++) sums[at] = (sums[at] ?? 0) + (one[at] ?? 0) + (other[at] ?? 0);
  }
}

/** Number of given answers that the published decision at a position has, too. */
export function sharedAnswers({ answered }: Similarities, at: number): number {
  let shared = 0;
  for (const column of answered) if ((column.at[at] ?? -1) >= 0) shared++;
  return shared;
}

/** Answers to one question whose shares are kept: all that are one of few, and those numbers that come again. */
const KEPT = 64;

interface KeptShares {
  readonly column: PrecedentColumn;
  readonly byAnswer: Map<string | boolean | number, Float64Array>;
}

/** Shares that were asked for before. */
const kept = new WeakMap<Question, KeptShares>();

/** What each published decision has in common with an answer, times the importance of the question; by position. */
function sharesOf(question: Question, column: PrecedentColumn, given: AnswerValue, count: number): Float64Array {
  let here = kept.get(question);
  if (here?.column !== column || here.byAnswer.size >= KEPT) {
    here = { column, byAnswer: new Map() };
    kept.set(question, here);
  }
  const key = typeof given === 'object' ? given.join() : given;
  const shares = here.byAnswer.get(key) ?? newShares(question, column, given, count);
  here.byAnswer.set(key, shares);
  return shares;
}

function newShares(question: Question, column: PrecedentColumn, given: AnswerValue, count: number): Float64Array {
  const importance = importanceOf(question);
  // The first is for those that do not tell, whose position is -1.
  const byValue = [UNTOLD, ...column.values.map((their) => agreement(given, their))].map((share) => importance * share);
  const shares = new Float64Array(count);
  for (let at = 0; at < count; at++) shares[at] = byValue[(column.at[at] ?? -1) + 1] ?? 0;
  return shares;
}

/** How well two answers to one question agree, 0 to 1; numbers by their order of magnitude. */
function agreement(given: AnswerValue, their: AnswerValue): number {
  if (typeof given === 'number') {
    return typeof their === 'number' ? Math.max(0, 1 - Math.abs(log10(given / their)) / DECADES) : 0;
  }
  if (typeof given !== 'object') return given === their ? 1 : 0;
  if (typeof their !== 'object') return 0;
  if (given.length + their.length === 0) return 1;
  let common = 0;
  for (const one of given) if (their.includes(one)) common++;
  return common / (given.length + their.length - common);
}
