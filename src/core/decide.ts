import { withEveryKey } from './answers.ts';
import { type Facts, holds } from './condition/evaluate.ts';
import type {
  Decision,
  Excluded,
  Flip,
  Hinge,
  Leg,
  Overrides,
  Recommendation,
  Relaxation,
  StabilityInterval,
} from './decision.ts';
import { findHinges } from './interview/hinges.ts';
import { openQuestions } from './interview/open-questions.ts';
import type { Answers, Question, Rules } from './model.ts';
import { evidenceOf } from './precedents/likelihood.ts';
import { nearestPrecedents } from './precedents/nearest.ts';
import { type Similarities, similaritiesTo } from './precedents/similarity.ts';
import { confidenceOf, leadOf } from './ranking/confidence.ts';
import { capabilityMatrix, TIE_EPSILON } from './ranking/matrix.ts';
import type { Profile } from './ranking/profile.ts';
import { isRanked, rankProtocols, type Standing } from './ranking/rank.ts';
import { reasonsFor } from './ranking/reasons.ts';
import { areFeasible, type Tally, tally, totalOf, weightedSums } from './ranking/tally.ts';
import { WhatIf } from './ranking/what-if.ts';
import { findFlips } from './robustness/flips.ts';
import {
  type Acceptability,
  acceptabilities,
  type RobustnessOptions,
  weightStability,
} from './robustness/robustness.ts';
import { VERSION } from './version.ts';
import { findMistakes } from './warn.ts';

/** What a decision does beyond its answers; nothing by default. */
export interface DecideOptions {
  /** Rank the core protocols alone; extended ones that score more are named in `beyond`. */
  readonly core?: boolean;
  /** Weights and minima that take the place of those from the answers. */
  readonly overrides?: Overrides;
  /** Draws of weights for the robustness, with every flip; absent or `false`: neither is computed. */
  readonly robustness?: RobustnessOptions | false;
}

/** Makes the standard error of every share at most 0.005, by the same draws each time. */
export const DEFAULT_ROBUSTNESS: RobustnessOptions = { samples: 10_000, seed: 1 };

/**
 * Turns answers into advice: profile, screen, rank, confidence, hinges, mistakes, precedents. Pure: the same input gives
 * the same output.
 *
 * @param given checked ones, see `checkAnswers`; the order of the keys does not matter
 */
export function decide(rules: Rules, given: Answers, options: DecideOptions = {}): Decision {
  const answers = withEveryKey(rules, given);
  const overrides = options.overrides ?? {};
  const standing = rankProtocols(rules, answers, overrides, isRanked(options.core));
  const first = standing.ranking.filter(({ rank }) => rank === 1).map(({ protocol }) => protocol);
  const facts: Facts = { answers, first, feasible: standing.ranking.map(({ protocol }) => protocol) };
  const { robustness = false } = options;
  const robust = robustness ? robustnessOf(rules, answers, standing, options, robustness) : undefined;
  const stated = statedWeights(rules, answers, standing, overrides);
  const recommendation = recommend(rules, standing, stated, facts, robust?.acceptability);
  const beyond = findBeyond(rules, standing.profile, options, recommendation);
  const combination = combine(rules, recommendation?.protocol ?? beyond[0]?.protocol, facts);
  const open = openQuestions(rules, answers);
  const similarities = similaritiesTo(rules, answers);
  return {
    schemaVersion: 1,
    tool: { name: 'wirewise', version: VERSION, rules: { packs: rules.packs, digest: rules.digest } },
    answers: given,
    ...(options.overrides && { overrides }),
    unknown: open.map(({ id }) => id),
    outcome: first.length === 0 ? 'none-feasible' : first.length > 1 ? 'tie' : 'recommended',
    recommendation,
    hinges: hingesOf(rules, answers, overrides, rankedPool(rules, options), { ...standing, open, similarities }),
    precedents: nearestPrecedents(rules, similarities, first),
    ranking: robust
      ? standing.ranking.map((entry) => ({ ...entry, ...robust.acceptability.get(entry.protocol) }))
      : standing.ranking,
    excluded: standing.excluded,
    ...(first.length === 0 && { relaxations: findRelaxations(rules, answers, standing.excluded) }),
    warnings: findMistakes(rules, answers, first, facts.feasible ?? []),
    ...(robust && { flips: robust.flips, stability: robust.stability, robustness: robust.method }),
    beyond,
    ...(combination.length > 0 && { combination }),
  };
}

/** Positions of the protocols that may be ranked. */
export function rankedPool(rules: Rules, options: DecideOptions): number[] {
  const isIn = isRanked(options.core);
  return rules.protocols.flatMap((protocol, p) => (isIn(protocol) ? [p] : []));
}

/**
 * The hinges of a decision, see `findHinges`; none where nothing is open.
 *
 * @param pool positions of the protocols that may be ranked
 * @param known what the caller has already
 */
export function hingesOf(
  rules: Rules,
  answers: Answers,
  overrides: Overrides,
  pool: readonly number[],
  known: { readonly profile?: Profile; readonly open?: readonly Question[]; readonly similarities?: Similarities } = {},
): Hinge[] {
  const { open = openQuestions(rules, answers), similarities = similaritiesTo(rules, answers) } = known;
  if (open.length === 0) return [];
  const whatIf = new WhatIf(capabilityMatrix(rules), answers, overrides, pool, known.profile);
  return findHinges(rules, whatIf, open, () => evidenceOf(similarities));
}

interface Robustness {
  readonly acceptability: ReadonlyMap<string, Acceptability>;
  readonly flips: readonly Flip[];
  readonly stability: readonly StabilityInterval[];
  readonly method: NonNullable<Decision['robustness']>;
}

function robustnessOf(
  rules: Rules,
  answers: Answers,
  { ranking }: Standing,
  options: DecideOptions,
  method: RobustnessOptions,
): Robustness {
  const { overrides = {} } = options;
  const positionOf = (id: string | undefined) => rules.protocols.findIndex((protocol) => protocol.id === id);
  const feasible = ranking.map(({ protocol }) => positionOf(protocol));
  return {
    acceptability: acceptabilities(rules, answers, overrides, feasible, method),
    flips: findFlips(rules, answers, overrides, rankedPool(rules, options)),
    stability:
      ranking.length > 0 ? weightStability(rules, answers, overrides, feasible, positionOf(ranking[0]?.protocol)) : [],
    method: { ...method, standardError: 0.5 / Math.sqrt(method.samples) },
  };
}

/** The weights of the answers, without those that a user set. */
function statedWeights(rules: Rules, answers: Answers, { profile }: Standing, { weight }: Overrides): Tally['weights'] {
  if (weight === undefined) return profile.weights;
  return tally(capabilityMatrix(rules), answers, {}, profile.effects.active).weights;
}

function recommend(
  rules: Rules,
  { ranking }: Standing,
  stated: Tally['weights'],
  facts: Facts,
  acceptability: Robustness['acceptability'] | undefined,
): Recommendation | null {
  const [best, second] = ranking;
  if (!best) return null;
  const { needs = [], means = [] } = rules.protocols.find(({ id }) => id === best.protocol) ?? {};
  const meaning = means.find(({ when }) => holds(when, facts));
  const share = acceptability?.get(best.protocol)?.rankAcceptability[0];
  const lead = rules.confidence ? leadOf(ranking, stated, rules.confidence.scale) : null;
  const isTied = second?.rank === best.rank;
  return {
    protocol: best.protocol,
    name: best.name,
    ...(meaning && { means: meaning.says }),
    score: best.score,
    margin: second ? (isTied ? 0 : best.score - second.score) : null,
    runnerUp: second?.protocol ?? null,
    ...(rules.confidence && lead !== null && { confidence: confidenceOf(rules.confidence, lead, isTied) }),
    ...(share !== undefined && { acceptability: share }),
    needs: needs.filter(({ when }) => holds(when, facts)).map(({ id, says }) => ({ id, says })),
    because: reasonsFor(rules, ranking),
  };
}

/** Extended protocols that score more than the winner, where only core ones are ranked. Scores only, no contributions. */
function findBeyond(
  rules: Rules,
  { weights, minima }: Profile,
  options: DecideOptions,
  recommendation: Recommendation | null,
): Decision['beyond'] {
  if (options.core !== true) return [];
  const isIn = isRanked(options.core);
  const matrix = capabilityMatrix(rules);
  const total = totalOf(weights);
  const others = rules.protocols.flatMap((protocol, p) => (isIn(protocol) ? [] : [p]));
  const feasible = areFeasible(matrix, minima, others);
  const sums = weightedSums(matrix, weights, others);
  return others
    .flatMap((p, at) => {
      const protocol = rules.protocols[p];
      if (!protocol || !feasible[at]) return [];
      const score = total === 0 ? 0 : (100 * (sums[at] ?? 0)) / total;
      return [{ protocol: protocol.id, name: protocol.name, score }];
    })
    .filter(({ score }) => recommendation === null || score > recommendation.score + TIE_EPSILON)
    .sort((a, b) => b.score - a.score);
}

/** Which protocols the one that is advised is usually combined with, here; never a forbidden one. */
export function combine(rules: Rules, id: string | undefined, facts: Facts): Leg[] {
  const protocol = rules.protocols.find((one) => one.id === id);
  return (protocol?.combinesWith ?? [])
    .filter(({ when }) => holds(when, facts))
    .filter(({ protocol: other }) => !rules.protocols.some(({ id, forbidden }) => id === other && forbidden))
    .map(({ protocol: other, leg, why }) => ({
      leg,
      protocol: other,
      name: rules.protocols.find((one) => one.id === other)?.name ?? other,
      why,
    }));
}

/** Which single constraint, dropped alone, brings back which protocols. Those that bring back most come first. */
function findRelaxations(rules: Rules, answers: Answers, excluded: readonly Excluded[]): Relaxation[] {
  const matrix = capabilityMatrix(rules);
  const { minima } = tally(matrix, answers);
  const relaxations = new Map<string, { relaxation: Omit<Relaxation, 'bringsBack'>; bringsBack: string[] }>();
  for (const { protocol, breaks, forbidden } of excluded) {
    if (forbidden) continue;
    // With two minima on one criterion, dropping one of them would not do.
    const [breach] = breaks;
    if (!breach || breaks.length > 1) continue;
    const { criterion, minimum, grade, because } = breach;
    // Without a minimum set by hand, that of the answers counts.
    const isByHand = because.some(({ question }) => question === '--must');
    if (isByHand && grade < (minima[matrix.at(criterion)] ?? 0)) continue;
    const key = `${criterion} ${minimum}`;
    const known = relaxations.get(key) ?? { relaxation: { criterion, minimum, because }, bringsBack: [] };
    known.bringsBack.push(protocol);
    relaxations.set(key, known);
  }
  return [...relaxations.values()]
    .map(({ relaxation, bringsBack }) => ({ ...relaxation, bringsBack }))
    .sort((a, b) => b.bringsBack.length - a.bringsBack.length);
}
