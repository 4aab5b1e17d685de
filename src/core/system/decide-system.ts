import { type DecideOptions, decide } from '../decide.ts';
import type { Decision } from '../decision.ts';
import type { Rules } from '../model.ts';
import { VERSION } from '../version.ts';
import { findMistakes } from '../warn.ts';
import { type Assigned, componentsAlready, type Loss, lossesOf, type Plan, pick, plansFor } from './assignments.ts';
import { findBridges } from './bridges.ts';
import { companionsOf } from './companions.ts';
import type { Component } from './component.ts';
import { findSystemMistakes } from './find-system-mistakes.ts';
import {
  type Assignment,
  type LegDecision,
  PREFERENCES,
  type Preference,
  type System,
  type SystemComponent,
  type SystemDecision,
  type SystemLeg,
} from './system.ts';

/** How a system is decided. */
export interface DecideSystemOptions extends Pick<DecideOptions, 'core'> {
  readonly prefer?: Preference;
}

/**
 * Decides each channel alone, then the whole: the assignments on the Pareto front of summed fit against the number of
 * components to run, and the one that the preference picks. Pure. A channel for which nothing is feasible has no protocol;
 * the others are assigned all the same.
 *
 * @param system 1 to 12 legs with different names; answers are checked ones
 */
export function decideSystem(rules: Rules, system: System, options: DecideSystemOptions = {}): SystemDecision {
  const { prefer = 'balanced', core = false } = options;
  const decided = system.legs.map(({ name, answers, overrides }) => ({
    name,
    decision: decide(rules, answers, { core, ...(overrides && { overrides }) }),
  }));
  const plans = plansFor(rules, decided);
  const chosen = plans[pick(plans, prefer)];
  const assigned = chosen?.assigned ?? [];
  const losses = chosen ? lossesOf(rules, decided, chosen) : new Map<Component, Loss>();
  const isFeasible = decided.every(({ decision }) => decision.recommendation !== null);
  return {
    schemaVersion: 1,
    tool: { name: 'wirewise', version: VERSION, rules: { packs: rules.packs, digest: rules.digest } },
    name: system.name,
    ...(system.says !== undefined && { says: system.says }),
    outcome: isFeasible ? 'recommended' : 'none-feasible',
    prefer,
    legs: system.legs.flatMap((leg, at) => legDecision(rules, leg, decided[at]?.decision, assigned)),
    components: chosen ? componentsOf(chosen, losses, componentsAlready(rules, decided)) : [],
    assignments: plans.map((plan) => toAssignment(plan, plans, plan === chosen)),
    needs: needsOf(rules, assigned),
    bridges: findBridges(rules, system.legs, assigned),
    warnings: chosen ? findSystemMistakes(rules, { legs: system.legs, plan: chosen, losses }) : [],
  };
}

function legDecision(
  rules: Rules,
  { name, says, data, preset, answers }: SystemLeg,
  decision: Decision | undefined,
  assigned: readonly Assigned[],
): LegDecision[] {
  if (!decision) return [];
  const own = assigned.find(({ leg }) => leg.name === name);
  const feasible = decision.ranking.map(({ protocol }) => protocol);
  const combination = own ? companionsOf(rules, own).combination : [];
  return [
    {
      name,
      ...(says !== undefined && { says }),
      ...(data !== undefined && { data }),
      ...(preset && { preset: { id: preset.id, title: preset.title } }),
      protocol: own?.ranked.protocol ?? null,
      score: own?.ranked.score ?? null,
      costs: own ? own.advice.score - own.ranked.score : 0,
      components: [...new Set((own?.provided ?? []).map(({ by }) => by.id))],
      ...(combination.length > 0 && { combination }),
      warnings: own ? findMistakes(rules, answers, [own.ranked.protocol], feasible) : decision.warnings,
      decision,
    },
  ];
}

/** The components of an assignment, those in operation already last. */
function componentsOf(
  { components, assigned }: Plan,
  losses: ReadonlyMap<Component, Loss>,
  already: Plan['components'],
): SystemComponent[] {
  const used = already.filter((one) => assigned.some(({ provided }) => provided.some(({ by }) => by === one)));
  return [...components, ...used].map((component) => ({
    id: component.id,
    name: component.name,
    kind: component.kind,
    says: component.says,
    already: used.includes(component),
    without: losses.get(component)?.replaced ?? null,
    serves: assigned.flatMap(({ leg, provided }) =>
      provided
        .filter(({ by }) => by === component)
        .map(({ as }) => {
          const stand = component.standsFor.find((one) => as !== component && one.component === as.id);
          return { leg: leg.name, as: as.id, ...(stand && { but: stand.but, source: stand.source }) };
        }),
    ),
  }));
}

function toAssignment(plan: Plan, plans: readonly Plan[], chosen: boolean): Assignment {
  const { fit, sharing, components, assigned } = plan;
  return {
    chosen,
    preferredBy: PREFERENCES.filter((prefer) => plans[pick(plans, prefer)] === plan),
    count: components.length,
    fit,
    sharing,
    components: components.map(({ id }) => id),
    protocols: Object.fromEntries(assigned.map(({ leg, ranked }) => [leg.name, ranked.protocol])),
    costs: assigned
      .filter(({ ranked, advice }) => ranked.rank > 1 && ranked !== advice)
      .map(({ leg, ranked, advice }) => ({
        leg: leg.name,
        advice: advice.protocol,
        protocol: ranked.protocol,
        points: advice.score - ranked.score,
      })),
  };
}

/** What the channels need besides components, each sentence once. */
function needsOf(rules: Rules, assigned: readonly Assigned[]): SystemDecision['needs'] {
  const needs = new Map<string, string[]>();
  for (const one of assigned) {
    for (const { says } of companionsOf(rules, one).needs) {
      needs.set(says, [...(needs.get(says) ?? []), one.leg.name]);
    }
  }
  return [...needs].map(([says, legs]) => ({ says, legs }));
}
