import type { Effect, Option, Question } from '../model.ts';
import type { CapabilityMatrix } from './matrix.ts';
import type { Tally } from './tally.ts';

/** An effect of a given answer that has a condition. */
export interface Dependent {
  readonly effect: Effect;
  readonly isHolding: boolean;
  /** Id of the question that has the answer. */
  readonly of: string;
}

/** A protocol that is feasible, and how far it is behind the first, in weight · utility. */
interface Rival {
  readonly p: number;
  readonly behind: number;
}

/** What the bound is made from. Protocols and criteria by position. */
interface Ranking {
  readonly now: Tally;
  /** Whether weights were set by hand. */
  readonly hasOverrides: boolean;
  readonly first: number;
  /** The protocols that are feasible. */
  readonly ranked: readonly number[];
  /** Weighted sums, by position in `ranked`. */
  readonly sums: Float64Array;
  /** By question id: the effects of given answers whose conditions look at its answer. */
  readonly dependents: ReadonlyMap<string, readonly Dependent[]>;
}

const NONE: readonly never[] = [];

/** Far above the errors of sums of weights, far below a weight. */
const SLACK = 1e-6;

/**
 * How near an answer may bring the others to the first place, at most. No condition is evaluated, and most answers cannot
 * bring any near enough.
 */
export class Bound {
  private readonly matrix: CapabilityMatrix;
  private readonly ranking: Ranking;
  private readonly rivals: readonly Rival[];
  /** How far the nearest rival is behind; infinite where there is none. */
  private readonly gap: number;
  /** By criterion that was asked for: what one unit of weight more brings a rival nearer, at most. */
  private readonly more: Float64Array;
  /** The same of one unit less. */
  private readonly less: Float64Array;
  /** By question id, see `reachOf`. */
  private readonly reaches = new Map<string, number>();

  constructor(matrix: CapabilityMatrix, ranking: Ranking) {
    const { first, ranked, sums } = ranking;
    this.matrix = matrix;
    this.ranking = ranking;
    const sum = sums[ranked.indexOf(first)] ?? 0;
    this.rivals = ranked.flatMap((p, at) => (p === first ? [] : [{ p, behind: sum - (sums[at] ?? 0) }]));
    this.gap = Math.min(...this.rivals.map(({ behind }) => behind));
    this.more = new Float64Array(matrix.criteriaCount).fill(Number.NaN);
    this.less = new Float64Array(matrix.criteriaCount);
  }

  /** Whether choosing this option of an open question surely leaves the first place as it is. */
  cannotChange(question: Question, option: Option): boolean {
    const reach = this.reachOf(question.id);
    let most = reach;
    for (const effect of option.effects) most += this.mostOf(effect, false);
    if (most < this.gap - SLACK) return true;
    if (most === Number.POSITIVE_INFINITY) return false;
    // What comes nearest may be far behind: one by one.
    for (const { p, behind } of this.rivals) {
      let nearer = reach;
      for (const effect of option.effects) nearer += this.nearerBy(effect, p);
      if (nearer >= behind - SLACK) return false;
    }
    return true;
  }

  /** How much nearer a rival may come by what an answer adds or removes elsewhere. */
  private reachOf(id: string): number {
    const known = this.reaches.get(id);
    if (known !== undefined) return known;
    const { now, dependents } = this.ranking;
    let reach = 0;
    for (const { effect, isHolding } of dependents.get(id) ?? NONE) reach += this.mostOf(effect, isHolding);
    for (const at of this.matrix.irrelevanceOf.get(id) ?? NONE) {
      const c = this.matrix.irrelevance[at]?.[0] ?? -1;
      // Its weight comes into force or goes, one of the two.
      reach += (now.raw[c] ?? 0) * this.mostAt(c, now.weights[c] !== 0);
    }
    this.reaches.set(id, reach);
    return reach;
  }

  /** How much nearer a rival may come when an effect goes that holds, or comes that does not. */
  private mostOf(effect: Effect, isHolding: boolean): number {
    const { weighs, requires } = this.matrix.positions(effect);
    // What was excluded may come back.
    if (isHolding ? requires.length > 0 : this.excludesFirst(effect)) return Number.POSITIVE_INFINITY;
    let sum = 0;
    for (const [c, weight] of weighs) sum += weight * this.mostAt(c, isHolding);
    return sum;
  }

  /** What one unit of weight more or less on a criterion brings a rival nearer, at most. */
  private mostAt(c: number, isLess: boolean): number {
    if (Number.isNaN(this.more[c])) {
      this.more[c] = 0;
      for (const { p } of this.rivals) {
        const better = this.betterBy(p, c);
        this.more[c] = Math.max(this.more[c] ?? 0, better);
        this.less[c] = Math.max(this.less[c] ?? 0, -better);
      }
    }
    return (isLess ? this.less[c] : this.more[c]) ?? 0;
  }

  private excludesFirst(effect: Effect): boolean {
    const { grades, criteriaCount } = this.matrix;
    const { requires } = this.matrix.positions(effect);
    return requires.some(([c, minimum]) => (grades[this.ranking.first * criteriaCount + c] ?? 0) < minimum);
  }

  /** How much nearer one rival comes, at most, when an effect of the answer is added. */
  private nearerBy(effect: Effect, p: number): number {
    const { first, hasOverrides } = this.ranking;
    const { weighs, unsure, sureGains } = this.matrix.positions(effect);
    let nearer = hasOverrides ? 0 : (sureGains[p] ?? 0) - (sureGains[first] ?? 0);
    // A weight may not be in force.
    for (const [c, weight] of hasOverrides ? weighs : unsure) nearer += Math.max(0, weight * this.betterBy(p, c));
    return effect.when === undefined ? nearer : Math.max(0, nearer);
  }

  /** How much better a protocol is than the first on a criterion, −1 to 1. */
  private betterBy(p: number, c: number): number {
    const { utilities, criteriaCount } = this.matrix;
    return (utilities[p * criteriaCount + c] ?? 0) - (utilities[this.ranking.first * criteriaCount + c] ?? 0);
  }
}
