import { chosenOptions } from '../answers.ts';
import { holds } from '../condition/evaluate.ts';
import type { Overrides } from '../decision.ts';
import type { Answers, AnswerValue, Criterion, Effect, Rules } from '../model.ts';
import { type CapabilityMatrix, TIE_EPSILON } from './matrix.ts';

/** Weights and minima without their causes, by position of the criterion. */
export interface Tally {
  readonly weights: Float64Array;
  /** Weights of the answers alone: before criteria that do not matter here become 0, and before overrides. */
  readonly raw: Float64Array;
  /** 0 where nothing is required. */
  readonly minima: Uint8Array;
}

/** An effect whose condition holds, and the answer that has it. */
export interface ActiveEffect {
  readonly question: string;
  /** The one option of several, or the answer as it was given. */
  readonly answer: AnswerValue;
  readonly effect: Effect;
}

/** Every effect of these answers whose condition surely holds, in the order of the questions. */
export function activeEffects(rules: Rules, answers: Answers): ActiveEffect[] {
  const active: ActiveEffect[] = [];
  const facts = { answers };
  for (const question of rules.questions) {
    const answer = answers[question.id];
    if (answer === undefined) continue;
    for (const option of chosenOptions(question, answer)) {
      for (const effect of option.effects) {
        if (!holds(effect.when, facts)) continue;
        active.push({ question: question.id, answer: typeof answer === 'number' ? answer : option.value, effect });
      }
    }
  }
  return active;
}

/**
 * Sums up what the answers weigh and require: baseline, effects, then 0 for criteria that do not matter here, then
 * overrides. An override also counts on a criterion that would not matter.
 *
 * @param effects those of the answers, where the caller has them already
 */
export function tally(
  matrix: CapabilityMatrix,
  answers: Answers,
  overrides: Overrides = {},
  effects: readonly ActiveEffect[] = activeEffects(matrix.rules, answers),
): Tally {
  const raw = matrix.baseline.slice();
  const minima = new Uint8Array(matrix.criteriaCount);
  const raise = (c: number, minimum: number) => {
    minima[c] = Math.max(minima[c] ?? 0, minimum);
  };
  for (const { effect } of effects) {
    const { weighs, requires } = matrix.positions(effect);
    for (const [c, weight] of weighs) raw[c] = (raw[c] ?? 0) + weight;
    for (const [c, minimum] of requires) raise(c, minimum);
  }
  const weights = raw.slice();
  for (const [c, reasons] of matrix.irrelevance) {
    if (weights[c] !== 0 && reasons.some(({ when }) => holds(when, { answers }))) weights[c] = 0;
  }
  for (const [criterion, weight] of Object.entries(overrides.weight ?? {})) weights[matrix.at(criterion)] = weight;
  for (const [criterion, minimum] of Object.entries(overrides.must ?? {})) minima[matrix.at(criterion)] = minimum;
  return { weights, raw, minima };
}

/** Whether these answers surely make a criterion irrelevant, so that it weighs 0. */
export function isIrrelevant({ irrelevantWhen = [] }: Pick<Criterion, 'irrelevantWhen'>, answers: Answers): boolean {
  return irrelevantWhen.some(({ when }) => holds(when, { answers }));
}

/** Whether the protocol at position `p` reaches every minimum, and no pack forbids it. */
export function isFeasible(
  { grades, criteriaCount, forbidden }: CapabilityMatrix,
  minima: Uint8Array,
  p: number,
): boolean {
  if (forbidden[p] === 1) return false;
  for (let c = 0; c < criteriaCount; c++) {
    if ((grades[p * criteriaCount + c] ?? 0) < (minima[c] ?? 0)) return false;
  }
  return true;
}

/** Σ wᵢuᵢ of the protocol at position `p`, not divided by Σ wᵢ: enough to compare. */
export function weightedSum({ utilities, criteriaCount }: CapabilityMatrix, weights: Float64Array, p: number): number {
  let sum = 0;
  for (let c = 0; c < criteriaCount; c++) sum += (weights[c] ?? 0) * (utilities[p * criteriaCount + c] ?? 0);
  return sum;
}

/** Positions of the protocols in first place among `pool`, in the order of the rules; none when none is feasible. */
export function firstPlace(matrix: CapabilityMatrix, { weights, minima }: Tally, pool: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const epsilon = (TIE_EPSILON / 100) * total;
  let best = Number.NEGATIVE_INFINITY;
  const sums = pool.map((p) =>
    isFeasible(matrix, minima, p) ? weightedSum(matrix, weights, p) : Number.NEGATIVE_INFINITY,
  );
  for (const sum of sums) best = Math.max(best, sum);
  if (best === Number.NEGATIVE_INFINITY) return [];
  return pool.filter((_, at) => best - (sums[at] ?? 0) <= epsilon);
}

/** The id that a decision would recommend: the first in place, of a tie the first in id order; `null` for none. */
export function recommendedId(matrix: CapabilityMatrix, sums: Tally, pool: readonly number[]): string | null {
  const ids = firstPlace(matrix, sums, pool).map((p) => matrix.rules.protocols[p]?.id ?? '');
  return ids.length === 0 ? null : ids.reduce((least, id) => (id < least ? id : least));
}
