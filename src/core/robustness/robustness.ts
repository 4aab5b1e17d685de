import type { Overrides, Ranked, StabilityInterval } from '../decision.ts';
import type { Answers, Rules } from '../model.ts';
import { capabilityMatrix } from '../ranking/matrix.ts';
import { tally } from '../ranking/tally.ts';
import { type SmaaResult, smaa2 } from './smaa.ts';
import { stabilityIntervals } from './stability.ts';

/** How weights are drawn. */
export interface RobustnessOptions {
  /** How many weight vectors, at least 1; 10,000 make the standard error of a share at most 0.005. */
  readonly samples: number;
  /** A whole number, taken modulo 2³²; the same one gives the same draws. */
  readonly seed: number;
}

/** What the draws say of one protocol. */
export type Acceptability = Required<Pick<Ranked, 'rankAcceptability' | 'centralWeights' | 'confidenceFactor'>>;

/**
 * SMAA-2 over weights in the order of the stated ones. Open answers stay open: hinges are about them.
 *
 * @param feasible positions of the protocols that are ranked
 * @returns by protocol id
 */
export function acceptabilities(
  rules: Rules,
  answers: Answers,
  overrides: Overrides,
  feasible: readonly number[],
  { samples, seed }: RobustnessOptions,
): ReadonlyMap<string, Acceptability> {
  const matrix = capabilityMatrix(rules);
  const { utilities, criteriaCount } = matrix;
  if (feasible.length === 0) return new Map();
  const result = smaa2({
    alternatives: feasible.length,
    criteria: criteriaCount,
    utilities: feasible.map((p) => utilities.subarray(p * criteriaCount, (p + 1) * criteriaCount)),
    profile: tally(matrix, answers, overrides).weights,
    samples,
    seed,
  });
  return new Map(feasible.map((p, at) => [rules.protocols[p]?.id ?? '', toAcceptability(rules, result, at)]));
}

function toAcceptability(
  rules: Rules,
  { rankAcceptability, centralWeights, confidenceFactor }: SmaaResult,
  at: number,
): Acceptability {
  const weights = centralWeights[at] ?? null;
  return {
    rankAcceptability: rankAcceptability[at] ?? [],
    centralWeights:
      weights &&
      Object.fromEntries(rules.criteria.flatMap(({ id }, c) => ((weights[c] ?? 0) > 0 ? [[id, weights[c] ?? 0]] : []))),
    confidenceFactor: confidenceFactor[at] ?? null,
  };
}

/**
 * How far each stated weight may move before the first place changes.
 *
 * @param feasible positions of the protocols that are ranked
 * @param leader position of the one in first place
 */
export function weightStability(
  rules: Rules,
  answers: Answers,
  overrides: Overrides,
  feasible: readonly number[],
  leader: number,
): StabilityInterval[] {
  const matrix = capabilityMatrix(rules);
  const { weights } = tally(matrix, answers, overrides);
  const rows = feasible.map((p) => matrix.utilities.subarray(p * matrix.criteriaCount, (p + 1) * matrix.criteriaCount));
  const intervals = stabilityIntervals(rows, weights, feasible.indexOf(leader)) ?? [];
  const idOf = (at: number | null) => (at === null ? null : (rules.protocols[feasible[at] ?? -1]?.id ?? null));
  return intervals.flatMap((interval, c): StabilityInterval[] => {
    if (!interval || (interval.from === 0 && interval.to === 1)) return [];
    return [
      {
        criterion: rules.criteria[c]?.id ?? '',
        share: interval.share,
        from: interval.from,
        to: interval.to,
        challengerBelow: idOf(interval.challengerBelow),
        challengerAbove: idOf(interval.challengerAbove),
      },
    ];
  });
}
