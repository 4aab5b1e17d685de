import { chosenOptions } from '../answers.ts';
import { holds, mentionedQuestions } from '../condition/evaluate.ts';
import type { Overrides } from '../decision.ts';
import type { Answers, AnswerValue, Effect, Option, Question } from '../model.ts';
import { type CapabilityMatrix, TIE_EPSILON } from './matrix.ts';
import { activeEffects, isFeasible, type Tally, tally, weightedSum } from './tally.ts';

/** What else changes when one question gets another answer. */
interface Reach {
  /** Effects of given answers whose conditions look at the question, and whether they hold now. */
  readonly dependents: { readonly effect: Effect; readonly isHolding: boolean; readonly of: string }[];
  /** Positions in `matrix.irrelevance` whose conditions look at it. */
  readonly irrelevance: number[];
}

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
  /** By question id. */
  private readonly reaches = new Map<string, Reach>();

  constructor(matrix: CapabilityMatrix, answers: Answers, overrides: Overrides, pool: readonly number[]) {
    this.matrix = matrix;
    this.answers = answers;
    this.overrides = overrides;
    this.pool = pool;
    const effects = activeEffects(matrix.rules, answers);
    this.now = tally(matrix, answers, overrides, effects);
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
    this.findReaches();
  }

  /** Id of the protocol in first place now; of a tie the first in id order; `null` for none. */
  winner(): string | null {
    return this.first;
  }

  /** The same with another answer to one question. */
  winnerWith(question: Question, answer: AnswerValue): string | null {
    const { dependents, irrelevance } = this.reaches.get(question.id) ?? { dependents: [], irrelevance: [] };
    const before = this.answers[question.id];
    const answers = { ...this.answers, [question.id]: answer };
    const removed = before === undefined ? [] : this.effectsOf(question, before, this.answers);
    const added = this.effectsOf(question, answer, answers);
    for (const { effect, isHolding, of } of dependents) {
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

  private findReaches(): void {
    const { rules, irrelevance } = this.matrix;
    const reachOf = (id: string) => {
      const known = this.reaches.get(id) ?? { dependents: [], irrelevance: [] };
      this.reaches.set(id, known);
      return known;
    };
    for (const question of rules.questions) {
      const answer = this.answers[question.id];
      if (answer === undefined) continue;
      for (const { effects } of chosenOptions(question, answer)) {
        for (const effect of effects) {
          if (effect.when === undefined) continue;
          const isHolding = holds(effect.when, { answers: this.answers });
          for (const id of mentionedQuestions(effect.when))
            reachOf(id).dependents.push({ effect, isHolding, of: question.id });
        }
      }
    }
    irrelevance.forEach(([, reasons], at) => {
      const mentioned = new Set(reasons.flatMap(({ when }) => [...mentionedQuestions(when)]));
      for (const id of mentioned) reachOf(id).irrelevance.push(at);
    });
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
    const reach = this.reaches.get(id);
    if (!reach) return 0;
    let weight = 0;
    for (const { effect } of reach.dependents) weight += strengthOf(effect);
    for (const at of reach.irrelevance) weight += this.raw[this.matrix.irrelevance[at]?.[0] ?? -1] ?? 0;
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
    const changes = this.weightChanges(added, removed, irrelevance, answers);
    const sums = this.sums.slice();
    let total = this.total;
    for (const [c, change] of changes) {
      total += change;
      this.pool.forEach((p, at) => {
        sums[at] = (sums[at] ?? 0) + change * (this.matrix.utilities[p * this.matrix.criteriaCount + c] ?? 0);
      });
    }
    return this.best(sums, this.feasibleWith(added), total);
  }

  /** By criterion: the change of its weight, after irrelevance and overrides. */
  private weightChanges(
    added: readonly Effect[],
    removed: readonly Effect[],
    irrelevance: readonly number[],
    answers: Answers,
  ): Map<number, number> {
    const { matrix, raw, now } = this;
    const after = new Map<number, number>();
    const add = (effect: Effect, sign: 1 | -1) => {
      for (const [c, weight] of matrix.positions(effect).weighs)
        after.set(c, (after.get(c) ?? raw[c] ?? 0) + sign * weight);
    };
    for (const effect of added) add(effect, 1);
    for (const effect of removed) add(effect, -1);
    for (const at of irrelevance) {
      const c = matrix.irrelevance[at]?.[0] ?? -1;
      if (!after.has(c)) after.set(c, raw[c] ?? 0);
    }
    matrix.irrelevance.forEach(([c, reasons], at) => {
      if (!after.has(c)) return;
      const isIrrelevant = irrelevance.includes(at)
        ? reasons.some(({ when }) => holds(when, { answers }))
        : this.isIrrelevant[at] === true;
      if (isIrrelevant) after.set(c, 0);
    });
    for (const criterion of Object.keys(this.overrides.weight ?? {})) after.delete(matrix.at(criterion));
    return new Map([...after].map(([c, weight]) => [c, weight - (now.weights[c] ?? 0)]));
  }

  private feasibleWith(added: readonly Effect[]): readonly boolean[] {
    const requires = added.flatMap((effect) => this.matrix.positions(effect).requires);
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

/** All weight of an effect; infinite where it requires something. */
function strengthOf({ weighs, requires }: Effect): number {
  for (const _ in requires) return Number.POSITIVE_INFINITY;
  let weight = 0;
  for (const criterion in weighs) weight += weighs[criterion] ?? 0;
  return weight;
}
