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

/** The effects of some answers, in the order of the questions. */
export interface StatedEffects {
  /** Those whose conditions surely hold. */
  readonly active: readonly ActiveEffect[];
  /** Those whose conditions do not, or may not. */
  readonly dormant: readonly ActiveEffect[];
}

export function statedEffects(rules: Rules, answers: Answers): StatedEffects {
  const active: ActiveEffect[] = [];
  const dormant: ActiveEffect[] = [];
  const facts = { answers };
  for (const question of rules.questions) {
    const answer = answers[question.id];
    if (answer === undefined) continue;
    for (const option of chosenOptions(question, answer)) {
      const chosen = typeof answer === 'number' ? answer : option.value;
      for (const effect of option.effects) {
        (holds(effect.when, facts) ? active : dormant).push({ question: question.id, answer: chosen, effect });
      }
    }
  }
  return { active, dormant };
}

/** Every effect of these answers whose condition surely holds, in the order of the questions. */
export function activeEffects(rules: Rules, answers: Answers): readonly ActiveEffect[] {
  return statedEffects(rules, answers).active;
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

/** Whether each protocol of a pool reaches every minimum, and no pack forbids it; by position in the pool. */
export function areFeasible(
  { grades, criteriaCount, forbidden }: CapabilityMatrix,
  minima: Uint8Array,
  pool: readonly number[],
): boolean[] {
  const asked = notZero(minima);
  return pool.map(
    (p) => forbidden[p] !== 1 && asked.every((c) => (grades[p * criteriaCount + c] ?? 0) >= (minima[c] ?? 0)),
  );
}

/** Σ wᵢuᵢ of each protocol of a pool, not divided by Σ wᵢ: enough to compare. */
export function weightedSums(
  { utilities, criteriaCount }: CapabilityMatrix,
  weights: Float64Array,
  pool: readonly number[],
): Float64Array {
  const weighing = notZero(weights);
  const sums = new Float64Array(pool.length);
  pool.forEach((p, at) => {
    let sum = 0;
    for (const c of weighing) sum += (weights[c] ?? 0) * (utilities[p * criteriaCount + c] ?? 0);
    sums[at] = sum;
  });
  return sums;
}

/** Σ wᵢ. */
export function totalOf(weights: Float64Array): number {
  let total = 0;
  for (const weight of weights) total += weight;
  return total;
}

/** Positions: most criteria have neither a weight nor a minimum. */
export function notZero(values: Float64Array | Uint8Array): number[] {
  const positions: number[] = [];
  for (let c = 0; c < values.length; c++) if (values[c] !== 0) positions.push(c);
  return positions;
}

/** Positions of the protocols in first place among `pool`, in the order of the rules; none when none is feasible. */
export function firstPlace(matrix: CapabilityMatrix, { weights, minima }: Tally, pool: readonly number[]): number[] {
  const total = totalOf(weights);
  const epsilon = (TIE_EPSILON / 100) * total;
  const feasible = areFeasible(matrix, minima, pool);
  const sums = weightedSums(matrix, weights, pool);
  let best = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < sums.length; at++) if (feasible[at]) best = Math.max(best, sums[at] ?? best);
  return pool.filter((_, at) => feasible[at] && best - (sums[at] ?? 0) <= epsilon);
}

/** The id that a decision would recommend: the first in place, of a tie the first in id order; `null` for none. */
export function recommendedId(matrix: CapabilityMatrix, sums: Tally, pool: readonly number[]): string | null {
  const ids = firstPlace(matrix, sums, pool).map((p) => matrix.rules.protocols[p]?.id ?? '');
  return ids.length === 0 ? null : ids.reduce((least, id) => (id < least ? id : least));
}
