/** Builds the parts of the rules that are about systems of several channels. */
import type { Protocol, Rules } from '../../core/model.ts';
import type { Component } from '../../core/system/component.ts';
import type { SystemMistake } from '../../core/system/system-mistake.ts';
import type { Written } from '../../yaml/node.ts';
import type { ComponentData, ParsedPacks, ProtocolData, SystemMistakeData } from '../read/parsed-packs.ts';
import { type Conditions, each } from './conditions.ts';

/** Components and mistakes of systems; a kind without entries is left out. */
export function buildSystemParts(
  parsed: ParsedPacks,
  base: Rules | undefined,
  conditions: Conditions,
): Pick<Rules, 'components' | 'systemMistakes'> {
  const components = [
    ...(base?.components ?? []),
    ...each(parsed.components, (data, node) => toComponent(data, node, conditions)),
  ];
  const systemMistakes = [
    ...(base?.systemMistakes ?? []),
    ...each(parsed.systemMistakes, (data, node) => toMistake(data, node, conditions)),
  ];
  return { ...(components.length > 0 && { components }), ...(systemMistakes.length > 0 && { systemMistakes }) };
}

/** The components that a protocol needs, as a property to spread. */
export function toRuns({ runs }: ProtocolData, node: Written, conditions: Conditions): Pick<Protocol, 'runs'> {
  const written = node.child('runs')?.items() ?? [];
  if (!runs) return {};
  return { runs: runs.map(({ when: _, ...run }, at) => ({ ...run, ...conditions.when(written[at]) })) };
}

function toComponent(data: ComponentData, node: Written, conditions: Conditions): Component {
  const written = node.child('standsFor')?.items() ?? [];
  const { alreadyWhen, ...rest } = data;
  return {
    ...rest,
    ...(alreadyWhen && { alreadyWhen: conditions.under(node, 'alreadyWhen') }),
    standsFor: data.standsFor.map(({ when: _, ...stand }, at) => ({ ...stand, ...conditions.when(written[at]) })),
  };
}

function toMistake(data: SystemMistakeData, node: Written, conditions: Conditions): SystemMistake {
  const legs = node.child('when')?.child('legs')?.items();
  const { legs: _, ...when } = data.when;
  return { ...data, when: { ...when, ...(legs && { legs: legs.map((leg) => conditions.read(leg)) }) } };
}
