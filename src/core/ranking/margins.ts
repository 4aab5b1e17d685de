import type { CapabilityMatrix } from './matrix.ts';

/** How far the others are behind the first, in weight · utility, and what brings them nearer. */
export interface Margins {
  /** Position of the protocol in first place. */
  readonly first: number;
  /** All others that are feasible. */
  readonly others: readonly Behind[];
  /** Of the nearest other; infinite where there is none. */
  readonly gap: number;
  /** By position of the criterion: what one unit of weight more brings another one nearer, at most. */
  readonly more: Float64Array;
  /** The same of one unit less. */
  readonly less: Float64Array;
}

interface Behind {
  /** Position of the protocol. */
  readonly p: number;
  readonly by: number;
}

/**
 * @param first position of the protocol in first place
 * @param pool positions of the protocols that are ranked
 * @param sums weighted sums, by position in the pool
 * @param feasible by position in the pool
 */
export function marginsOf(
  { utilities, criteriaCount }: CapabilityMatrix,
  first: number,
  pool: readonly number[],
  sums: Float64Array,
  feasible: readonly boolean[],
): Margins {
  const sum = sums[pool.indexOf(first)] ?? 0;
  const others = pool.flatMap((p, at) => (p === first || !feasible[at] ? [] : [{ p, by: sum - (sums[at] ?? 0) }]));
  const more = new Float64Array(criteriaCount);
  const less = new Float64Array(criteriaCount);
  for (let c = 0; c < criteriaCount; c++) {
    for (const { p } of others) {
      const ahead = aheadOf({ utilities, criteriaCount }, p, first, c);
      more[c] = Math.max(more[c] ?? 0, ahead);
      less[c] = Math.max(less[c] ?? 0, -ahead);
    }
  }
  return { first, others, gap: Math.min(...others.map(({ by }) => by)), more, less };
}

/** How much better one protocol is than another on a criterion, −1 to 1. */
export function aheadOf(
  { utilities, criteriaCount }: Pick<CapabilityMatrix, 'utilities' | 'criteriaCount'>,
  p: number,
  other: number,
  c: number,
): number {
  return (utilities[p * criteriaCount + c] ?? 0) - (utilities[other * criteriaCount + c] ?? 0);
}
