import { BEST_GRADE, type Effect, type Grade, type Question, type Rules } from './model.ts';

/** Scores, on 0 to 100, closer than this are a tie: far below any real difference, far above the error of the sums. */
export const TIE_EPSILON = 1e-9;

/**
 * The capability matrix as arithmetic wants it: protocols and criteria by position instead of by id.
 * `utilities[p * criteriaCount + c]` is the grade of protocol p on criterion c divided by the best grade, 0 to 1.
 */
export interface CapabilityMatrix {
  readonly rules: Rules;
  readonly criteriaCount: number;
  readonly grades: Uint8Array;
  readonly utilities: Float64Array;
  readonly baseline: Float64Array;
  readonly criterionIndex: ReadonlyMap<string, number>;
  readonly question: ReadonlyMap<string, Question>;
  /** An effect's weights and minima by position of the criterion. */
  positions(effect: Effect): EffectPositions;
}

export interface EffectPositions {
  readonly weighs: readonly (readonly [number, number])[];
  readonly requires: readonly (readonly [number, Grade])[];
}

const built = new WeakMap<Rules, CapabilityMatrix>();

/**
 * The matrix of these rules; built once for each `Rules` object, which must not change afterwards.
 *
 * @throws TypeError on a missing cell, which a hole in unchecked rules leaves: it must never count as 0
 */
export function capabilityMatrix(rules: Rules): CapabilityMatrix {
  const known = built.get(rules);
  if (known) return known;
  const matrix = derive(rules);
  built.set(rules, matrix);
  return matrix;
}

function derive(rules: Rules): CapabilityMatrix {
  const criteriaCount = rules.criteria.length;
  const grades = new Uint8Array(rules.protocols.length * criteriaCount);
  rules.protocols.forEach((protocol, p) => {
    rules.criteria.forEach((criterion, c) => {
      const cell = protocol.cells[criterion.id];
      if (!cell) throw new TypeError(`Missing cell: ${protocol.id} has no grade on ${criterion.id}.`);
      grades[p * criteriaCount + c] = cell.grade;
    });
  });
  const criterionIndex = new Map(rules.criteria.map((criterion, c) => [criterion.id, c]));
  return {
    rules,
    criteriaCount,
    grades,
    utilities: Float64Array.from(grades, (grade) => grade / BEST_GRADE),
    baseline: Float64Array.from(rules.criteria, (criterion) => criterion.baseline),
    criterionIndex,
    question: new Map(rules.questions.map((question) => [question.id, question])),
    positions: effectPositions(criterionIndex),
  };
}

function effectPositions(criterionIndex: ReadonlyMap<string, number>): (effect: Effect) => EffectPositions {
  const known = new Map<Effect, EffectPositions>();
  const toPairs = <N extends number>(values: Readonly<Record<string, N>>) =>
    Object.entries(values).map(([criterion, value]): [number, N] => {
      const c = criterionIndex.get(criterion);
      if (c === undefined) throw new TypeError(`Unknown criterion: ${criterion}.`);
      return [c, value];
    });
  return (effect) => {
    const found = known.get(effect);
    if (found) return found;
    const made = { weighs: toPairs(effect.weighs), requires: toPairs(effect.requires) };
    known.set(effect, made);
    return made;
  };
}
