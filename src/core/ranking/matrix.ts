import { mentionedQuestions } from '../condition/evaluate.ts';
import { BEST_GRADE, type Effect, type Grade, type Irrelevance, type Question, type Rules } from '../model.ts';

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
  /** By position of the criterion: when it does not matter; criteria that always matter are left out. */
  readonly irrelevance: readonly (readonly [number, readonly Irrelevance[]])[];
  /** By position of the criterion: its position in `irrelevance`; -1 for one that always matters. */
  readonly irrelevanceAt: Int32Array;
  /** By question id: positions in `irrelevance` of what looks at the answer. */
  readonly irrelevanceOf: ReadonlyMap<string, readonly number[]>;
  /** By position of the protocol: 1 where a pack forbids it. */
  readonly forbidden: Uint8Array;
  readonly criterionIndex: ReadonlyMap<string, number>;
  readonly protocolIndex: ReadonlyMap<string, number>;
  /** Position of a criterion. @throws TypeError when there is none of this id */
  at(criterion: string): number;
  readonly question: ReadonlyMap<string, Question>;
  /** An effect's weights and minima by position of the criterion. */
  positions(effect: Effect): EffectPositions;
}

interface EffectPositions {
  readonly weighs: readonly (readonly [number, number])[];
  readonly requires: readonly (readonly [number, Grade])[];
  /** Those of `weighs` whose criterion may not matter, so that they may count nothing. */
  readonly unsure: readonly (readonly [number, number])[];
  /** By position of the protocol: Σ wᵢuᵢ of the other ones. */
  readonly sureGains: Float64Array;
  /** Σ wᵢ of these. */
  readonly sureWeight: number;
}

const built = new WeakMap<Rules, CapabilityMatrix>();
const provided = new WeakMap<Rules, readonly Grade[]>();

/**
 * Hands over the grades of these very rules, so that their cells need not be looked at.
 *
 * @param grades of every protocol those on every criterion, in the order of the rules
 */
export function provideGrades(rules: Rules, grades: readonly Grade[]): void {
  provided.set(rules, grades);
}

/**
 * The matrix of these rules; built once for each `Rules` object, which must not change afterwards.
 *
 * @throws TypeError on a missing cell or a grade above the best, which unchecked rules may have: neither may count
 */
export function capabilityMatrix(rules: Rules): CapabilityMatrix {
  const known = built.get(rules);
  if (known) return known;
  const matrix = derive(rules);
  built.set(rules, matrix);
  return matrix;
}

function derive(rules: Rules): CapabilityMatrix {
  const grades = Uint8Array.from(provided.get(rules) ?? gradesOf(rules));
  const criterionIndex = new Map(rules.criteria.map((criterion, c) => [criterion.id, c]));
  const at = (criterion: string) => {
    const c = criterionIndex.get(criterion);
    if (c === undefined) throw new TypeError(`Unknown criterion: ${criterion}.`);
    return c;
  };
  const irrelevance = rules.criteria.flatMap(({ irrelevantWhen = [] }, c) =>
    irrelevantWhen.length > 0 ? [[c, irrelevantWhen] as const] : [],
  );
  const irrelevanceAt = new Int32Array(rules.criteria.length).fill(-1);
  irrelevance.forEach(([c], position) => {
    irrelevanceAt[c] = position;
  });
  const cells = {
    criteriaCount: rules.criteria.length,
    utilities: Float64Array.from(grades, (grade) => grade / BEST_GRADE),
    irrelevanceAt,
  };
  return {
    rules,
    ...cells,
    grades,
    baseline: Float64Array.from(rules.criteria, (criterion) => criterion.baseline),
    irrelevance,
    irrelevanceOf: byQuestion(irrelevance),
    forbidden: Uint8Array.from(rules.protocols, ({ forbidden }) => (forbidden ? 1 : 0)),
    criterionIndex,
    protocolIndex: new Map(rules.protocols.map(({ id }, p) => [id, p])),
    at,
    question: new Map(rules.questions.map((question) => [question.id, question])),
    positions: effectPositions(at, cells),
  };
}

function byQuestion(irrelevance: CapabilityMatrix['irrelevance']): Map<string, number[]> {
  const positions = new Map<string, number[]>();
  irrelevance.forEach(([, reasons], at) => {
    for (const id of new Set(reasons.flatMap(({ when }) => [...mentionedQuestions(when)]))) {
      const known = positions.get(id);
      if (known) known.push(at);
      else positions.set(id, [at]);
    }
  });
  return positions;
}

function effectPositions(
  at: (criterion: string) => number,
  { criteriaCount, utilities, irrelevanceAt }: Pick<CapabilityMatrix, 'criteriaCount' | 'utilities' | 'irrelevanceAt'>,
): (effect: Effect) => EffectPositions {
  const known = new Map<Effect, EffectPositions>();
  const toPairs = <N extends number>(values: Readonly<Record<string, N>>) =>
    Object.entries(values).map(([criterion, value]): [number, N] => [at(criterion), value]);
  return (effect) => {
    const found = known.get(effect);
    if (found) return found;
    const weighs = toPairs(effect.weighs);
    const sure = weighs.filter(([c]) => irrelevanceAt[c] === -1);
    const sureGains = new Float64Array(utilities.length / Math.max(criteriaCount, 1));
    for (const [c, weight] of sure) {
      for (let p = 0; p < sureGains.length; p++)
        sureGains[p] = (sureGains[p] ?? 0) + weight * (utilities[p * criteriaCount + c] ?? 0);
    }
    const made = {
      weighs,
      requires: toPairs(effect.requires),
      unsure: weighs.filter(([c]) => irrelevanceAt[c] !== -1),
      sureGains,
      sureWeight: sure.reduce((sum, [, weight]) => sum + weight, 0),
    };
    known.set(effect, made);
    return made;
  };
}

function gradesOf({ protocols, criteria }: Rules): Grade[] {
  return protocols.flatMap((protocol) =>
    criteria.map(({ id }) => {
      const cell = protocol.cells[id];
      if (!cell) throw new TypeError(`Missing cell: ${protocol.id} has no grade on ${id}.`);
      if (cell.grade > BEST_GRADE) throw new TypeError(`Not a grade: ${protocol.id} has ${cell.grade} on ${id}.`);
      return cell.grade;
    }),
  );
}
