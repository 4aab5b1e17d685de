import { competitionRanks } from './additive.ts';
import type { Breach, Contribution, Excluded, Overrides, Ranked } from './decision.ts';
import { capabilityMatrix, TIE_EPSILON } from './matrix.ts';
import { type Answers, BEST_GRADE, type Grade, type Protocol, type Rules } from './model.ts';
import { buildProfile, type HardConstraint, type Profile } from './profile.ts';

/** The outcome of the arithmetic for one set of alternatives. */
export interface Standing {
  readonly profile: Profile;
  /** Best first; tied ones share a rank and stand in id order. */
  readonly ranking: readonly Ranked[];
  /** In the order of the rules. */
  readonly excluded: readonly Excluded[];
}

/** Screens and ranks those protocols that `among` lets in. */
export function rankProtocols(
  rules: Rules,
  answers: Answers,
  overrides: Overrides,
  among: (protocol: Protocol) => boolean,
): Standing {
  const profile = buildProfile(rules, answers, overrides);
  const scored: Omit<Ranked, 'rank'>[] = [];
  const excluded: Excluded[] = [];
  const total = profile.weights.reduce((sum, weight) => sum + weight, 0);
  rules.protocols.forEach((protocol, p) => {
    if (!among(protocol)) return;
    const breaks = screen(rules, profile.constraints, p);
    const identity = { protocol: protocol.id, name: protocol.name, tier: protocol.tier };
    const { forbidden } = protocol;
    if (forbidden || breaks.length > 0) excluded.push({ ...identity, breaks, ...(forbidden && { forbidden }) });
    else scored.push({ ...identity, ...score(rules, profile, total, p) });
  });
  return { profile, ranking: ranked(scored), excluded };
}

/** Every constraint that the protocol at position `p` breaks. */
export function screen(rules: Rules, constraints: readonly HardConstraint[], p: number): Breach[] {
  const { grades, criteriaCount } = capabilityMatrix(rules);
  const breaks: Breach[] = [];
  for (const { criterion, minimum, because } of constraints) {
    const grade = toGrade(grades[p * criteriaCount + criterion]);
    if (grade < minimum) breaks.push({ criterion: rules.criteria[criterion]?.id ?? '', minimum, grade, because });
  }
  return breaks;
}

/**
 * Weighted sum of utilities, 100 · Σ wᵢuᵢ / Σ wᵢ: the additive value model (Keeney & Raiffa 1976, ch. 3).
 * With all weights 0 nothing matters: every score is then 0, and all are tied.
 */
function score(
  rules: Rules,
  { weights, causes }: Profile,
  total: number,
  p: number,
): { score: number; contributions: Contribution[] } {
  const { grades, criteriaCount } = capabilityMatrix(rules);
  const contributions: Contribution[] = [];
  let sum = 0;
  for (let c = 0; c < criteriaCount; c++) {
    const weight = weights[c] ?? 0;
    if (weight === 0) continue;
    const grade = toGrade(grades[p * criteriaCount + c]);
    const points = (100 * weight * (grade / BEST_GRADE)) / total;
    sum += points;
    contributions.push({ criterion: rules.criteria[c]?.id ?? '', weight, grade, points, because: causes[c] ?? [] });
  }
  contributions.sort((a, b) => b.points - a.points || b.weight - a.weight);
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

function toGrade(value: number | undefined): Grade {
  switch (value) {
    case 0:
    case 1:
    case 2:
    case 3:
    case 4:
      return value;
    default:
      throw new TypeError(`Not a grade: ${value}.`);
  }
}
