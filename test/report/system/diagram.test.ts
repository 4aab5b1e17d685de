import { describe, expect, test } from 'vitest';
import { decideSystem } from '../../../src/core/system/decide-system.ts';
import { diagramInWords, diagramOf } from '../../../src/report/system/diagram.ts';
import { mermaidOf } from '../../../src/report/system/mermaid.ts';
import { svgOf } from '../../../src/report/system/svg.ts';
import { makeChoice } from '../../core/rules-fixture.ts';
import { makeLeg, systemRules } from '../../core/system/system-fixture.ts';

const plain = systemRules();
/** With questions that name the ends of a channel. */
const rules = {
  ...plain,
  questions: [
    ...plain.questions,
    { ...makeChoice('from', { page: {}, device: {} }), end: 'client' as const },
    { ...makeChoice('to', { backend: {}, 'a "b" <c>': {} }), end: 'server' as const },
  ],
};

function diagram(...legs: readonly ReturnType<typeof makeLeg>[]) {
  return diagramOf(decideSystem(rules, { name: 'test', legs }), rules);
}

const from = (end: string, to = 'backend') => ({ from: end, to });
const three = diagram(
  makeLeg('state', '', { answers: { wants: 'topics', ...from('device') } }),
  makeLeg('view', '', { answers: { wants: 'plain', ...from('page') } }),
  makeLeg('jobs', '', { answers: { wants: 'queues', ...from('device') } }),
);

describe('a diagram', () => {
  test('puts legs that share a component next to each other', () => {
    expect(three.legs.map(({ name, way }) => [name, way.map(({ id }) => id)])).toEqual([
      ['state', ['queue-broker']],
      ['jobs', ['queue-broker']],
      ['view', []],
    ]);
  });

  test('in Mermaid has each end and component once, and a labelled line for each leg', () => {
    expect(mermaidOf(three)).toBe(`flowchart LR
  n1("device")
  n2{{"The queue-broker"}}
  n3["backend"]
  n4("page")
  n1 ---|"state: MQTT"| n2
  n2 --- n3
  n1 ---|"jobs: AMQP"| n2
  n4 ---|"view: SOCKET"| n3`);
  });

  test('says the same in words', () => {
    expect(diagramInWords(three)).toEqual([
      'state: device to backend over MQTT through The queue-broker.',
      'jobs: device to backend over AMQP through The queue-broker.',
      'view: page to backend over SOCKET.',
    ]);
  });

  test('as SVG draws a shared component once, with its text', () => {
    const { text } = svgOf(three, 'test');
    // Three clients, one component, one server.
    expect(text.match(/<rect /g)).toHaveLength(5);
    expect(text).toContain('<title id="diagram-title">The channels of test</title>');
    expect(text).toContain('state: device to backend over MQTT through The queue-broker.');
    for (const word of ['state', 'jobs', 'view', 'MQTT', 'AMQP', 'SOCKET', 'backend'])
      expect(text).toContain(`>${word}</text>`);
  });

  test('escapes what its languages would interpret', () => {
    const odd = diagram(makeLeg('x', '', { answers: { wants: 'plain', ...from('page', 'a "b" <c>') } }));
    expect(mermaidOf(odd)).toContain('n2["a #34;b#34; #60;c#62;"]');
    expect(svgOf(odd, '<script>').text).not.toMatch(/<script|<c>/);
  });

  test('names an end that nobody gave, and a leg without a protocol', () => {
    const { legs } = diagram(makeLeg('x', 'nothing'));
    expect(legs).toEqual([{ name: 'x', client: 'Client', protocol: '', way: [], server: 'Server' }]);
    expect(mermaidOf({ legs, beside: [] })).toContain('"x: none feasible"');
  });
});
