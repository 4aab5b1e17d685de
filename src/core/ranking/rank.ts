import type { Breach, Contribution, Excluded, Overrides, Ranked } from '../decision.ts';
import { type Answers, BEST_GRADE, GRADES, type Protocol, type Rules } from '../model.ts';
import { competitionRanks } from './additive.ts';
import { capabilityMatrix, TIE_EPSILON } from './matrix.ts';
import { buildProfile, type HardConstraint, type Profile } from './profile.ts';
import { notZero, totalOf } from './tally.ts';

/** The outcome of the arithmetic for one set of alternatives. */
export interface Standing {
  readonly profile: Profile;
  /** Best first; tied ones share a rank and stand in id order. */
  readonly ranking: readonly Ranked[];
  /** In the order of the rules. */
  readonly excluded: readonly Excluded[];
}

/** Which protocols are ranked: all, or the core ones alone. */
export function isRanked(core: boolean | undefined): (protocol: Pick<Protocol, 'tier'>) => boolean {
  return ({ tier }) => core !== true || tier === 'core';
}

/** Screens and ranks those protocols that `among` lets in. */
export function rankProtocols(
  rules: Rules,
  answers: Answers,
  overrides: Overrides,
  among: (protocol: Protocol) => boolean,
): Standing {
  const profile = buildProfile(rules, answers, overrides);
  const excluded: Excluded[] = [];
  const feasible: number[] = [];
  rules.protocols.forEach((protocol, p) => {
    if (!among(protocol)) return;
    const breaks = screen(rules, profile.constraints, p);
    const { forbidden } = protocol;
    if (!forbidden && breaks.length === 0) feasible.push(p);
    else excluded.push({ ...identityOf(protocol), breaks, ...(forbidden && { forbidden }) });
  });
  const possible = possibleContributions(rules, profile, feasible);
  const scored = feasible.flatMap((p) => {
    const protocol = rules.protocols[p];
    return protocol ? { ...identityOf(protocol), ...score(rules, possible, p) } : [];
  });
  return { profile, ranking: ranked(scored), excluded };
}

function identityOf({ id, name, tier }: Protocol): Pick<Ranked, 'protocol' | 'name' | 'tier'> {
  return { protocol: id, name, tier };
}

/** Every constraint that the protocol at position `p` breaks. */
function screen(rules: Rules, constraints: readonly HardConstraint[], p: number): Breach[] {
  const { grades, criteriaCount } = capabilityMatrix(rules);
  const breaks: Breach[] = [];
  for (const { criterion, minimum, because } of constraints) {
    const grade = GRADES[grades[p * criteriaCount + criterion] ?? -1];
    if (grade !== undefined && grade < minimum)
      breaks.push({ criterion: rules.criteria[criterion]?.id ?? '', minimum, grade, because });
  }
  return breaks;
}

/** What a grade on the criterion at position `c` brings to a protocol that has it. */
interface Possible {
  readonly c: number;
  readonly contribution: Contribution;
}

/**
 * Every contribution that one of these protocols has, largest first: the terms 100 · wᵢuᵢ / Σ wᵢ of the additive value
 * model (Keeney & Raiffa 1976, ch. 3). Few next to the cells of a large matrix: those with the same grade share one.
 * With all weights 0 nothing matters: there is none, every score is 0, and all are tied.
 */
function possibleContributions(rules: Rules, { weights, causes }: Profile, feasible: readonly number[]): Possible[] {
  const { grades, criteriaCount } = capabilityMatrix(rules);
  const occurs = new Uint8Array(criteriaCount * GRADES.length);
  for (const p of feasible) {
    for (let c = 0; c < criteriaCount; c++) occurs[c * GRADES.length + (grades[p * criteriaCount + c] ?? 0)] = 1;
  }
  const total = totalOf(weights);
  const heaviestFirst = notZero(weights);
  heaviestFirst.sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0));
  const possible: Possible[] = [];
  // Grade by grade, so that the sort finds a few long runs and only has to merge them.
  for (const grade of GRADES) {
    for (const c of heaviestFirst) {
      if (occurs[c * GRADES.length + grade] === 0) continue;
      const weight = weights[c] ?? 0;
      const points = (100 * weight * (grade / BEST_GRADE)) / total;
      const criterion = rules.criteria[c]?.id ?? '';
      possible.push({ c, contribution: { criterion, weight, grade, points, because: causes[c] ?? [] } });
    }
  }
  return possible.sort((a, b) => byPoints(a.contribution, b.contribution));
}

function byPoints(a: Contribution, b: Contribution): number {
  return b.points - a.points || b.weight - a.weight;
}

/** Weighted sum of utilities, and its terms. */
function score(
  rules: Rules,
  possible: readonly Possible[],
  p: number,
): { score: number; contributions: Contribution[] } {
  const { grades, criteriaCount } = capabilityMatrix(rules);
  const contributions: Contribution[] = [];
  let sum = 0;
  for (const { c, contribution } of possible) {
    if (grades[p * criteriaCount + c] !== contribution.grade) continue;
    sum += contribution.points;
    contributions.push(contribution);
  }
  return { score: sum, contributions };
}

/** Best first; tied ones share a rank and stand in id order. */
function ranked(scored: readonly Omit<Ranked, 'rank'>[]): Ranked[] {
  const ranks = competitionRanks(
    scored.map((entry) => entry.score),
    TIE_EPSILON,
  );
  return scored
    .map((entry, at) => ({ rank: ranks[at] ?? 0, ...entry }))
    .sort((a, b) => a.rank - b.rank || compareIds(a, b));
}

function compareIds(a: { readonly protocol: string }, b: { readonly protocol: string }): number {
  return a.protocol < b.protocol ? -1 : 1;
}
