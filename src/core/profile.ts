import type { Cause, Overrides } from './decision.ts';
import { type CapabilityMatrix, capabilityMatrix } from './matrix.ts';
import { type Answers, BEST_GRADE, type Grade, type Rules } from './model.ts';
import { activeEffects } from './tally.ts';

/** A minimum grade on one criterion, and who asked for it. Criteria by position. */
export interface HardConstraint {
  readonly criterion: number;
  readonly minimum: Grade;
  readonly because: readonly Cause[];
}

/** What a team's answers ask for: how much each criterion counts, and what is a must. */
export interface Profile {
  /** By position of the criterion; baseline plus every weight that an answer adds. Not normalised. */
  readonly weights: Float64Array;
  /** By position of the criterion; empty where the baseline alone counts. */
  readonly causes: readonly (readonly Cause[])[];
  /** One for each pair of criterion and minimum, in the order of criteria, highest minimum first. */
  readonly constraints: readonly HardConstraint[];
}

/**
 * Adds up what the answers require and weigh. An unanswered question adds nothing.
 *
 * @param overrides weights that replace what the answers add up to, and minima besides theirs
 */
export function buildProfile(rules: Rules, answers: Answers, overrides: Overrides = {}): Profile {
  const matrix = capabilityMatrix(rules);
  const weights = matrix.baseline.slice();
  const causes: Cause[][] = rules.criteria.map(() => []);
  const constraints = new Map<number, { criterion: number; minimum: Grade; because: Cause[] }>();

  const require = (criterion: number, minimum: Grade, cause: Cause) => {
    const key = criterion * (BEST_GRADE + 1) + minimum;
    const known = constraints.get(key);
    if (known) known.because.push(cause);
    else constraints.set(key, { criterion, minimum, because: [cause] });
  };

  for (const { question, answer, effect } of activeEffects(rules, answers)) {
    const cause: Cause = { question, answer };
    const { weighs, requires } = matrix.positions(effect);
    for (const [c, weight] of weighs) {
      weights[c] = (weights[c] ?? 0) + weight;
      if (weight > 0) causes[c]?.push(cause);
    }
    for (const [c, minimum] of requires) require(c, minimum, cause);
  }
  for (const [criterion, weight] of Object.entries(overrides.weight ?? {})) {
    const c = position(matrix, criterion);
    weights[c] = weight;
    causes[c] = [{ question: '--weight', answer: `${criterion}=${weight}` }];
  }
  for (const [criterion, minimum] of Object.entries(overrides.must ?? {})) {
    require(position(matrix, criterion), minimum, { question: '--must', answer: `${criterion}=${minimum}` });
  }
  const sorted = [...constraints.values()].sort((a, b) => a.criterion - b.criterion || b.minimum - a.minimum);
  return { weights, causes, constraints: sorted };
}

function position(matrix: CapabilityMatrix, criterion: string): number {
  const c = matrix.criterionIndex.get(criterion);
  if (c === undefined) throw new TypeError(`Unknown criterion: ${criterion}.`);
  return c;
}
