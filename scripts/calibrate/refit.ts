/**
 * Preference disaggregation: a conditional logit over utility differences (McFadden 1974), one multiplier for each weight
 * group of the rules, kept near 1 by a ridge penalty. It judges weights; what ships is not fitted.
 */

import type { Answers, Effect, Rules } from '../../src/core/model.ts';
import { capabilityMatrix } from '../../src/core/ranking/matrix.ts';
import { activeEffects, areFeasible, tally } from '../../src/core/ranking/tally.ts';
import type { Case } from './corpus.ts';

/** A case as the fit takes it: feasible protocols, each with sparse features. */
export interface Problem {
  readonly case: Case;
  /** Protocol ids. */
  readonly alternatives: readonly string[];
  /** Parameters that have any value here. */
  readonly active: readonly number[];
  /** `[alternative][position in active]`: what the parameter adds to Σ w·u when its multiplier is 1. */
  readonly values: readonly Float64Array[];
}

export interface Design {
  readonly problems: readonly Problem[];
  readonly parameters: number;
}

/**
 * @param weightOf replaces a weight of the rules; by default the weight itself
 */
export function designOf(
  rules: Rules,
  cases: readonly Case[],
  weightOf: (weight: number) => number = (weight) => weight,
  answersOf: (one: Case) => Answers = ({ answers }) => answers,
): Design {
  const matrix = capabilityMatrix(rules);
  const index = new Map<Effect, number>();
  for (const question of rules.questions)
    for (const option of question.options)
      for (const effect of option.effects) index.set(effect, rules.criteria.length + index.size);
  const problems = cases.map((one): Problem => {
    const answers = answersOf(one);
    const effects = activeEffects(rules, answers);
    const { weights, minima } = tally(matrix, answers, {}, effects);
    const every = [...rules.protocols.keys()];
    const isIn = areFeasible(matrix, minima, every);
    const feasible = every.filter((p) => isIn[p]);
    const counts = (c: number) => weights[c] !== 0;
    const parts: { parameter: number; weighs: readonly (readonly [number, number])[] }[] = rules.criteria.flatMap(
      ({ baseline }, c) => (baseline > 0 && counts(c) ? [{ parameter: c, weighs: [[c, weightOf(baseline)]] }] : []),
    );
    for (const { effect } of effects) {
      const weighs = matrix
        .positions(effect)
        .weighs.flatMap(([c, weight]): [number, number][] => (counts(c) ? [[c, weightOf(weight)]] : []));
      if (weighs.length > 0) parts.push({ parameter: index.get(effect) ?? 0, weighs });
    }
    return {
      case: one,
      alternatives: feasible.map((p) => rules.protocols[p]?.id ?? ''),
      active: parts.map(({ parameter }) => parameter),
      values: feasible.map((p) =>
        Float64Array.from(parts, ({ weighs }) =>
          weighs.reduce((sum, [c, weight]) => sum + weight * (matrix.utilities[p * matrix.criteriaCount + c] ?? 0), 0),
        ),
      ),
    };
  });
  return { problems, parameters: rules.criteria.length + index.size };
}

/** Σ w·u of every alternative, in their order. */
export function sumsOf({ active, values }: Problem, multipliers: Float64Array): number[] {
  return values.map((row) => row.reduce((sum, value, at) => sum + value * (multipliers[active[at] ?? 0] ?? 1), 0));
}

/** Alternatives, best first; equal ones by id. */
export function rankingOf(problem: Problem, multipliers: Float64Array): string[] {
  const sums = sumsOf(problem, multipliers);
  return problem.alternatives
    .map((id, at) => ({ id, sum: sums[at] ?? 0 }))
    .sort((a, b) => b.sum - a.sum || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id);
}

export interface FitOptions {
  /** Weight of the penalty Σ (multiplier − 1)², at least 0. */
  readonly ridge: number;
  /** Factor from Σ w·u to log odds. */
  readonly scale: number;
  readonly steps?: number;
}

/** Maximises the likelihood of the chosen protocols by gradient ascent; multipliers stay at 0 or above. */
export function fitMultipliers(
  problems: readonly Problem[],
  parameters: number,
  { ridge, scale, steps = 250 }: FitOptions,
): Float64Array {
  const multipliers = new Float64Array(parameters).fill(1);
  const momentum = new Float64Array(parameters);
  const square = new Float64Array(parameters);
  for (let step = 1; step <= steps; step++) {
    const gradient = Float64Array.from(multipliers, (value) => -2 * ridge * (value - 1));
    for (const problem of problems) addGradient(gradient, problem, multipliers, scale);
    // Adam (Kingma & Ba 2015).
    for (let k = 0; k < parameters; k++) {
      const g = gradient[k] ?? 0;
      momentum[k] = 0.9 * (momentum[k] ?? 0) + 0.1 * g;
      square[k] = 0.999 * (square[k] ?? 0) + 0.001 * g * g;
      const rate = (0.03 * (momentum[k] ?? 0)) / (1 - 0.9 ** step);
      multipliers[k] = Math.max(
        0,
        (multipliers[k] ?? 0) + rate / (Math.sqrt((square[k] ?? 0) / (1 - 0.999 ** step)) + 1e-8),
      );
    }
  }
  return multipliers;
}

function addGradient(gradient: Float64Array, problem: Problem, multipliers: Float64Array, scale: number): void {
  const { alternatives, active, values } = problem;
  const chosen = alternatives.map((id) => problem.case.first.includes(id));
  if (!chosen.includes(true)) return;
  const sums = sumsOf(problem, multipliers).map((sum) => sum * scale);
  const best = Math.max(...sums);
  const odds = sums.map((sum) => Math.exp(sum - best));
  const all = odds.reduce((sum, x) => sum + x, 0);
  const good = odds.reduce((sum, x, at) => (chosen[at] ? sum + x : sum), 0);
  values.forEach((row, at) => {
    const push = (chosen[at] ? (odds[at] ?? 0) / good : 0) - (odds[at] ?? 0) / all;
    row.forEach((value, j) => {
      const k = active[j] ?? 0;
      gradient[k] = (gradient[k] ?? 0) + scale * push * value;
    });
  });
}
