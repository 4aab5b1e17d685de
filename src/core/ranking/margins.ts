import type { CapabilityMatrix } from './matrix.ts';

/** How far the others are behind the first, in weight · utility, and what brings them nearer. By position of the criterion. */
export interface Margins {
  /** Of the nearest other; infinite where there is none. */
  readonly gap: number;
  /** What one unit of weight more on a criterion brings another one nearer, at most; below 0: the first gains on all. */
  readonly more: Float64Array;
  /** The same of one unit less. */
  readonly less: Float64Array;
}

/**
 * @param first position of the protocol in first place
 * @param others positions of all others that are feasible, and their weighted sums
 * @param sum weighted sum of the first
 */
export function marginsOf(
  { utilities, criteriaCount }: CapabilityMatrix,
  { first, sum }: { readonly first: number; readonly sum: number },
  others: readonly { readonly p: number; readonly sum: number }[],
): Margins {
  const more = new Float64Array(criteriaCount);
  const less = new Float64Array(criteriaCount);
  let gap = Number.POSITIVE_INFINITY;
  others.forEach((other, at) => {
    gap = Math.min(gap, sum - other.sum);
    for (let c = 0; c < criteriaCount; c++) {
      const ahead = (utilities[other.p * criteriaCount + c] ?? 0) - (utilities[first * criteriaCount + c] ?? 0);
      if (at === 0 || ahead > (more[c] ?? 0)) more[c] = ahead;
      if (at === 0 || -ahead > (less[c] ?? 0)) less[c] = -ahead;
    }
  });
  return { gap, more, less };
}
