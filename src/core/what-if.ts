import { chosenOptions } from './answers.ts';
import { holds, mentionedQuestions } from './condition/evaluate.ts';
import type { Overrides } from './decision.ts';
import { type CapabilityMatrix, TIE_EPSILON } from './matrix.ts';
import type { Answers, AnswerValue, Effect, Option, Question, Rules } from './model.ts';
import { activeEffects, isFeasible, type Tally, tally, weightedSum } from './tally.ts';

/** An effect whose condition looks at another question, and the option that has it. */
interface Dependent {
  readonly question: Question;
  readonly option: Option;
  readonly effect: Effect;
}

/** What else changes when one question gets another answer. */
interface Reach {
  /** Effects of other questions whose conditions look at it. */
  readonly dependents: readonly Dependent[];
  /** Positions in `matrix.irrelevance` whose conditions look at it. */
  readonly irrelevance: readonly number[];
}

/** By question id; computed once for each rule set. */
const reaches = new WeakMap<Rules, ReadonlyMap<string, Reach>>();

function reachOf(matrix: CapabilityMatrix): ReadonlyMap<string, Reach> {
  const known = reaches.get(matrix.rules);
  if (known) return known;
  const found = new Map<string, { dependents: Dependent[]; irrelevance: number[] }>(
    matrix.rules.questions.map(({ id }) => [id, { dependents: [], irrelevance: [] }]),
  );
  for (const question of matrix.rules.questions) {
    for (const option of question.options) {
      for (const effect of option.effects) {
        for (const id of mentionedQuestions(effect.when)) {
          if (id !== question.id) found.get(id)?.dependents.push({ question, option, effect });
        }
      }
    }
  }
  matrix.irrelevance.forEach(([, reasons], at) => {
    const mentioned = new Set(reasons.flatMap(({ when }) => [...mentionedQuestions(when)]));
    for (const id of mentioned) found.get(id)?.irrelevance.push(at);
  });
  reaches.set(matrix.rules, found);
  return found;
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
  }

  /** Id of the protocol in first place now; of a tie the first in id order; `null` for none. */
  winner(): string | null {
    return this.best(this.sums, this.feasible, this.total);
  }

  /** The same with another answer to one question. */
  winnerWith(question: Question, answer: AnswerValue): string | null {
    const { dependents, irrelevance } = reachOf(this.matrix).get(question.id) ?? { dependents: [], irrelevance: [] };
    const answers = { ...this.answers, [question.id]: answer };
    const added: Effect[] = [];
    const removed: Effect[] = [];
    const before = this.answers[question.id];
    if (before !== undefined) removed.push(...this.effectsOf(question, before, this.answers));
    added.push(...this.effectsOf(question, answer, answers));
    for (const { question: other, option, effect } of dependents) {
      const given = this.answers[other.id];
      if (given === undefined || !chosenOptions(other, given).includes(option)) continue;
      const held = holds(effect.when, { answers: this.answers });
      const isHolding = holds(effect.when, { answers });
      if (held && !isHolding) removed.push(effect);
      if (!held && isHolding) added.push(effect);
    }
    if (added.length + removed.length + irrelevance.length === 0) return this.winner();
    return this.after(added, removed, irrelevance, answers);
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
