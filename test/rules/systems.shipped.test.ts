/** The published systems come out as their builders run them, or as a reviewer would accept. */
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decideSystem } from '../../src/core/system/decide-system.ts';
import { readPublishedSystems } from '../../src/documents/system/read-published.ts';
import { builtInRules } from '../../src/rules/built-in.ts';
import { Findings } from '../../src/yaml/diagnostics.ts';
import { nodeFs } from '../../src/yaml/read-file.ts';

const rules = await builtInRules();
const findings = new Findings();
const systems = readPublishedSystems(resolve(import.meta.dirname, '../../rules'), nodeFs, rules, findings);

test('there are a fleet, a chat and an order platform, without faults', () => {
  expect(findings.sorted()).toEqual([]);
  expect(systems.map(({ file }) => file)).toEqual(['chat-product.yaml', 'iot-fleet.yaml', 'order-platform.yaml']);
});

describe.each(systems)('$file', ({ system, expect: expected }) => {
  const decision = decideSystem(rules, system);

  test.each(decision.legs.map((leg) => [leg.name, leg] as const))(
    '%s has what its builders run',
    (name, { protocol }) => {
      const { first = [], defensible = [] } = expected[name] ?? {};
      expect([...first, ...defensible]).toContain(protocol);
    },
  );

  test('gives no leg less than its own advice', () => {
    expect(decision.legs.map(({ costs }) => costs)).toEqual(decision.legs.map(() => 0));
  });
});

test('the fleet runs one broker for robots and workers, as FarmBot does', () => {
  const fleet = systems.find(({ file }) => file === 'iot-fleet.yaml');
  const { components } = decideSystem(rules, fleet?.system ?? { name: '', legs: [] });
  expect(components.map(({ serves }) => serves.map(({ leg }) => leg).sort())).toEqual([['robots', 'workers']]);
});

describe('components of the rules', () => {
  test('cover every need that asks for a broker, gateway or relay, and each is used', () => {
    const used = new Set(rules.protocols.flatMap(({ runs = [] }) => runs.map(({ component }) => component)));
    expect((rules.components ?? []).map(({ id }) => id).sort()).toEqual([...used].sort());
  });

  test('each run names the need that asks for it', () => {
    for (const { id, needs, runs = [] } of rules.protocols) {
      for (const { need, component } of runs) {
        expect(
          needs.map((one) => one.id),
          `${id}: ${component}`,
        ).toContain(need);
      }
    }
  });
});
