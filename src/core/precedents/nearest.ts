import type { PrecedentMatch } from '../decision.ts';
import type { Rules } from '../model.ts';
import { type Similarities, sharedAnswers } from './similarity.ts';

/** Number of published decisions that a decision names. */
const NAMED = 3;

/** Similarity from which a published decision counts as near. */
const NEAR = 0.8;

/** Number of shared answers below which similarity means nothing. */
const LEAST_SHARED = 3;

/** A published decision and how near it is. */
export interface RankedPrecedent extends PrecedentMatch {
  /** Number of given answers that it has, too. */
  readonly shared: number;
}

/**
 * All published decisions, the nearest first; equally near ones by the number of shared answers, then newest first.
 *
 * @param first ids of the protocols in first place
 */
export function rankPrecedents(rules: Rules, similarities: Similarities, first: readonly string[]): RankedPrecedent[] {
  const every = Array.from({ length: rules.precedents?.count ?? 0 }, (_, at) => at);
  return sorted(rules, similarities, every).map((at) => ({
    ...toMatch(rules, similarities, first, at),
    shared: sharedAnswers(similarities, at),
  }));
}

/** The published decisions nearest to these answers, at most three, and only near ones. */
export function nearestPrecedents(
  rules: Rules,
  similarities: Similarities,
  first: readonly string[],
): PrecedentMatch[] {
  const { similarity } = similarities;
  const near: number[] = [];
  for (let at = 0; at < similarity.length; at++) {
    if ((similarity[at] ?? 0) >= NEAR && sharedAnswers(similarities, at) >= LEAST_SHARED) near.push(at);
  }
  return sorted(rules, similarities, near)
    .slice(0, NAMED)
    .map((at) => toMatch(rules, similarities, first, at));
}

function sorted({ precedents }: Rules, similarities: Similarities, positions: number[]): number[] {
  const { similarity } = similarities;
  return positions.sort((a, b) => {
    const bySimilarity =
      (similarity[b] ?? 0) - (similarity[a] ?? 0) || sharedAnswers(similarities, b) - sharedAnswers(similarities, a);
    if (bySimilarity !== 0) return bySimilarity;
    const [one, other] = [precedents?.named[a], precedents?.named[b]];
    return (other?.year ?? 0) - (one?.year ?? 0) || ((one?.id ?? '') < (other?.id ?? '') ? -1 : 1);
  });
}

function toMatch(
  { precedents }: Rules,
  { similarity }: Similarities,
  first: readonly string[],
  at: number,
): PrecedentMatch {
  const named = precedents?.named[at];
  if (!named) throw new RangeError(`No published decision at ${at}.`);
  return {
    ...named,
    similarity: similarity[at] ?? 0,
    agrees: first.some((protocol) => named.chosen.includes(protocol)),
  };
}
