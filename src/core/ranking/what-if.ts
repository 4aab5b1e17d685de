import { chosenOptions } from '../answers.ts';
import { type Facts, holds, mentionedQuestions } from '../condition/evaluate.ts';
import type { Overrides } from '../decision.ts';
import type { Answers, AnswerValue, Effect, Option, Question } from '../model.ts';
import { Bound, type Dependent } from './bound.ts';
import { type CapabilityMatrix, TIE_EPSILON } from './matrix.ts';
import { type ActiveEffect, activeEffects, isFeasible, type Tally, tally, weightedSum } from './tally.ts';

const NONE: readonly never[] = [];

/**
 * The first place if one answer were another. Says the same as deciding anew with that answer, but adds and removes
 * only what changes: a decision tries some hundred answers.
 */
export class WhatIf {
  private readonly matrix: CapabilityMatrix;
  private readonly answers: Answers;
  private readonly overrides: Overrides;
  private readonly pool: readonly number[];
  private readonly now: Tally;
  /** By position in `matrix.irrelevance`, as far as it was asked for: see `isIrrelevantNow`. */
  private readonly irrelevances: (boolean | undefined)[] = [];
  /** By position in the pool. */
  private readonly sums: Float64Array;
  private readonly feasible: readonly boolean[];
  private readonly total: number;
  private readonly first: string | null;
  /** Absent where none is first. */
  private readonly bound: Bound | undefined;
  /** By question id: the effects of given answers whose conditions look at its answer. */
  private readonly dependents = new Map<string, Dependent[]>();
  /**
   * A copy of the answers for what is tried; afterwards it is as before, an open question `undefined`: objects from which
   * keys are deleted become slow. A new copy for each try takes a third of all.
   */
  private readonly trial: Record<string, AnswerValue | undefined>;
  private readonly trialFacts: Facts;

  /** @param known the sums of these answers, where the caller has them already */
  constructor(
    matrix: CapabilityMatrix,
    answers: Answers,
    overrides: Overrides,
    pool: readonly number[],
    known?: Tally & { readonly effects: readonly ActiveEffect[] },
  ) {
    this.matrix = matrix;
    this.answers = answers;
    this.trial = { ...answers };
    this.trialFacts = { answers: this.trial as Answers };
    this.overrides = overrides;
    this.pool = pool;
    const effects = known?.effects ?? activeEffects(matrix.rules, answers);
    this.now = known ?? tally(matrix, answers, overrides, effects);
    this.feasible = pool.map((p) => isFeasible(matrix, this.now.minima, p));
    // Of the others nobody asks: what brings one of them back is decided anew.
    this.sums = new Float64Array(pool.length);
    for (const [at, p] of pool.entries())
      if (this.feasible[at]) this.sums[at] = weightedSum(matrix, this.now.weights, p);
    this.total = this.now.weights.reduce((sum, weight) => sum + weight, 0);
    this.first = this.best(this.sums, this.feasible, this.total);
    this.findDependents();
    this.bound = this.findBound();
  }

  /** Id of the protocol in first place now; of a tie the first in id order; `null` for none. */
  winner(): string | null {
    return this.first;
  }

  /** The same with another answer to one question. */
  winnerWith(question: Question, answer: AnswerValue): string | null {
    const before = this.answers[question.id];
    this.trial[question.id] = answer;
    try {
      return this.winnerOfTrial(question, before, answer);
    } finally {
      this.trial[question.id] = before;
    }
  }

  private winnerOfTrial(question: Question, before: AnswerValue | undefined, answer: AnswerValue): string | null {
    const irrelevance = this.matrix.irrelevanceOf.get(question.id) ?? NONE;
    const removed = before === undefined ? [] : effectsOf(question, before, { answers: this.answers });
    const added = effectsOf(question, answer, this.trialFacts);
    for (const { effect, isHolding, of } of this.dependents.get(question.id) ?? NONE) {
      if (of === question.id) continue;
      const willHold = holds(effect.when, this.trialFacts);
      if (isHolding && !willHold) removed.push(effect);
      if (!isHolding && willHold) added.push(effect);
    }
    if (added.length + removed.length + irrelevance.length === 0) return this.first;
    return this.after(added, removed, irrelevance);
  }

  private findBound(): Bound | undefined {
    const { matrix, now, overrides, pool, sums, feasible, dependents } = this;
    const first = pool.find((p) => matrix.rules.protocols[p]?.id === this.first);
    if (first === undefined) return undefined;
    const hasOverrides = overrides.weight !== undefined;
    return new Bound(matrix, { now, hasOverrides, first, pool, sums, feasible, dependents });
  }

  private findDependents(): void {
    for (const question of this.matrix.rules.questions) {
      const answer = this.answers[question.id];
      if (answer === undefined) continue;
      for (const { effects } of chosenOptions(question, answer)) {
        for (const effect of effects) {
          if (effect.when === undefined) continue;
          const isHolding = holds(effect.when, { answers: this.answers });
          const dependent = { effect, isHolding, of: question.id };
          for (const id of mentionedQuestions(effect.when)) {
            const known = this.dependents.get(id);
            if (known) known.push(dependent);
            else this.dependents.set(id, [dependent]);
          }
        }
      }
    }
  }

  /** Whether choosing this option of an open question surely leaves the first place as it is; see `Bound`. */
  cannotChange(question: Question, option: Option): boolean {
    return this.bound?.cannotChange(question, option) === true;
  }

  private after(added: readonly Effect[], removed: readonly Effect[], irrelevance: readonly number[]): string | null {
    // A minimum that goes may leave a smaller one of another answer behind: decide anew.
    if (removed.some((effect) => this.matrix.positions(effect).requires.length > 0)) return this.anew();
    const { utilities, criteriaCount } = this.matrix;
    const sums = this.sums.slice();
    let total = this.total;
    const weights = this.rawWeights(added, removed, irrelevance);
    for (const [c, weight] of weights) {
      if (this.overrides.weight !== undefined && this.isOverridden('weight', c)) continue;
      const change = (this.becomesIrrelevant(c, irrelevance) ? 0 : weight) - (this.now.weights[c] ?? 0);
      if (change === 0) continue;
      total += change;
      for (let at = 0; at < sums.length; at++) {
        sums[at] = (sums[at] ?? 0) + change * (utilities[(this.pool[at] ?? 0) * criteriaCount + c] ?? 0);
      }
    }
    return this.best(sums, this.feasibleWith(added), total);
  }

  /** By criterion that may change: its weight before irrelevance and overrides. */
  private rawWeights(
    added: readonly Effect[],
    removed: readonly Effect[],
    irrelevance: readonly number[],
  ): Map<number, number> {
    const { matrix } = this;
    const { raw } = this.now;
    const after = new Map<number, number>();
    for (const effect of added) {
      for (const [c, weight] of matrix.positions(effect).weighs) after.set(c, (after.get(c) ?? raw[c] ?? 0) + weight);
    }
    for (const effect of removed) {
      for (const [c, weight] of matrix.positions(effect).weighs) after.set(c, (after.get(c) ?? raw[c] ?? 0) - weight);
    }
    for (const at of irrelevance) {
      const c = matrix.irrelevance[at]?.[0] ?? -1;
      if (!after.has(c)) after.set(c, raw[c] ?? 0);
    }
    return after;
  }

  private isOverridden(kind: keyof Overrides, c: number): boolean {
    return this.overrides[kind]?.[this.matrix.rules.criteria[c]?.id ?? ''] !== undefined;
  }

  /** @param irrelevance positions of what looks at the answer that is tried; the rest stays as it is */
  private becomesIrrelevant(c: number, irrelevance: readonly number[]): boolean {
    const at = this.matrix.irrelevanceAt[c] ?? -1;
    if (at < 0) return false;
    if (!irrelevance.includes(at)) return this.isIrrelevantNow(at);
    return this.isIrrelevantWith(at, this.trialFacts);
  }

  /** @param at position in `matrix.irrelevance` */
  private isIrrelevantNow(at: number): boolean {
    const known = this.irrelevances[at] ?? this.isIrrelevantWith(at, { answers: this.answers });
    this.irrelevances[at] = known;
    return known;
  }

  /** @param at position in `matrix.irrelevance` */
  private isIrrelevantWith(at: number, facts: Facts): boolean {
    const reasons = this.matrix.irrelevance[at]?.[1] ?? NONE;
    return reasons.some(({ when }) => holds(when, facts));
  }

  private feasibleWith(added: readonly Effect[]): readonly boolean[] {
    const requires = added
      .flatMap((effect) => this.matrix.positions(effect).requires)
      .filter(([c]) => this.overrides.must === undefined || !this.isOverridden('must', c));
    if (requires.length === 0) return this.feasible;
    const { grades, criteriaCount } = this.matrix;
    return this.pool.map(
      (p, at) =>
        this.feasible[at] === true && requires.every(([c, minimum]) => (grades[p * criteriaCount + c] ?? 0) >= minimum),
    );
  }

  private anew(): string | null {
    return new WhatIf(this.matrix, this.trialFacts.answers, this.overrides, this.pool).winner();
  }

  private best(sums: Float64Array, feasible: readonly boolean[], total: number): string | null {
    let best = Number.NEGATIVE_INFINITY;
    for (let at = 0; at < sums.length; at++) if (feasible[at] === true) best = Math.max(best, sums[at] ?? best);
    if (best === Number.NEGATIVE_INFINITY) return null;
    const epsilon = (TIE_EPSILON / 100) * Math.max(total, 1);
    let id: string | null = null;
    this.pool.forEach((p, at) => {
      if (feasible[at] !== true || best - (sums[at] ?? 0) > epsilon) return;
      const candidate = this.matrix.rules.protocols[p]?.id ?? '';
      if (id === null || candidate < id) id = candidate;
    });
    return id;
  }
}

/** The effects of an answer whose conditions hold. */
function effectsOf(question: Question, answer: AnswerValue, facts: Facts): Effect[] {
  const effects: Effect[] = [];
  for (const option of chosenOptions(question, answer)) {
    for (const effect of option.effects) if (holds(effect.when, facts)) effects.push(effect);
  }
  return effects;
}
