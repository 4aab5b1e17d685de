import { chosenOptions } from '../answers.ts';
import { holds, mentionedQuestions } from '../condition/evaluate.ts';
import type { Overrides } from '../decision.ts';
import type { Answers, AnswerValue, Effect, Option, Question } from '../model.ts';
import { type CapabilityMatrix, TIE_EPSILON } from './matrix.ts';
import { type ActiveEffect, activeEffects, isFeasible, strengthOf, type Tally, tally, weightedSum } from './tally.ts';

/** An effect of a given answer that has a condition. */
interface Dependent {
  readonly effect: Effect;
  readonly isHolding: boolean;
  /** Id of the question that has the answer. */
  readonly of: string;
}

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
  /** Weights before irrelevance and overrides. */
  private readonly raw: Float64Array;
  /** By position in `matrix.irrelevance`. */
  private readonly isIrrelevant: readonly boolean[];
  /** By position in the pool. */
  private readonly sums: Float64Array;
  private readonly feasible: readonly boolean[];
  private readonly total: number;
  private readonly first: string | null;
  /** How much weight has to change before another protocol can be first. */
  private readonly gap: number;
  /** By question id: the effects of given answers whose conditions look at its answer. */
  private readonly dependents = new Map<string, Dependent[]>();
  /** By question id, see `reachOf`. */
  private readonly reaches = new Map<string, number>();
  /** A copy of the answers for what is tried; afterwards it is as before. A new one for each try takes a third of all. */
  private readonly trial: Record<string, AnswerValue>;

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
    this.overrides = overrides;
    this.pool = pool;
    const effects = known?.effects ?? activeEffects(matrix.rules, answers);
    this.now = known ?? tally(matrix, answers, overrides, effects);
    this.raw = matrix.baseline.slice();
    for (const { effect } of effects) {
      for (const [c, weight] of matrix.positions(effect).weighs) this.raw[c] = (this.raw[c] ?? 0) + weight;
    }
    this.isIrrelevant = matrix.irrelevance.map(([, reasons]) => reasons.some(({ when }) => holds(when, { answers })));
    this.sums = Float64Array.from(pool, (p) => weightedSum(matrix, this.now.weights, p));
    this.feasible = pool.map((p) => isFeasible(matrix, this.now.minima, p));
    this.total = this.now.weights.reduce((sum, weight) => sum + weight, 0);
    this.first = this.best(this.sums, this.feasible, this.total);
    this.gap = this.gapOf();
    this.findDependents();
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
      if (before === undefined) delete this.trial[question.id];
      else this.trial[question.id] = before;
    }
  }

  private winnerOfTrial(question: Question, before: AnswerValue | undefined, answer: AnswerValue): string | null {
    const { trial: answers } = this;
    const irrelevance = this.matrix.irrelevanceOf.get(question.id) ?? NONE;
    const removed = before === undefined ? [] : this.effectsOf(question, before, this.answers);
    const added = this.effectsOf(question, answer, answers);
    for (const { effect, isHolding, of } of this.dependents.get(question.id) ?? NONE) {
      if (of === question.id) continue;
      const willHold = holds(effect.when, { answers });
      if (isHolding && !willHold) removed.push(effect);
      if (!isHolding && willHold) added.push(effect);
    }
    if (added.length + removed.length + irrelevance.length === 0) return this.first;
    return this.after(added, removed, irrelevance, answers);
  }

  /** The lead of the first over the second; 0 where that says nothing. */
  private gapOf(): number {
    const sums = [...this.sums].filter((_, at) => this.feasible[at] === true).sort((a, b) => b - a);
    const [first = 0, second = Number.NEGATIVE_INFINITY] = sums;
    return sums.length === 0 ? 0 : first - second;
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

  /**
   * Whether choosing this option of an open question surely leaves the first place as it is: all the weight that it can
   * add or remove is less than the gap, and it excludes nothing. No condition is evaluated.
   */
  cannotChange(question: Question, option: Option): boolean {
    let weight = this.reachOf(question.id);
    for (const effect of option.effects) weight += strengthOf(effect);
    return weight < this.gap;
  }

  /** The weight that may be added or removed elsewhere when a question gets an answer. */
  private reachOf(id: string): number {
    const known = this.reaches.get(id);
    if (known !== undefined) return known;
    let weight = 0;
    for (const { effect } of this.dependents.get(id) ?? NONE) weight += strengthOf(effect);
    for (const at of this.matrix.irrelevanceOf.get(id) ?? NONE)
      weight += this.raw[this.matrix.irrelevance[at]?.[0] ?? -1] ?? 0;
    this.reaches.set(id, weight);
    return weight;
  }

  private effectsOf(question: Question, answer: AnswerValue, answers: Answers): Effect[] {
    return chosenOptions(question, answer).flatMap(({ effects }) =>
      effects.filter(({ when }) => holds(when, { answers })),
    );
  }

  private after(
    added: readonly Effect[],
    removed: readonly Effect[],
    irrelevance: readonly number[],
    answers: Answers,
  ): string | null {
    // A minimum that goes may leave a smaller one of another answer behind: decide anew.
    if (removed.some((effect) => this.matrix.positions(effect).requires.length > 0)) return this.anew(answers);
    const { utilities, criteriaCount } = this.matrix;
    const sums = this.sums.slice();
    let total = this.total;
    const weights = this.rawWeights(added, removed, irrelevance);
    for (const [c, weight] of weights) {
      if (this.overrides.weight !== undefined && this.isOverridden('weight', c)) continue;
      const change = (this.becomesIrrelevant(c, irrelevance, answers) ? 0 : weight) - (this.now.weights[c] ?? 0);
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
    const { matrix, raw } = this;
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
  private becomesIrrelevant(c: number, irrelevance: readonly number[], answers: Answers): boolean {
    const at = this.matrix.irrelevanceAt[c] ?? -1;
    if (at < 0) return false;
    if (!irrelevance.includes(at)) return this.isIrrelevant[at] === true;
    return this.matrix.irrelevance[at]?.[1].some(({ when }) => holds(when, { answers })) === true;
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

  private anew(answers: Answers): string | null {
    return new WhatIf(this.matrix, answers, this.overrides, this.pool).winner();
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
