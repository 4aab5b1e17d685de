/** Finds the mistakes that only a whole shows. */
import { joined } from '../../text/lists.ts';
import { type Facts, holds } from '../condition/evaluate.ts';
import type { AnswerValue, Rules } from '../model.ts';
import type { Assigned, Loss, Plan } from './assignments.ts';
import type { Component } from './component.ts';
import type { SystemLeg, SystemWarning } from './system.ts';
import type { SystemMistake } from './system-mistake.ts';

/** What mistakes are looked for in. */
export interface Situation {
  readonly legs: readonly SystemLeg[];
  readonly plan: Plan;
  /** What the channels lose without each component, see `lossesOf`. */
  readonly losses: ReadonlyMap<Component, Loss>;
}

const SEVERITIES = ['error', 'warning', 'info'];

/** The mistakes of the whole, errors first, then in the order of the rules. */
export function findSystemMistakes({ systemMistakes = [] }: Rules, situation: Situation): SystemWarning[] {
  return systemMistakes
    .flatMap((mistake) => groupsOf(mistake, situation).map((found) => toWarning(mistake, found, situation)))
    .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}

/** The channels that a mistake is about, once for each group of them that have it together; none where it does not fire. */
function groupsOf({ when }: SystemMistake, { legs, plan, losses }: Situation): readonly Assigned[][] {
  const { legs: conditions, same = [], differ = [], components, fewerCosts } = when;
  const ofKind = plan.components.filter(({ kind }) => kind === components?.kind);
  if (components && ofKind.length < components.atLeast) return [];
  if (fewerCosts && !isBetween(costOfFewer(losses, ofKind), fewerCosts)) return [];
  if (!conditions) return [plan.assigned.filter(({ provided }) => provided.some(({ by }) => ofKind.includes(by)))];
  const shares = (matched: readonly Assigned[], name: string) =>
    isShared(matched.map((one) => propertyOf(one, name, legs)));
  const tests = conditions.map((condition) => (one: Assigned) => holds(condition, factsOf(one)));
  const all = matches(plan.assigned, tests).filter(
    (matched) => same.every((name) => shares(matched, name)) && !differ.some((name) => shares(matched, name)),
  );
  const groups = together(all).map((group) => plan.assigned.filter((one) => group.includes(one)));
  return plan.assigned.flatMap((one) => groups.filter(([first]) => first === one));
}

/** Unites the matches that have a channel in common. */
function together(all: readonly (readonly Assigned[])[]): Assigned[][] {
  return all.reduce<Assigned[][]>((groups, matched) => {
    const touching = groups.filter((group) => group.some((one) => matched.includes(one)));
    const others = groups.filter((group) => !touching.includes(group));
    return [...others, [...touching.flat(), ...matched]];
  }, []);
}

/** Every choice of different channels of which the first meets the first test, and so on. */
function matches(
  assigned: readonly Assigned[],
  [test, ...others]: readonly ((one: Assigned) => boolean)[],
): Assigned[][] {
  if (!test) return [[]];
  return assigned.filter(test).flatMap((one) =>
    matches(
      assigned.filter((other) => other !== one),
      others,
    ).map((rest) => [one, ...rest]),
  );
}

function factsOf({ leg: { decision }, ranked }: Assigned): Facts {
  const feasible = decision.ranking.map(({ protocol }) => protocol);
  return { answers: decision.answers, first: [ranked.protocol], feasible };
}

/** The values of a channel under one of the names of `same` and `differ`; empty: it has none. */
function propertyOf({ leg, ranked, provided }: Assigned, name: string, legs: readonly SystemLeg[]): string[] {
  if (name === 'protocol') return [ranked.protocol];
  if (name === 'component') return provided.map(({ by }) => by.id);
  if (name === 'data') return valuesOf(legs.find((one) => one.name === leg.name)?.data);
  return valuesOf(leg.decision.answers[name]);
}

function valuesOf(answer: AnswerValue | undefined): string[] {
  if (answer === undefined) return [];
  return typeof answer === 'object' ? [...answer] : [String(answer)];
}

/** Whether one value is in all lists. */
function isShared([first = [], ...others]: readonly (readonly string[])[]): boolean {
  return first.some((value) => others.every((list) => list.includes(value)));
}

/** The points that the cheapest way without one of these components costs; `undefined` if there is none. */
function costOfFewer(losses: Situation['losses'], ofKind: readonly Component[]): number | undefined {
  const costs = ofKind.flatMap((component) => {
    const lost = losses.get(component)?.fewer;
    return lost ? [lost.reduce((sum, { points }) => sum + points, 0)] : [];
  });
  return costs.length === 0 ? undefined : Math.min(...costs);
}

function isBetween(value: number | undefined, { from, below }: { readonly from?: number; readonly below?: number }) {
  if (value === undefined) return false;
  return (from === undefined || value >= from) && (below === undefined || value < below);
}

function toWarning(mistake: SystemMistake, found: readonly Assigned[], { plan }: Situation): SystemWarning {
  const { id, title, severity, says, instead, source, when } = mistake;
  const legs = found.map(({ leg }) => leg.name);
  const kind = when.components?.kind;
  const components = plan.components.filter((one) => kind === undefined || one.kind === kind).map(({ name }) => name);
  const fill = (text: string) =>
    text.replace(/\{(legs|components)\}/g, (_, place) => joined(place === 'legs' ? legs : components));
  return { id, severity, title, says: fill(says), instead: fill(instead), source, legs };
}
