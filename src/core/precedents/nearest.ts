import type { PrecedentMatch } from '../decision.ts';
import type { Answers, Rules } from '../model.ts';
import { similaritiesTo } from './similarity.ts';

/** Number of published decisions that a decision names. */
const NAMED = 3;

/** Similarity from which a published decision counts as near. */
const NEAR = 0.8;

/** Number of shared answers below which similarity means nothing. */
const LEAST_SHARED = 3;

/**
 * All published decisions, the nearest to these answers first; equally near ones by the number of shared answers, then
 * newest first.
 *
 * @param first ids of the protocols in first place
 */
export function rankPrecedents(
  rules: Rules,
  answers: Answers,
  first: readonly string[],
): (PrecedentMatch & { readonly shared: number })[] {
  const { similarity, shared } = similaritiesTo(rules, answers);
  return (rules.precedents ?? [])
    .map(({ answers: _, ...named }, at) => ({
      ...named,
      similarity: similarity[at] ?? 0,
      agrees: first.some((protocol) => named.chosen.includes(protocol)),
      shared: shared[at] ?? 0,
    }))
    .sort((a, b) => b.similarity - a.similarity || b.shared - a.shared || b.year - a.year || (a.id < b.id ? -1 : 1));
}

/** The published decisions nearest to these answers, at most three, and only near ones. */
export function nearestPrecedents(rules: Rules, answers: Answers, first: readonly string[]): PrecedentMatch[] {
  return rankPrecedents(rules, answers, first)
    .filter(({ similarity, shared }) => similarity >= NEAR && shared >= LEAST_SHARED)
    .slice(0, NAMED)
    .map(({ shared: _, ...match }) => match);
}
