import { log10 } from '../arithmetic.ts';
import type { Answers, AnswerValue, PrecedentColumn, Rules } from '../model.ts';
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
  /** Number of given answers that the published decision has, too. */
  readonly shared: Uint8Array;
}

/**
 * Compares answers with those of every published decision of the rules.
 *
 * @param except id of a question that is left out
 */
export function similaritiesTo(rules: Rules, answers: Answers, except?: string): Similarities {
  const { count = 0, columns = {} } = rules.precedents ?? {};
  const similarity = new Float64Array(count);
  const shared = new Uint8Array(count);
  let total = 0;
  for (const question of rules.questions) {
    const given = answers[question.id];
    if (question.about !== 'decision' || given === undefined || question.id === except) continue;
    const importance = importanceOf(question);
    total += importance;
    const { values, at: positions } = columns[question.id] ?? NO_COLUMN;
    // The first is for those that do not tell, whose position is -1.
    const shares = Float64Array.of(importance * UNTOLD, ...values.map((their) => importance * agreement(given, their)));
    for (let at = 0; at < count; at++) {
      const value = positions[at] ?? -1;
      similarity[at] = (similarity[at] ?? 0) + (shares[value + 1] ?? 0);
      if (value >= 0) shared[at] = (shared[at] ?? 0) + 1;
    }
  }
  for (let at = 0; at < count; at++) similarity[at] = total === 0 ? 1 : (similarity[at] ?? 0) / total;
  return { similarity, shared };
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
