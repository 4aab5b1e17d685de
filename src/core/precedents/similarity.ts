import type { Answers, AnswerValue, Rules } from '../model.ts';
import { precedentTable } from './table.ts';

/** Decades by which two numbers may differ before they have nothing in common. */
const DECADES = 2;

/** What an answer counts that a published decision does not tell. */
const UNTOLD = 0.5;

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
  const { count, columns } = precedentTable(rules);
  const agreed = new Float64Array(count);
  const shared = new Uint8Array(count);
  let total = 0;
  for (const [id, { importance, answers: theirs, logs }] of columns) {
    const given = answers[id];
    if (given === undefined || id === except) continue;
    total += importance;
    const log = typeof given === 'number' ? Math.log10(given) : Number.NaN;
    for (let at = 0; at < count; at++) {
      const their = theirs[at];
      const share = their === undefined ? UNTOLD : agreement(given, their, log, logs[at] ?? Number.NaN);
      agreed[at] = (agreed[at] ?? 0) + importance * share;
      if (their !== undefined) shared[at] = (shared[at] ?? 0) + 1;
    }
  }
  return { similarity: agreed.map((sum) => (total === 0 ? 1 : sum / total)), shared };
}

/** How well two answers to one question agree, 0 to 1; numbers by their order of magnitude. */
function agreement(given: AnswerValue, their: AnswerValue, log: number, theirLog: number): number {
  if (typeof given === 'number') return Math.max(0, 1 - Math.abs(log - theirLog) / DECADES);
  if (typeof given !== 'object') return given === their ? 1 : 0;
  if (typeof their !== 'object') return 0;
  if (given.length + their.length === 0) return 1;
  const common = given.filter((one) => their.includes(one)).length;
  return common / (given.length + their.length - common);
}
