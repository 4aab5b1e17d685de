import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type StarterName, usualVariant } from '../../src/starters/render.ts';
import type { StarterRole, StarterValue } from '../../src/starters/starter.ts';
import { buildReadme } from './readmes.ts';
import { label, names, slotsOf, starters } from './starters.ts';

/** The values that the command for the other end sets. */
function carried(
  protocol: string,
  language: string,
  role: StarterRole,
  set: Readonly<Record<string, StarterValue>>,
): Readonly<Record<string, string>> {
  const readme = buildReadme({ protocol, language, role }, set);
  const command = /^wirewise snippet .* --out \.\.\/.*$/m.exec(readme)?.[0] ?? '';
  const words = [...command.matchAll(/--set (?:'([^']*)'|(\S+))/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
  return Object.fromEntries(words.map((word) => [word.split('=')[0], word.slice(word.indexOf('=') + 1)]));
}

test.each<[string, string, StarterRole, Readonly<Record<string, StarterValue>>, Readonly<Record<string, string>>]>([
  ['websocket', 'go', 'client', { endpoint: 'ws://localhost:9000/live' }, { port: '9000' }],
  ['websocket', 'java', 'client', { endpoint: 'ws://[::1]:9000/live' }, { port: '9000', path: '/live' }],
  ['websocket', 'go', 'server', { port: 9000 }, { endpoint: 'ws://localhost:9000/' }],
  ['sse', 'python', 'server', { path: '/ticks' }, { endpoint: 'http://localhost:8080/ticks' }],
  ['http-api', 'python', 'client', { endpoint: 'http://localhost/orders' }, { port: '80' }],
  ['hls', 'javascript', 'client', { endpoint: 'http://localhost:81/tv/index.m3u8' }, { port: '81', path: '/tv' }],
  ['hls', 'python', 'server', { path: '/tv' }, { endpoint: 'http://localhost:8080/tv/index.m3u8' }],
  ['coap', 'python', 'server', { path: '/x' }, { endpoint: 'coap://localhost/x' }],
  ['coap', 'python', 'server', { port: 99 }, { endpoint: 'coap://localhost:99/sensors/temperature' }],
  ['web-push', 'typescript', 'server', { port: 99 }, { endpoint: 'http://localhost:99' }],
  ['webhooks', 'python', 'client', { path: '/in' }, { endpoint: 'http://localhost:8080/in' }],
  ['http2-push', 'go', 'client', { path: '/page' }, { path: '/page' }],
  ['mqtt', 'python', 'client', { topic: 'a/+/b' }, { topic: 'a/one/b' }],
  ['mqtt', 'python', 'client', { topic: 'a/*/b', 'client-id': 'me' }, { topic: 'a/*/b' }],
  ['mqtt', 'python', 'server', { topic: 'a/b', qos: 2 }, { topic: 'a/b', qos: '2' }],
  ['mqtt', 'javascript', 'client', {}, { endpoint: 'ws://localhost:9001' }],
  ['amqp', 'java', 'client', { topic: 'shop.#', exchange: 'x', prefetch: 3 }, { topic: 'shop.one', exchange: 'x' }],
  ['nats', 'go', 'client', { subjects: 'shop.*' }, { subjects: 'shop.*', topic: 'shop.one' }],
  ['kafka', 'python', 'client', { topic: "it's", group: 'g' }, {}],
])('%s in %s, %s with %j: the other end gets %j', (protocol, language, role, set, expected) => {
  if (protocol !== 'kafka') expect(carried(protocol, language, role, set)).toEqual(expected);
  else expect(buildReadme({ protocol, language, role }, set)).toContain(`--set 'topic=it'\\''s' --out`);
});

describe('a value that the other end cannot follow', () => {
  test.each([
    ['https://live.example.org/events', 'another machine'],
    ['https://localhost:8080/events', 'another scheme'],
  ])('is named: %s, %s', (endpoint) => {
    const readme = buildReadme({ protocol: 'sse', language: 'go', role: 'client' }, { endpoint });
    expect(readme).toContain("nothing there fits this program's `endpoint`. Change one of the two.");
    expect(readme).not.toContain('let them find each other');
  });

  test('and that no line can hold is named, too', () => {
    const readme = buildReadme({ protocol: 'kafka', language: 'python', role: 'client' }, { topic: 'a\nb' });
    expect(readme).toContain("nothing there fits this program's `topic`.");
  });
});

test.each(names.map((name) => [label(name), name] as const))('%s comes with values that meet', (_, name) => {
  const readme = buildReadme(name, {});
  expect(readme).not.toContain('do not meet');
  // Only a broker that browsers reach asks for another endpoint than the other end comes with.
  if (name.protocol !== 'mqtt' || name.language !== 'javascript') expect(readme).not.toMatch(/--set \S.* --out \.\.\//);
});

test('what was set stays in the command that writes the project anew', () => {
  const readme = buildReadme({ protocol: 'mqtt', language: 'python', role: 'client' }, { topic: 'a b', qos: 2 });
  expect(readme).toContain("--set 'topic=a b' --set qos=2 --set endpoint=… --out . --force");
});

test('no value ends the block of a command', () => {
  const name: StarterName = { protocol: 'kafka', language: 'python', role: 'client' };
  const plain = buildReadme(name, {}).match(/^```/gm)?.length;
  const text = fc.string({
    unit: fc.constantFrom('`', '\n', '\r', '$', "'", '"', '\\', ' ', 'a', '\u2028'),
    maxLength: 30,
  });
  fc.assert(
    fc.property(text, (topic) => {
      const readme = buildReadme(name, { topic });
      expect(readme.match(/^```/gm)?.length).toBe(plain);
      expect(readme.split('\n').filter((line) => line.startsWith('wirewise ')).length).toBe(2);
    }),
  );
});

test('slots that follow, and those of one end alone, have their match', () => {
  for (const name of names) {
    const others = names.filter(
      (one) => one.protocol === name.protocol && one.language === name.language && one.role !== name.role,
    );
    const other = others.find(({ variant = usualVariant(starters, name) }) => variant === name.variant) ?? others[0];
    for (const { follows } of Object.values(slotsOf(name))) {
      if (follows !== undefined && other) expect(slotsOf(other)[follows]?.wildcards, label(name)).toBeDefined();
    }
  }
});
