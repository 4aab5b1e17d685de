import type { Cause, Overrides } from '../decision.ts';
import { type Answers, BEST_GRADE, type Effect, type Grade, type Rules } from '../model.ts';
import { type CapabilityMatrix, capabilityMatrix } from './matrix.ts';
import { type ActiveEffect, type StatedEffects, statedEffects, type Tally, tally } from './tally.ts';

/** A minimum grade on one criterion, and its causes. Criteria by position. */
export interface HardConstraint {
  readonly criterion: number;
  readonly minimum: Grade;
  readonly because: readonly Cause[];
}

/** What a team's answers ask for: weights and minima, with their causes. */
export interface Profile extends Tally {
  readonly effects: StatedEffects;
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
  const effects = statedEffects(rules, answers);
  const { active } = effects;
  const sums = tally(matrix, answers, overrides, active);
  return {
    ...sums,
    effects,
    causes: causesOf(matrix, sums, active, overrides),
    constraints: constraintsOf(matrix, active, overrides),
  };
}

const NONE: Cause[] = [];

function causesOf(
  matrix: CapabilityMatrix,
  { weights }: Tally,
  effects: readonly ActiveEffect[],
  overrides: Overrides,
): Cause[][] {
  const causes = new Array<Cause[]>(matrix.criteriaCount).fill(NONE);
  for (const active of effects) {
    for (const [c, weight] of matrix.positions(active.effect).weighs) {
      if (weight <= 0 || weights[c] === 0) continue;
      const cause = toCause(active, weight);
      if (causes[c] === NONE) causes[c] = [cause];
      else causes[c]?.push(cause);
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
  for (const active of effects) {
    for (const [c, minimum] of matrix.positions(active.effect).requires)
      if (!musts.has(c)) require(c, minimum, toCause(active));
  }
  for (const [c, minimum] of musts) {
    const answer = `${matrix.rules.criteria[c]?.id ?? ''}=${minimum}`;
    if (minimum > 0) require(c, minimum, { question: '--must', answer });
  }
  return [...constraints.values()].sort((a, b) => a.criterion - b.criterion || b.minimum - a.minimum);
}

/** Causes that were made before: by effect of a choice, and by weight. Decisions share them, so nobody may change them. */
const kept = new WeakMap<Effect, Map<number | undefined, Cause>>();

/** The same object each time, but for a number, which may be any. */
function toCause({ question, answer, effect }: ActiveEffect, weight?: number): Cause {
  if (typeof answer === 'number') return newCause(question, answer, effect, weight);
  let byWeight = kept.get(effect);
  if (byWeight === undefined) {
    byWeight = new Map();
    kept.set(effect, byWeight);
  }
  const known = byWeight.get(weight);
  // Rules may give two options the same effect.
  if (known !== undefined && known.answer === answer && known.question === question) return known;
  const cause = Object.freeze(newCause(question, answer, effect, weight));
  byWeight.set(weight, cause);
  return cause;
}

function newCause(question: string, answer: Cause['answer'], { because: says }: Effect, weight?: number): Cause {
  return {
    question,
    answer,
    ...(says !== undefined && { says }),
    ...(weight !== undefined && { weight }),
  };
}
