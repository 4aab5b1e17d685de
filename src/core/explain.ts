import { hingesOf } from './decide.ts';
import type { Breach, Contribution, Flip, Hinge, Overrides } from './decision.ts';
import type { Answers, Cell, Forbidden, Protocol, Rules } from './model.ts';
import { type CapabilityMatrix, capabilityMatrix } from './ranking/matrix.ts';
import { rankProtocols } from './ranking/rank.ts';
import { areFeasible, type Tally, tally } from './ranking/tally.ts';
import { findFlips } from './robustness/flips.ts';
import { type Acceptability, acceptabilities, type RobustnessOptions } from './robustness/robustness.ts';

/** A change of one weight alone after which a protocol ranks first. `to` is a round number that suffices. */
interface WeightChange {
  readonly criterion: string;
  readonly from: number;
  readonly to: number;
}

/** The rank of a protocol, and the reasons; printed by `explain --json`. */
export interface Explanation {
  readonly protocol: string;
  readonly name: string;
  /** `null`, like the score, if it is excluded. */
  readonly rank: number | null;
  readonly of: number;
  readonly score: number | null;
  /** The cells with weight; largest points first. */
  readonly contributions: readonly (Contribution & { readonly cell: Cell })[];
  readonly breaks: readonly Breach[];
  /** Present if a rule pack forbids it. */
  readonly forbidden?: Forbidden;
  /** Likely answers to open questions that would put it first; where it is first, those that would change that. */
  readonly hinges: readonly Hinge[];
  /** Single answers that would put it first, the most plausible first. */
  readonly flips: readonly Flip[];
  /** The smallest change of one weight above 0 that would; `null` if none would, or if it is excluded or already first. */
  readonly weightChange: WeightChange | null;
  /** Present if it is ranked and weights were drawn. */
  readonly robustness?: Acceptability & { readonly samples: number };
}

/** A criterion on which two protocols have different grades. */
export interface Difference {
  readonly criterion: string;
  readonly weight: number;
  readonly grades: readonly [number, number];
  /** Points of the first minus points of the second. */
  readonly points: number;
  readonly because: Contribution['because'];
}

/** Printed by `compare --json`. */
export interface Comparison {
  readonly protocols: readonly [Explanation, Explanation];
  /** Criteria with weight on which they differ; largest difference first. */
  readonly differences: readonly Difference[];
  /** Likely answers to open questions that reverse their order, or exclude both. */
  readonly hinges: readonly Hinge[];
  /** Single answers that reverse their order, or exclude one of them. */
  readonly flips: readonly Flip[];
}

/**
 * The rank of a protocol among those that `among` accepts, and the reasons. The protocol itself is always included.
 *
 * @param draws draws of weights; by default none
 * @throws TypeError if the rules do not know the protocol
 */
export function explainProtocol(
  rules: Rules,
  answers: Answers,
  overrides: Overrides,
  among: (protocol: Protocol) => boolean,
  id: string,
  draws: RobustnessOptions | false = false,
): Explanation {
  const subject = rules.protocols.find((protocol) => protocol.id === id);
  if (!subject) throw new TypeError(`Unknown protocol: ${id}.`);
  const isIn = (protocol: Protocol) => protocol === subject || among(protocol);
  const { ranking, excluded } = rankProtocols(rules, answers, overrides, isIn);
  const ranked = ranking.find(({ protocol }) => protocol === id);
  const pool = rules.protocols.flatMap((protocol, p) => (isIn(protocol) ? [p] : []));
  const hinges = hingesOf(rules, answers, overrides, pool);
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
    hinges: ranked?.rank === 1 ? hinges : hinges.filter(({ winner }) => winner === id),
    flips: findFlips(rules, answers, overrides, pool).filter(({ winner }) => winner === id),
    weightChange: ranked && ranked.rank > 1 ? smallestWeightChange(rules, answers, overrides, pool, id) : null,
    ...(draws && ranked && drawn(rules, answers, overrides, ranking, id, draws)),
  };
}

function drawn(
  rules: Rules,
  answers: Answers,
  overrides: Overrides,
  ranking: readonly { readonly protocol: string }[],
  id: string,
  draws: RobustnessOptions,
): Pick<Explanation, 'robustness'> {
  const feasible = ranking.map(({ protocol }) => rules.protocols.findIndex((one) => one.id === protocol));
  const acceptability = acceptabilities(rules, answers, overrides, feasible, draws).get(id);
  return acceptability ? { robustness: { ...acceptability, samples: draws.samples } } : {};
}

/** Two protocols compared on the criteria on which they differ. */
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
    hinges: hingesOf(rules, answers, overrides, pool),
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
 * With weight wₖ + δ a protocol leads another by D + δ·dₖ, where D = Σ wᵢ(uᵢ − vᵢ) and dₖ = uₖ − vₖ. That is linear in δ,
 * so each rival bounds δ on one side. The result is the criterion with the smallest |δ| within all bounds.
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
  const feasible = areFeasible(matrix, sums.minima, pool);
  const rivals = pool.filter((other, at) => other !== p && feasible[at]);
  const changes = rules.criteria.flatMap((criterion, k): WeightChange[] => {
    const from = sums.weights[k] ?? 0;
    // What nobody weighs is beside the point.
    if (from === 0) return [];
    const delta = leastDelta(matrix, sums, p, rivals, k);
    if (delta === null || from + delta.near < 0) return [];
    const to = roundBetween(from + delta.near, Math.max(from + delta.far, 0));
    return to === undefined ? [] : [{ criterion: criterion.id, from, to }];
  });
  const size = ({ from, to }: WeightChange) => Math.abs(to - from);
  return changes.sort((a, b) => size(a) - size(b))[0] ?? null;
}

/** The δ with D + δ·d ≥ 0 against every rival: the nearest to 0 and the farthest; `null` if there is none. */
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
 * The first weight after `near` with two decimals, or with as many as are needed to be before `far`: at both ends two
 * protocols tie. `undefined` if no such number exists.
 */
function roundBetween(near: number, far: number): number | undefined {
  // Differences below 1e-6 are rounding errors.
  const next = (value: number) => (far > near ? Math.floor(value + 1e-6) + 1 : Math.ceil(value - 1e-6) - 1);
  for (let scale = 100; scale <= 1e6; scale *= 10) {
    const round = next(near * scale) / scale;
    if (far > near ? round < far : round > far) return round;
  }
  return undefined;
}
