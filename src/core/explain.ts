import type { Breach, Contribution, Flip, Overrides } from './decision.ts';
import { type CapabilityMatrix, capabilityMatrix } from './matrix.ts';
import type { Answers, Cell, Forbidden, Protocol, Rules } from './model.ts';
import { rankProtocols } from './rank.ts';
import { findFlips } from './robustness/flips.ts';
import { isFeasible, type Tally, tally } from './tally.ts';

/** A change of one weight, the others as they are, after which a protocol ranks first. `to` is a round number that does it. */
export interface WeightChange {
  readonly criterion: string;
  readonly from: number;
  readonly to: number;
}

/** Where a protocol stands among its rivals, and why. This is what `explain --json` prints. */
export interface Explanation {
  readonly protocol: string;
  readonly name: string;
  /** `null` when it is excluded; so is the score. */
  readonly rank: number | null;
  readonly of: number;
  readonly score: number | null;
  /** The cells that counted, with the claim behind each; largest points first. */
  readonly contributions: readonly (Contribution & { readonly cell: Cell })[];
  readonly breaks: readonly Breach[];
  /** Present: a rule pack forbids it. */
  readonly forbidden?: Forbidden;
  /** Single answers that would put it first, the most plausible first. */
  readonly flips: readonly Flip[];
  /** The smallest change of one weight that would; `null` when none does, or when it is excluded or first already. */
  readonly weightChange: WeightChange | null;
}

/** A criterion on which two protocols have different grades. */
export interface Difference {
  readonly criterion: string;
  readonly weight: number;
  readonly grades: readonly [number, number];
  /** How many points the first gains on the second there; negative where it loses. */
  readonly points: number;
  readonly because: Contribution['because'];
}

/** This is what `compare --json` prints. */
export interface Comparison {
  readonly protocols: readonly [Explanation, Explanation];
  /** Only where they differ and something weighs; the largest first. */
  readonly differences: readonly Difference[];
  /** Single answers that turn the order of the two round, or exclude one of them. */
  readonly flips: readonly Flip[];
}

/**
 * Why a protocol stands where it stands among those that `among` lets in; it is always let in itself.
 *
 * @throws TypeError when the rules do not know the protocol
 */
export function explainProtocol(
  rules: Rules,
  answers: Answers,
  overrides: Overrides,
  among: (protocol: Protocol) => boolean,
  id: string,
): Explanation {
  const subject = rules.protocols.find((protocol) => protocol.id === id);
  if (!subject) throw new TypeError(`Unknown protocol: ${id}.`);
  const isIn = (protocol: Protocol) => protocol === subject || among(protocol);
  const { ranking, excluded } = rankProtocols(rules, answers, overrides, isIn);
  const ranked = ranking.find(({ protocol }) => protocol === id);
  const pool = rules.protocols.flatMap((protocol, p) => (isIn(protocol) ? [p] : []));
  return {
    protocol: id,
    name: subject.name,
    rank: ranked?.rank ?? null,
    of: ranking.length,
    score: ranked?.score ?? null,
    contributions: (ranked?.contributions ?? []).flatMap((contribution) => {
      const cell = subject.cells[contribution.criterion];
      return cell ? [{ ...contribution, cell }] : [];
    }),
    breaks: excluded.find(({ protocol }) => protocol === id)?.breaks ?? [],
    ...(subject.forbidden && { forbidden: subject.forbidden }),
    flips: findFlips(rules, answers, overrides, pool).filter(({ winner }) => winner === id),
    weightChange: ranked && ranked.rank > 1 ? smallestWeightChange(rules, answers, overrides, pool, id) : null,
  };
}

/** Two protocols side by side, on the criteria that tell them apart. */
export function compareProtocols(
  rules: Rules,
  answers: Answers,
  overrides: Overrides,
  ids: readonly [string, string],
): Comparison {
  const among = ({ id }: Protocol) => ids.includes(id);
  const explain = (id: string) => explainProtocol(rules, answers, overrides, among, id);
  const pool = rules.protocols.flatMap((protocol, p) => (among(protocol) ? [p] : []));
  const protocols = [explain(ids[0]), explain(ids[1])] as const;
  return {
    protocols,
    differences: differencesOf(protocols),
    flips: findFlips(rules, answers, overrides, pool),
  };
}

function differencesOf([a, b]: readonly [Explanation, Explanation]): Difference[] {
  return a.contributions
    .flatMap(({ criterion, weight, grade, points, because }): Difference[] => {
      const other = b.contributions.find((contribution) => contribution.criterion === criterion);
      if (!other || other.grade === grade) return [];
      return [{ criterion, weight, grades: [grade, other.grade], points: points - other.points, because }];
    })
    .sort((x, y) => Math.abs(y.points) - Math.abs(x.points));
}

/**
 * With weight wₖ + δ a protocol leads another by D + δ·dₖ, where D = Σ wᵢ(uᵢ − vᵢ) and dₖ = uₖ − vₖ: linear in δ, so
 * each rival bounds δ from one side, and the criterion with the smallest |δ| that satisfies all of them is it.
 */
function smallestWeightChange(
  rules: Rules,
  answers: Answers,
  overrides: Overrides,
  pool: readonly number[],
  id: string,
): WeightChange | null {
  const matrix = capabilityMatrix(rules);
  const sums = tally(matrix, answers, overrides);
  const p = rules.protocols.findIndex((protocol) => protocol.id === id);
  const rivals = pool.filter((other) => other !== p && isFeasible(matrix, sums.minima, other));
  const changes = rules.criteria.flatMap((criterion, k): WeightChange[] => {
    const delta = leastDelta(matrix, sums, p, rivals, k);
    const from = sums.weights[k] ?? 0;
    if (delta === null || from + delta.near < 0) return [];
    const to = roundBetween(from + delta.near, Math.max(from + delta.far, 0));
    return to === undefined ? [] : [{ criterion: criterion.id, from, to }];
  });
  const size = ({ from, to }: WeightChange) => Math.abs(to - from);
  return changes.sort((a, b) => size(a) - size(b))[0] ?? null;
}

/** The δ with D + δ·d ≥ 0 against every rival, from the smallest to the largest in size; `null` when there is none. */
function leastDelta(
  matrix: CapabilityMatrix,
  { weights }: Tally,
  p: number,
  rivals: readonly number[],
  k: number,
): { near: number; far: number } | null {
  const { utilities, criteriaCount } = matrix;
  const lead = (q: number, c: number) =>
    (utilities[p * criteriaCount + c] ?? 0) - (utilities[q * criteriaCount + c] ?? 0);
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  for (const q of rivals) {
    const d = lead(q, k);
    const total = weights.reduce((sum, weight, c) => sum + weight * lead(q, c), 0);
    if (d > 0) low = Math.max(low, -total / d);
    else if (d < 0) high = Math.min(high, -total / d);
    else if (total < 0) return null;
  }
  if (low > high) return null;
  if (low > 0) return { near: low, far: high };
  return high < 0 ? { near: high, far: low } : { near: 0, far: 0 };
}

/**
 * The weight next to `near` with two decimals, or with as many more as it takes to lie between it and `far`: at either
 * end two protocols tie. `undefined` when there is no room between them.
 */
function roundBetween(near: number, far: number): number | undefined {
  // What arithmetic leaves behind the ninth decimal is no distance.
  const next = (value: number) => (far > near ? Math.floor(value + 1e-6) + 1 : Math.ceil(value - 1e-6) - 1);
  for (let scale = 100; scale <= 1e6; scale *= 10) {
    const round = next(near * scale) / scale;
    if (far > near ? round < far : round > far) return round;
  }
  return undefined;
}
