/** What a decision rested on, small enough to be stored in its record, so that `check` can say what has changed since. */
import type { Overrides } from '../decision.ts';
import type { Answers, AnswerValue, Grade, Rules } from '../model.ts';
import { activeEffects, isIrrelevant } from '../ranking/tally.ts';

/** An answer, the weight that it added to criteria, and the lowest grade that it required. Absent maps are empty. */
export interface Asked {
  readonly answer: AnswerValue;
  readonly weighs?: Readonly<Record<string, number>>;
  readonly requires?: Readonly<Record<string, number>>;
}

/** The fields are described in documents/record-form.ts. */
export interface Basis {
  readonly decision: string;
  readonly all: boolean;
  readonly packs: readonly string[];
  readonly digest: string;
  readonly criteria: Readonly<Record<string, number>>;
  readonly answers: Readonly<Record<string, Asked>>;
  readonly overrides?: Overrides;
  /** By criterion, then by protocol: only the protocols that were ranked or excluded by answers. */
  readonly grades: Readonly<Record<string, Readonly<Record<string, Grade>>>>;
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
  const rivals = rules.protocols.filter(({ tier, forbidden }) => (all || tier === 'core') && forbidden === undefined);
  return {
    decision,
    all,
    packs: rules.packs,
    digest: rules.digest,
    criteria: baselinesFor(rules, answers),
    answers: askedBy(rules, answers),
    ...(overrides && { overrides }),
    grades: Object.fromEntries(
      rules.criteria.map((criterion) => [
        criterion.id,
        Object.fromEntries(rivals.map(({ id, cells }) => [id, cells[criterion.id]?.grade ?? 0] as const)),
      ]),
    ),
    warnings,
  };
}

/** The baseline weight of every criterion as it counts for these answers: 0 where they make it irrelevant. */
export function baselinesFor(rules: Rules, answers: Answers): Record<string, number> {
  return Object.fromEntries(
    rules.criteria.map((criterion) => [criterion.id, isIrrelevant(criterion, answers) ? 0 : criterion.baseline]),
  );
}

/** Ids of the protocols whose grades a basis holds. */
export function protocolsOf({ grades }: Pick<Basis, 'grades'>): string[] {
  return [...new Set(Object.values(grades).flatMap((row) => Object.keys(row)))];
}

/** The plain answers of a basis. */
export function answersOf({ answers }: Basis): Answers {
  return Object.fromEntries(Object.entries(answers).map(([question, { answer }]) => [question, answer]));
}

/** What these rules add and require because of each answer. */
export function askedBy(rules: Rules, answers: Answers): Record<string, Asked> {
  const weighs = new Map<string, Map<string, number>>();
  const requires = new Map<string, Map<string, number>>();
  const irrelevant = new Set(rules.criteria.filter((one) => isIrrelevant(one, answers)).map(({ id }) => id));
  for (const { question, effect } of activeEffects(rules, answers)) {
    const added = inner(weighs, question);
    for (const [criterion, weight] of Object.entries(effect.weighs)) {
      if (weight > 0 && !irrelevant.has(criterion)) added.set(criterion, (added.get(criterion) ?? 0) + weight);
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
