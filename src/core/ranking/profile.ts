import type { Cause, Overrides } from '../decision.ts';
import { type Answers, BEST_GRADE, type Grade, type Rules } from '../model.ts';
import { type CapabilityMatrix, capabilityMatrix } from './matrix.ts';
import { type ActiveEffect, activeEffects, type Tally, tally } from './tally.ts';

/** A minimum grade on one criterion, and its causes. Criteria by position. */
export interface HardConstraint {
  readonly criterion: number;
  readonly minimum: Grade;
  readonly because: readonly Cause[];
}

/** What a team's answers ask for: weights and minima, with their causes. */
export interface Profile extends Tally {
  /** Those of the answers whose conditions hold. */
  readonly effects: readonly ActiveEffect[];
  /** By position of the criterion; empty where the baseline alone counts, or the criterion does not matter. */
  readonly causes: readonly (readonly Cause[])[];
  /** One for each pair of criterion and minimum, in the order of criteria, highest minimum first. */
  readonly constraints: readonly HardConstraint[];
}

/**
 * Adds up what the answers require and weigh, and remembers the cause of each. An unanswered question adds nothing.
 *
 * @param overrides weights and minima that replace those of the answers
 */
export function buildProfile(rules: Rules, answers: Answers, overrides: Overrides = {}): Profile {
  const matrix = capabilityMatrix(rules);
  const effects = activeEffects(rules, answers);
  const sums = tally(matrix, answers, overrides, effects);
  return {
    ...sums,
    effects,
    causes: causesOf(matrix, sums, effects, overrides),
    constraints: constraintsOf(matrix, effects, overrides),
  };
}

function causesOf(
  matrix: CapabilityMatrix,
  { weights }: Tally,
  effects: readonly ActiveEffect[],
  overrides: Overrides,
): Cause[][] {
  const causes: Cause[][] = matrix.rules.criteria.map(() => []);
  for (const { question, answer, effect } of effects) {
    for (const [c, weight] of matrix.positions(effect).weighs) {
      if (weight > 0 && weights[c] !== 0) causes[c]?.push(toCause(question, answer, effect, weight));
    }
  }
  for (const [criterion, weight] of Object.entries(overrides.weight ?? {})) {
    causes[matrix.at(criterion)] = [{ question: '--weight', answer: `${criterion}=${weight}`, weight }];
  }
  return causes;
}

function constraintsOf(
  matrix: CapabilityMatrix,
  effects: readonly ActiveEffect[],
  overrides: Overrides,
): HardConstraint[] {
  const musts = new Map(Object.entries(overrides.must ?? {}).map(([id, minimum]) => [matrix.at(id), minimum]));
  const constraints = new Map<number, { criterion: number; minimum: Grade; because: Cause[] }>();
  const require = (criterion: number, minimum: Grade, cause: Cause) => {
    const key = criterion * (BEST_GRADE + 1) + minimum;
    const known = constraints.get(key);
    if (known) known.because.push(cause);
    else constraints.set(key, { criterion, minimum, because: [cause] });
  };
  for (const { question, answer, effect } of effects) {
    for (const [c, minimum] of matrix.positions(effect).requires)
      if (!musts.has(c)) require(c, minimum, toCause(question, answer, effect));
  }
  for (const [c, minimum] of musts) {
    const answer = `${matrix.rules.criteria[c]?.id ?? ''}=${minimum}`;
    if (minimum > 0) require(c, minimum, { question: '--must', answer });
  }
  return [...constraints.values()].sort((a, b) => a.criterion - b.criterion || b.minimum - a.minimum);
}

/** Without spreading objects into others: a decision makes a hundred. */
function toCause(question: string, answer: Cause['answer'], effect: ActiveEffect['effect'], weight?: number): Cause {
  const says = effect.because;
  if (weight === undefined) return says === undefined ? { question, answer } : { question, answer, says };
  return says === undefined ? { question, answer, weight } : { question, answer, says, weight };
}
