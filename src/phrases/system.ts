/** Sentences about a decided system that several reports share. */
import type { Rules } from '../core/model.ts';
import type { Assignment, LegDecision, SystemComponent, SystemDecision } from '../core/system/system.ts';
import { capitalise, joined } from '../text/lists.ts';
import { relaxationsInWords } from './decision.ts';
import { points, protocolName } from './values.ts';
import { type Firmness, firmnessOf, headline, isOpen, rivals } from './verdict.ts';

/** "MQTT for telemetry and status, Server-Sent Events for dashboard". */
export function protocolsInWords(protocols: Readonly<Record<string, string>>, rules: Rules): string {
  const legs = new Map<string, string[]>();
  for (const [leg, protocol] of Object.entries(protocols)) legs.set(protocol, [...(legs.get(protocol) ?? []), leg]);
  return [...legs].map(([protocol, names]) => `${protocolName(rules, protocol)} for ${joined(names)}`).join(', ');
}

/** The whole in one line, without a full stop. */
export function systemHeadline({ legs, outcome }: SystemDecision, rules: Rules): string {
  const given = legs.flatMap(({ name, protocol }) => (protocol === null ? [] : [[name, protocol] as const]));
  const missing = legs.filter(({ protocol }) => protocol === null).map(({ name }) => name);
  const told = protocolsInWords(Object.fromEntries(given), rules);
  if (outcome === 'recommended') return told;
  const none = `no protocol meets every requirement of ${joined(missing)}`;
  return told === '' ? capitalise(none) : `${capitalise(none)}; ${told}`;
}

/** The legs whose own advice is too close to call, as a sentence; empty if there are none. */
export function closeLegsInWords({ legs }: SystemDecision): string {
  const close = legs.filter(({ decision }) => isOpen(decision)).map((leg) => `${leg.name} (${rivals(leg.decision)})`);
  return close.length === 0 ? '' : `Too close to call: ${joined(close)}.`;
}

/** What is too close to call, then the whole: sentences to begin a report with. */
export function systemVerdict(decision: SystemDecision, rules: Rules): string {
  return `${closeLegsInWords(decision)} ${systemHeadline(decision, rules)}.`.trimStart();
}

/** "two things to run (MQTT broker and TURN server)", "nothing more to run". */
export function componentsInWords(names: readonly string[]): string {
  if (names.length === 0) return 'nothing more to run';
  const count = ['', 'one thing', 'two things', 'three things', 'four things'][names.length];
  return `${count ?? `${names.length} things`} to run (${joined(names)})`;
}

/** What is in operation already does not count: "One thing to run (MQTT broker), besides what you run already." */
export function toRunInWords({ components }: SystemDecision): string {
  const names = (already: boolean) => components.filter((one) => one.already === already).map(({ name }) => name);
  const besides = names(true).length > 0 ? `, besides what you run already (${joined(names(true))})` : '';
  return `${capitalise(componentsInWords(names(false)))}${besides}.`;
}

const NAMES_OF_PREFERENCES = { balanced: 'Balanced', fewest: 'Fewest things to run', best: 'Best fit' } as const;

/** Why this assignment and no other of the front, in one or two sentences. */
export function choiceInWords(decision: SystemDecision): string {
  const { prefer, assignments } = decision;
  const chosen = assignments.find((one) => one.chosen);
  if (!chosen) return '';
  const name = NAMES_OF_PREFERENCES[prefer];
  if (assignments.length === 1) return 'No other assignment has less to run or fits better.';
  const best = assignments.at(-1);
  const lost = (best?.fit ?? chosen.fit) - chosen.fit;
  const fewer = (best?.count ?? chosen.count) - chosen.count;
  const gives = `it gives up ${points(lost)} points in all, and runs ${things(fewer)} fewer`;
  if (chosen === best)
    return `${name}: every leg keeps its own advice${prefer === 'balanced' ? balancedReason(chosen, assignments) : '.'}`;
  return prefer === 'balanced'
    ? `${name}: ${gives}. The scores count the effort of a shared component once for each leg; counted once, this comes out best.`
    : `${name}: ${gives}.`;
}

function balancedReason({ fit, sharing, count }: Assignment, assignments: readonly Assignment[]): string {
  const next = assignments.at(-2);
  if (!next) return '.';
  const lost = fit + sharing - next.fit - next.sharing;
  const saved = things(count - next.count);
  return `; to run ${saved} fewer would cost ${points(lost)} points in all, counting the effort of a shared component once.`;
}

function things(count: number): string {
  return count === 1 ? 'one thing' : `${count} things`;
}

/** "dashboard loses 3.0 points against Server-Sent Events"; empty if no leg loses any. */
export function costsInWords({ costs }: Assignment, rules: Rules): string {
  return joined(
    costs.map(
      ({ leg, advice, points: lost }) => `${leg} loses ${points(lost)} points against ${protocolName(rules, advice)}`,
    ),
  );
}

/** "MQTT for telemetry and dashboard: one thing to run (MQTT broker); dashboard loses 3.0 points against …". */
export function assignmentInWords(assignment: Assignment, rules: Rules): string {
  const names = assignment.components.map((id) => componentName(rules, id));
  const costs = costsInWords(assignment, rules) || 'every leg keeps its own advice';
  return `${protocolsInWords(assignment.protocols, rules)}: ${componentsInWords(names)}; ${costs}.`;
}

/** `--prefer fewest`: how to get an assignment that was not chosen; empty if no preference picks it. */
export function preferenceFlag({ preferredBy }: Assignment): string {
  const [prefer] = preferredBy;
  return prefer === undefined ? '' : `--prefer ${prefer}`;
}

/** The name of a component; its id if the rules do not know it. */
export function componentName({ components = [] }: Rules, id: string): string {
  return components.find((component) => component.id === id)?.name ?? id;
}

/** "Its own advice (clear)."; what it gives up; how sure its own advice is. */
export function legInWords(leg: LegDecision, rules: Rules): string {
  const { decision, protocol, costs } = leg;
  if (protocol === null) return relaxationsInWords(decision, rules).join('. ');
  const own = `${headline(decision)}.`;
  if (costs === 0 || decision.recommendation === null) return own;
  return `${points(costs)} points less than its own advice: ${own}`;
}

const FIRMNESS_WORDS = {
  none: 'none feasible',
  alone: 'alone feasible',
  unmeasured: 'unmeasured',
  tie: 'tie',
  clear: 'clear',
  likely: 'likely',
  close: 'too close to call',
} satisfies Record<Firmness, string>;

/** "likely": the level of confidence, or in a word why there is none. */
export function sureness({ decision }: LegDecision): string {
  return FIRMNESS_WORDS[firmnessOf(decision)];
}

/** "Without it, orders would have NATS and lose 6.8 points."; empty where nothing is known. */
function withoutInWords({ without, already }: SystemComponent, rules: Rules): string {
  if (already) return '';
  if (without === null) return 'Without it, a leg would have nothing feasible.';
  const costs = without.map(
    ({ leg, protocol, points: lost }) =>
      `${leg} would have ${protocolName(rules, protocol)} and lose ${points(lost)} points`,
  );
  return costs.length === 0 ? '' : `Without it, ${costs.join('; ')}.`;
}

/** What a component is, which legs it serves, and what they lose without it. */
export function componentInWords(component: SystemComponent, rules: Rules): string {
  const already = component.already ? ['You run it already.'] : [];
  const parts = [component.says, ...already, ...servicesInWords(component, rules), withoutInWords(component, rules)];
  return parts.filter((part) => part !== '').join(' ');
}

/** Which legs a component serves, and where it stands for another one: one sentence for each. */
function servicesInWords({ serves }: Pick<SystemComponent, 'serves'>, rules: Rules): string[] {
  const own = serves.filter(({ but }) => but === undefined).map(({ leg }) => leg);
  const stands = new Map<string, { readonly as: string; readonly but: string; readonly legs: string[] }>();
  for (const { leg, as, but } of serves) {
    if (but === undefined) continue;
    const known = stands.get(as) ?? { as, but, legs: [] };
    stands.set(as, { ...known, legs: [...known.legs, leg] });
  }
  return [
    ...(own.length > 0 ? [`For ${joined(own)}.`] : []),
    ...[...stands.values()].map(({ as, but, legs }) => `For ${joined(legs)}, as ${componentName(rules, as)}: ${but}`),
  ];
}
