import { chosenOptions, withEveryKey } from '../answers.ts';
import { type Facts, holds, mentionedQuestions } from '../condition/evaluate.ts';
import type { Overrides } from '../decision.ts';
import type { Answers, AnswerValue, Effect, Option, Question } from '../model.ts';
import { Bound, type Dependent } from './bound.ts';
import { type CapabilityMatrix, TIE_EPSILON } from './matrix.ts';
import { areFeasible, type StatedEffects, statedEffects, type Tally, tally, totalOf, weightedSums } from './tally.ts';

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
  /** Those of the pool that are feasible now. What brings another one back is decided anew. */
  private readonly ranked: readonly number[];
  private readonly now: Tally;
  /** By position in `matrix.irrelevance`, as far as it was asked for: see `isIrrelevantNow`. */
  private readonly irrelevances: (boolean | undefined)[] = [];
  /** By position in `ranked`. */
  private readonly sums: Float64Array;
  private readonly total: number;
  private readonly first: string | null;
  /** Absent where none is first. */
  private readonly bound: Bound | undefined;
  /** By question id: the effects of given answers whose conditions look at its answer. */
  private readonly dependents = new Map<string, Dependent[]>();
  /**
   * A copy of the answers for what is tried; afterwards it is as before. A new copy for each try takes a third of all.
   */
  private readonly trial: Record<string, AnswerValue | undefined>;
  private readonly trialFacts: Facts;

  /** @param known the sums of these answers, where the caller has them already */
  constructor(
    matrix: CapabilityMatrix,
    answers: Answers,
    overrides: Overrides,
    pool: readonly number[],
    known?: Tally & { readonly effects: StatedEffects },
  ) {
    this.matrix = matrix;
    this.answers = answers;
    this.trial = withEveryKey(matrix.rules, answers);
    this.trialFacts = { answers: this.trial as Answers };
    this.overrides = overrides;
    this.pool = pool;
    const effects = known?.effects ?? statedEffects(matrix.rules, answers);
    this.now = known ?? tally(matrix, answers, overrides, effects.active);
    const feasible = areFeasible(matrix, this.now.minima, pool);
    this.ranked = pool.filter((_, at) => feasible[at]);
    this.sums = weightedSums(matrix, this.now.weights, this.ranked);
    this.total = totalOf(this.now.weights);
    this.first = this.best(this.sums, this.total);
    this.findDependents(effects);
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
    const { matrix, now, overrides, ranked, sums, dependents } = this;
    const first = ranked.find((p) => matrix.rules.protocols[p]?.id === this.first);
    if (first === undefined) return undefined;
    const hasOverrides = overrides.weight !== undefined;
    return new Bound(matrix, { now, hasOverrides, first, ranked, sums, dependents });
  }

  private findDependents({ active, dormant }: StatedEffects): void {
    for (const [stated, isHolding] of [
      [active, true],
      [dormant, false],
    ] as const) {
      for (const { question, effect } of stated) {
        const dependent = { effect, isHolding, of: question };
        for (const id of mentionedQuestions(effect.when)) {
          const known = this.dependents.get(id);
          if (known) known.push(dependent);
          else this.dependents.set(id, [dependent]);
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
    // A weight that is set by hand stays, whatever an effect adds to it.
    const part = this.overrides.weight === undefined ? 'unsure' : 'weighs';
    if (part === 'unsure') {
      for (const effect of added) total += this.addSure(sums, effect, 1);
      for (const effect of removed) total += this.addSure(sums, effect, -1);
    }
    const weights = this.rawWeights(added, removed, irrelevance, part);
    for (const [c, weight] of weights) {
      if (this.overrides.weight !== undefined && this.isOverridden('weight', c)) continue;
      const change = (this.becomesIrrelevant(c, irrelevance) ? 0 : weight) - (this.now.weights[c] ?? 0);
      if (change === 0) continue;
      total += change;
      for (let at = 0; at < sums.length; at++) {
        sums[at] = (sums[at] ?? 0) + change * (utilities[(this.ranked[at] ?? 0) * criteriaCount + c] ?? 0);
      }
    }
    this.exclude(sums, added);
    return this.best(sums, total);
  }

  /** Adds what an effect weighs on criteria that always matter, or takes it away. @returns by how much the total grows */
  private addSure(sums: Float64Array, effect: Effect, sign: 1 | -1): number {
    const { sureGains, sureWeight } = this.matrix.positions(effect);
    for (let at = 0; at < sums.length; at++) sums[at] = (sums[at] ?? 0) + sign * (sureGains[this.ranked[at] ?? 0] ?? 0);
    return sign * sureWeight;
  }

  /** By criterion that may change: its weight before irrelevance and overrides. */
  private rawWeights(
    added: readonly Effect[],
    removed: readonly Effect[],
    irrelevance: readonly number[],
    part: 'weighs' | 'unsure',
  ): Map<number, number> {
    const { matrix } = this;
    const { raw } = this.now;
    const after = new Map<number, number>();
    for (const effect of added) {
      for (const [c, weight] of matrix.positions(effect)[part]) after.set(c, (after.get(c) ?? raw[c] ?? 0) + weight);
    }
    for (const effect of removed) {
      for (const [c, weight] of matrix.positions(effect)[part]) after.set(c, (after.get(c) ?? raw[c] ?? 0) - weight);
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

  /** Those that what is added excludes, by position in `ranked`, lose their sums. */
  private exclude(sums: Float64Array, added: readonly Effect[]): void {
    const { grades, criteriaCount } = this.matrix;
    for (const effect of added) {
      for (const [c, minimum] of this.matrix.positions(effect).requires) {
        if (this.overrides.must !== undefined && this.isOverridden('must', c)) continue;
        this.ranked.forEach((p, at) => {
          if ((grades[p * criteriaCount + c] ?? 0) < minimum) sums[at] = Number.NEGATIVE_INFINITY;
        });
      }
    }
  }

  private anew(): string | null {
    return new WhatIf(this.matrix, this.trialFacts.answers, this.overrides, this.pool).winner();
  }

  private best(sums: Float64Array, total: number): string | null {
    let best = Number.NEGATIVE_INFINITY;
    for (const sum of sums) best = Math.max(best, sum);
    if (best === Number.NEGATIVE_INFINITY) return null;
    const epsilon = (TIE_EPSILON / 100) * Math.max(total, 1);
    let id: string | null = null;
    for (let at = 0; at < sums.length; at++) {
      if (best - (sums[at] ?? 0) > epsilon) continue;
      const candidate = this.matrix.rules.protocols[this.ranked[at] ?? 0]?.id ?? '';
      if (id === null || candidate < id) id = candidate;
    }
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
