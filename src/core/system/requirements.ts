/** Which sets of components let a protocol serve a channel. */
import { type Facts, holds } from '../condition/evaluate.ts';
import type { Protocol, Rules } from '../model.ts';
import type { Component } from './component.ts';

/** A set of components: the bit at the position of each in the rules. */
export type ComponentSet = number;

/** The component of the list with this id, and the bit that stands for it. */
export function bitOf(components: readonly Component[], id: string): ComponentSet {
  const at = components.findIndex((component) => component.id === id);
  return at < 0 ? 0 : 1 << at;
}

/** The components of a set, in the order of the rules. */
export function componentsIn(components: readonly Component[], set: ComponentSet): Component[] {
  return components.filter((_, at) => isWithin(1 << at, set));
}

/** Whether every component of the one set is in the other. */
export function isWithin(set: ComponentSet, other: ComponentSet): boolean {
  return (set & ~other) === 0;
}

/** Number of components in a set. */
export function sizeOf(set: ComponentSet): number {
  let count = 0;
  for (let rest = set; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** A component that a protocol needs, and those that can do its work here, itself first. */
export interface Requirement {
  readonly component: Component;
  readonly providers: readonly Component[];
}

/** What a protocol needs for a channel with these answers. An id that the rules do not know is no requirement. */
export function requirementsOf(
  { components = [] }: Pick<Rules, 'components'>,
  protocol: Pick<Protocol, 'id' | 'runs'>,
  facts: Facts,
): Requirement[] {
  const here: Facts = { ...facts, first: [protocol.id] };
  return (protocol.runs ?? [])
    .filter(({ when }) => holds(when, here))
    .flatMap(({ component: id }) => {
      const component = components.find((one) => one.id === id);
      if (!component) return [];
      const others = components.filter(({ standsFor }) =>
        standsFor.some((stand) => stand.component === id && holds(stand.when, here)),
      );
      return [{ component, providers: [component, ...others.filter((one) => one !== component)] }];
    });
}

/**
 * The smallest sets that meet all requirements: none contains another.
 *
 * @param free components that cost nothing, because they are in operation already; they are in no set
 */
export function smallestSets(
  components: readonly Component[],
  requirements: readonly Requirement[],
  free: ComponentSet,
): ComponentSet[] {
  let sets: ComponentSet[] = [0];
  for (const { providers } of requirements) {
    const bits = providers.map(({ id }) => bitOf(components, id) & ~free);
    sets = [...new Set(sets.flatMap((set) => bits.map((bit) => set | bit)))];
  }
  return sets.filter((set) => !sets.some((other) => other !== set && isWithin(other, set)));
}
