/** The exact Pareto front of summed fit against the number of components to run. */
import { TIE_EPSILON } from '../ranking/matrix.ts';
import { type ComponentSet, isWithin, sizeOf } from './requirements.ts';

/** One way to serve one channel: a protocol with one set of components that lets it work. */
export interface LegOption {
  readonly protocol: string;
  /** 0 to 100. */
  readonly score: number;
  /** The components that it needs; those in operation already are left out. */
  readonly needs: ComponentSet;
}

/** One point of the front. */
export interface FrontPoint {
  /** The components to run. */
  readonly set: ComponentSet;
  /** Sum of the scores. */
  readonly fit: number;
  /** The option of each channel, in their order. */
  readonly options: readonly LegOption[];
}

/**
 * The options of one channel that can be part of a best assignment, best first: an option that needs the same components
 * or more than a better one is left out. Of equal scores the one with fewer components comes first, then the first given.
 */
export function usefulOptions(options: readonly LegOption[]): LegOption[] {
  const sorted = options
    .map((option, at) => ({ option, at, size: sizeOf(option.needs) }))
    .sort((a, b) => scoreGap(b, a) || a.size - b.size || a.at - b.at);
  const kept: LegOption[] = [];
  for (const { option } of sorted) {
    if (!kept.some(({ needs }) => isWithin(needs, option.needs))) kept.push(option);
  }
  return kept;
}

/** The difference of two scores; 0 where it is only rounding. */
function scoreGap(a: { readonly option: LegOption }, b: { readonly option: LegOption }): number {
  const gap = a.option.score - b.option.score;
  return Math.abs(gap) <= TIE_EPSILON ? 0 : gap;
}

/**
 * Every assignment for which no other has at least its fit with fewer components, or more fit with as many; the fewest
 * components first. Exact: for each set of components that occurs, each channel takes its best option within the set.
 * The time grows with 2 to the number of components that occur; rules hold at most 20.
 *
 * @param legs the options of each channel, at least one each
 * @returns one assignment for each number of components; of equals the one whose set comes first
 */
export function paretoFront(legs: readonly (readonly LegOption[])[]): FrontPoint[] {
  const useful = legs.map(usefulOptions);
  const all = useful.flat().reduce((set, { needs }) => set | needs, 0);
  const best = new Map<number, { readonly set: ComponentSet; readonly fit: number }>();
  // Every subset of `all`, in ascending order.
  for (let set = 0; ; set = (set - all) & all) {
    const fit = fitWithin(useful, set);
    const size = sizeOf(set);
    const known = best.get(size);
    if (fit !== undefined && (known === undefined || fit > known.fit + TIE_EPSILON)) best.set(size, { set, fit });
    if (set === all) break;
  }
  const front: FrontPoint[] = [];
  for (const [, { set, fit }] of [...best].sort(([a], [b]) => a - b)) {
    const last = front.at(-1);
    if (last && fit <= last.fit + TIE_EPSILON) continue;
    front.push({ set, fit, options: useful.flatMap((options) => bestWithin(options, set) ?? []) });
  }
  return front;
}

/**
 * The best that is possible within a set of components.
 *
 * @returns the option of each channel; `undefined` if one has none
 */
export function bestAssignment(
  legs: readonly (readonly LegOption[])[],
  set: ComponentSet,
): readonly LegOption[] | undefined {
  const options = legs.flatMap((leg) => bestWithin(usefulOptions(leg), set) ?? []);
  return options.length === legs.length ? options : undefined;
}

function bestWithin(options: readonly LegOption[], set: ComponentSet): LegOption | undefined {
  return options.find(({ needs }) => isWithin(needs, set));
}

/** The summed scores; `undefined` if a channel has no option within the set. */
function fitWithin(legs: readonly (readonly LegOption[])[], set: ComponentSet): number | undefined {
  let fit = 0;
  for (const options of legs) {
    const option = bestWithin(options, set);
    if (option === undefined) return undefined;
    fit += option.score;
  }
  return fit;
}
