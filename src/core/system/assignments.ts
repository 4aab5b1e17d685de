/** The assignments of protocols to channels that are worth comparing, and which one a preference picks. */
import { type Facts, holds } from '../condition/evaluate.ts';
import type { Decision, Ranked } from '../decision.ts';
import { BEST_GRADE, type Rules } from '../model.ts';
import type { Component } from './component.ts';
import { bestAssignment, type FrontPoint, type LegOption, paretoFront } from './front.ts';
import {
  bitOf,
  type ComponentSet,
  componentsIn,
  isWithin,
  type Requirement,
  requirementsOf,
  sizeOf,
  smallestSets,
} from './requirements.ts';
import type { LegCost, Preference } from './system.ts';

/** A channel that has been decided alone. */
export interface DecidedLeg {
  readonly name: string;
  readonly decision: Decision;
}

/** A component that serves a channel, and the one whose work it does. */
interface Provided {
  readonly by: Component;
  readonly as: Component;
}

/** What an assignment means for one channel. */
export interface Assigned {
  readonly leg: DecidedLeg;
  readonly ranked: Ranked;
  /** The best that the channel could have alone. */
  readonly advice: Ranked;
  readonly provided: readonly Provided[];
}

/** An assignment of every feasible channel. */
export interface Plan {
  readonly fit: number;
  /** The components to run; those in operation already are left out. */
  readonly components: readonly Component[];
  readonly assigned: readonly Assigned[];
  /** Points that the scores count more than once, because each counts a component of its own. */
  readonly sharing: number;
}

/** The components that some channel says are in operation. */
export function componentsAlready({ components = [] }: Rules, legs: readonly DecidedLeg[]): Component[] {
  return components.filter(
    ({ alreadyWhen }) =>
      alreadyWhen !== undefined && legs.some(({ decision: { answers } }) => holds(alreadyWhen, { answers })),
  );
}

/** The assignments on the Pareto front of fit against components to run, the fewest components first. */
export function plansFor(rules: Rules, legs: readonly DecidedLeg[]): Plan[] {
  return plansAmong(rules, legs, () => true);
}

/**
 * The plan in which each channel has a given protocol, with the fewest components.
 *
 * @param protocols by channel
 * @returns `undefined` if one of them is not feasible
 */
export function planOfProtocols(
  rules: Rules,
  legs: readonly DecidedLeg[],
  protocols: Readonly<Record<string, string>>,
): Plan | undefined {
  const [plan] = plansAmong(rules, legs, (leg, protocol) => protocols[leg] === protocol);
  return plan?.assigned.length === legs.length ? plan : undefined;
}

function plansAmong(
  rules: Rules,
  legs: readonly DecidedLeg[],
  isAllowed: (leg: string, protocol: string) => boolean,
): Plan[] {
  const { components = [] } = rules;
  const free = componentsAlready(rules, legs).reduce((set, { id }) => set | bitOf(components, id), 0);
  const feasible = legs.filter(({ decision }) => decision.ranking.length > 0);
  const choices = feasible.map((leg) => choicesOf(rules, leg, free));
  const allowed = choices.map((choice, at) =>
    optionsOf(choice).filter(({ protocol }) => isAllowed(feasible[at]?.name ?? '', protocol)),
  );
  if (allowed.length === 0 || allowed.some((options) => options.length === 0)) return [];
  return paretoFront(allowed).map((point) => planOf(components, feasible, choices, point, free));
}

function optionsOf(choices: readonly Choice[]): LegOption[] {
  return choices.flatMap(({ options }) => options);
}

interface Choice {
  readonly ranked: Ranked;
  readonly requirements: readonly Requirement[];
  readonly options: readonly LegOption[];
}

function choicesOf(rules: Rules, { decision }: DecidedLeg, free: ComponentSet): Choice[] {
  const facts: Facts = { answers: decision.answers, feasible: decision.ranking.map(({ protocol }) => protocol) };
  return decision.ranking.map((ranked) => {
    const protocol = rules.protocols.find(({ id }) => id === ranked.protocol);
    const requirements = protocol ? requirementsOf(rules, protocol, facts) : [];
    const sets = smallestSets(rules.components ?? [], requirements, free);
    const options = sets.map((needs) => ({ protocol: ranked.protocol, score: ranked.score, needs }));
    return { ranked, requirements, options };
  });
}

function planOf(
  components: readonly Component[],
  legs: readonly DecidedLeg[],
  choices: readonly (readonly Choice[])[],
  { set, fit, options }: FrontPoint,
  free: ComponentSet,
): Plan {
  const assigned = legs.flatMap((leg, at): Assigned[] => {
    const choice = choices[at]?.find(({ ranked }) => ranked.protocol === options[at]?.protocol);
    const [advice] = leg.decision.ranking;
    if (!choice || !advice) return [];
    return [{ leg, ranked: choice.ranked, advice, provided: providedBy(components, choice.requirements, set | free) }];
  });
  return { fit, components: componentsIn(components, set), assigned, sharing: countedTwice(assigned) };
}

/** What channels lose without one component of a plan; `null`: one of them could not be served. */
export interface Loss {
  /** With as many components as the plan has, at most. */
  readonly replaced: readonly LegCost[] | null;
  /** With the other components of the plan alone. */
  readonly fewer: readonly LegCost[] | null;
}

/** What the channels of a plan lose without each of its components. */
export function lossesOf(rules: Rules, legs: readonly DecidedLeg[], plan: Plan): Map<Component, Loss> {
  const { components = [] } = rules;
  const free = componentsAlready(rules, legs).reduce((set, { id }) => set | bitOf(components, id), 0);
  const options = plan.assigned.map(({ leg }) => optionsOf(choicesOf(rules, leg, free)));
  const set = plan.components.reduce((all, { id }) => all | bitOf(components, id), 0);
  const losses = plan.components.map((component): [Component, Loss] => {
    const bit = bitOf(components, component.id);
    const others = options.map((all) => all.filter(({ needs }) => (needs & bit) === 0));
    const isServed = others.every((all) => all.length > 0);
    const replaced = isServed
      ? paretoFront(others).findLast((point) => sizeOf(point.set) <= plan.components.length)
      : undefined;
    const fewer = bestAssignment(options, set & ~bit);
    const costs = (instead: readonly LegOption[] | undefined) =>
      instead ? costsBetween(plan.assigned, instead) : null;
    return [component, { replaced: costs(replaced?.options), fewer: costs(fewer) }];
  });
  return new Map(losses);
}

/** What channels lose when they get other options. */
function costsBetween(assigned: readonly Assigned[], options: readonly LegOption[]): LegCost[] {
  return assigned.flatMap(({ leg, ranked }, at) => {
    const option = options[at];
    if (!option || option.protocol === ranked.protocol) return [];
    return [{ leg: leg.name, advice: ranked.protocol, protocol: option.protocol, points: ranked.score - option.score }];
  });
}

/** Each requirement is met by its own component where the set has it, else by the first that can stand for it. */
function providedBy(
  components: readonly Component[],
  requirements: readonly Requirement[],
  set: ComponentSet,
): Provided[] {
  return requirements.flatMap(({ component, providers }) => {
    const by = providers.find(({ id }) => isWithin(bitOf(components, id), set));
    return by ? [{ by, as: component }] : [];
  });
}

/**
 * Points that the scores of channels lose by the effort of components that other channels share: of each component all
 * but the largest loss, because the effort comes once.
 */
function countedTwice(assigned: readonly Assigned[]): number {
  const losses = new Map<string, number[]>();
  for (const { ranked, provided } of assigned) {
    for (const by of new Set(provided.map((one) => one.by))) {
      losses.set(by.id, [...(losses.get(by.id) ?? []), effortIn(ranked, by)]);
    }
  }
  return [...losses.values()].reduce(
    (sum, all) => sum + all.reduce((total, one) => total + one, 0) - Math.max(...all),
    0,
  );
}

/** Points that a protocol loses on the criteria by which a score counts the effort of a component. */
function effortIn({ contributions }: Ranked, { countedIn }: Component): number {
  const total = contributions.reduce((sum, { weight }) => sum + weight, 0);
  return contributions
    .filter(({ criterion }) => countedIn.includes(criterion))
    .reduce((sum, { weight, grade }) => sum + (100 * weight * (1 - grade / BEST_GRADE)) / total, 0);
}

/**
 * Position of the assignment that a preference picks: `fewest` the first, `best` the last, `balanced` the most points when
 * the effort of a shared component is counted once; of equals the one with fewer components.
 */
export function pick(plans: readonly Plan[], prefer: Preference): number {
  if (prefer === 'fewest') return 0;
  if (prefer === 'best') return plans.length - 1;
  const values = plans.map(({ fit, sharing }) => fit + sharing);
  return values.indexOf(Math.max(...values));
}
