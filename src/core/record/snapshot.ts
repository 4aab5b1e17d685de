/** What a decision rested on, small enough to be kept with it: so that later somebody can be told what has changed. */
import type { Overrides } from '../decision.ts';
import { TIE_EPSILON } from '../matrix.ts';
import { type Answers, type AnswerValue, BEST_GRADE, type Rules } from '../model.ts';
import { activeEffects } from '../tally.ts';

/** What one answer asked for: criterion to added weight, criterion to lowest grade. Criteria of neither are left out. */
export interface Asked {
  readonly answer: AnswerValue;
  readonly weighs?: Readonly<Record<string, number>> | undefined;
  readonly requires?: Readonly<Record<string, number>> | undefined;
}

/** What a recorded decision rested on, so that a later check can tell what has changed. */
export interface Basis {
  /** Id of the protocol that was recorded. */
  readonly decision: string;
  /** Whether the extended protocols take part. */
  readonly all: boolean;
  /** `name@version` of every rule pack. */
  readonly packs: readonly string[];
  /** `sha256:` and the hash of the rules. */
  readonly digest: string;
  /** Baseline weight of every criterion. Their order is that of the digits in `grades`. */
  readonly criteria: Readonly<Record<string, number>>;
  /** By question id; every answer is here, those without any effect, too. */
  readonly answers: Readonly<Record<string, Asked>>;
  readonly overrides?: Overrides | undefined;
  /** By protocol id, of those that take part: its grades, one digit a criterion. */
  readonly grades: Readonly<Record<string, string>>;
  /** Ids of the mistakes of severity error or warning that there was a warning of. */
  readonly warnings: readonly string[];
}

export interface BasisRequest {
  readonly answers: Answers;
  readonly overrides?: Overrides | undefined;
  readonly decision: string;
  readonly all: boolean;
  readonly warnings: readonly string[];
}

/** The basis of a decision that these rules make from these answers. */
export function basisOf(rules: Rules, { answers, overrides, decision, all, warnings }: BasisRequest): Basis {
  const ranked = rules.protocols.filter(({ tier, forbidden }) => (all || tier === 'core') && forbidden === undefined);
  return {
    decision,
    all,
    packs: rules.packs,
    digest: rules.digest,
    criteria: Object.fromEntries(rules.criteria.map(({ id, baseline }) => [id, baseline])),
    answers: askedBy(rules, answers),
    ...(overrides && { overrides }),
    grades: Object.fromEntries(
      ranked.map(({ id, cells }) => [id, rules.criteria.map((criterion) => cells[criterion.id]?.grade).join('')]),
    ),
    warnings,
  };
}

/** What these rules make of answers, by question. */
export function askedBy(rules: Rules, answers: Answers): Record<string, Asked> {
  const weighs = new Map<string, Map<string, number>>();
  const requires = new Map<string, Map<string, number>>();
  for (const { question, effect } of activeEffects(rules, answers)) {
    const added = inner(weighs, question);
    for (const [criterion, weight] of Object.entries(effect.weighs)) {
      if (weight > 0) added.set(criterion, (added.get(criterion) ?? 0) + weight);
    }
    const minima = inner(requires, question);
    for (const [criterion, grade] of Object.entries(effect.requires)) {
      minima.set(criterion, Math.max(minima.get(criterion) ?? 0, grade));
    }
  }
  return Object.fromEntries(
    Object.entries(answers).map(([question, answer]): [string, Asked] => {
      const added = weighs.get(question);
      const minima = requires.get(question);
      return [
        question,
        {
          answer,
          ...(added && added.size > 0 && { weighs: Object.fromEntries(added) }),
          ...(minima && minima.size > 0 && { requires: Object.fromEntries(minima) }),
        },
      ];
    }),
  );
}

function inner(map: Map<string, Map<string, number>>, key: string): Map<string, number> {
  const found = map.get(key) ?? new Map<string, number>();
  map.set(key, found);
  return found;
}

/** How one protocol stands on a basis. */
export interface StandingOn {
  /** Ids of the criteria on which it misses a minimum. */
  readonly misses: readonly string[];
  /** It is feasible, and nothing beats it. */
  readonly isFirst: boolean;
}

/** By the same arithmetic as `decide`; a protocol that takes no part is not first. */
export function standingOn(basis: Basis, protocol: string): StandingOn {
  const { weights, minima } = sums(basis);
  const ids = Object.keys(basis.criteria);
  const missedBy = (digits: string) => ids.filter((id, c) => Number(digits[c] ?? 0) < (minima.get(id) ?? 0));
  const scoreOf = (digits: string) =>
    ids.reduce((sum, id, c) => sum + ((weights.get(id) ?? 0) * Number(digits[c] ?? 0)) / BEST_GRADE, 0);
  const own = basis.grades[protocol];
  const misses = missedBy(own ?? '');
  if (own === undefined || misses.length > 0) return { misses, isFirst: false };
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  const most = scoreOf(own) + (TIE_EPSILON / 100) * total;
  const rivals = Object.values(basis.grades).filter((digits) => missedBy(digits).length === 0);
  return { misses, isFirst: rivals.every((digits) => scoreOf(digits) <= most) };
}

function sums({ criteria, answers, overrides }: Basis) {
  const weights = new Map(Object.entries(criteria));
  const minima = new Map<string, number>();
  for (const { weighs = {}, requires = {} } of Object.values(answers)) {
    for (const [criterion, weight] of Object.entries(weighs)) {
      weights.set(criterion, (weights.get(criterion) ?? 0) + weight);
    }
    for (const [criterion, grade] of Object.entries(requires)) {
      minima.set(criterion, Math.max(minima.get(criterion) ?? 0, grade));
    }
  }
  for (const [criterion, weight] of Object.entries(overrides?.weight ?? {})) weights.set(criterion, weight);
  for (const [criterion, grade] of Object.entries(overrides?.must ?? {})) {
    minima.set(criterion, Math.max(minima.get(criterion) ?? 0, grade));
  }
  return { weights, minima };
}
