import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { renderProxy } from '../../src/starters/proxy.ts';
import { renderProxies } from '../../src/starters/proxy-combination.ts';
import { proxies } from './projects.ts';

const pairs = Object.entries(proxies).flatMap(([server, { protocols }]) =>
  Object.keys(protocols).map((protocol) => ({ server, protocol })),
);

function render(server: string, protocol: string, set: Readonly<Record<string, string>> = {}) {
  const rendered = renderProxy(proxies, { server, protocol, set });
  if ('problem' in rendered) throw new Error(rendered.problem.message);
  return rendered;
}

const problemOf = (server: string, protocol: string, set = {}) => renderProxy(proxies, { server, protocol, set });

test('each server has lines for what it can pass', () => {
  const core = ['amqp', 'http2-push', 'mqtt', 'sse', 'webrtc', 'websocket'];
  const http = core.filter((protocol) => !['amqp', 'mqtt'].includes(protocol));
  const has = Object.fromEntries(
    Object.entries(proxies).map(([id, { protocols }]) => [id, Object.keys(protocols).sort()]),
  );
  const all = [...core, 'early-hints', 'grpc-streaming', 'http-streaming', 'long-polling', 'nats'].sort();
  const overHttp = all.filter((protocol) => !['amqp', 'mqtt'].includes(protocol));
  expect(has).toEqual({
    alb: core,
    apache: http,
    caddy: overHttp,
    envoy: core,
    haproxy: all,
    nginx: all,
    traefik: all.filter((protocol) => protocol !== 'early-hints'),
  });
});

describe.each(pairs)('$protocol before $server', ({ server, protocol }) => {
  test('is filled, readable, and gives reasons', () => {
    const { text, where, without, values } = render(server, protocol);
    expect(text).not.toContain('{{');
    expect(text.endsWith('\n')).toBe(true);
    const wide = text.split('\n').filter((line) => line.length > 80);
    // A directive stays in one piece; what is said about it need not.
    expect(wide.filter((line) => line.includes('#') || line.length > 100)).toEqual([]);
    expect(text.match(/#/g)?.length).toBeGreaterThanOrEqual(3);
    expect(where).toMatch(/\.$/);
    expect(without).toMatch(/^[^A-Z].*\.$/s);
    expect(values['idle']).toBeGreaterThan(60);
  });

  test('takes the timeout', () => {
    expect(render(server, protocol, { idle: '4321' }).text).toContain('4321');
  });

  test('hostile values are refused', () => {
    const { values } = render(server, protocol);
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(values)), hostile, (name, value) => {
        expect(problemOf(server, protocol, { [name]: value })).toMatchObject({ problem: { code: 'bad-value' } });
      }),
      { numRuns: 50 },
    );
  });
});

/** Each ends a directive, a string, a block or a line somewhere. */
const hostile = fc
  .tuple(
    fc.constantFrom('/live', '127.0.0.1:80', '60', ''),
    fc.constantFrom(
      ';',
      '"',
      "'",
      '{',
      '}',
      '\n',
      '\r',
      ' ',
      '#',
      '\\',
      '$host',
      '\u2028',
      '\0',
      '\u202e',
      '`',
      '%',
      '|',
      '<',
    ),
    fc.string({ maxLength: 20 }),
  )
  .map((parts) => parts.join(''));

test('what ran or was checked says against what; the others were reviewed', () => {
  for (const { server, protocol } of pairs) {
    const { proof, against } = render(server, protocol);
    const ran = ['nginx', 'haproxy', 'apache', 'caddy'].includes(server) && against !== undefined;
    const checked = ['alb', 'envoy', 'traefik'].includes(server);
    expect(proof, `${server} ${protocol}`).toBe(ran ? 'ran' : checked ? 'compiled' : 'reviewed');
  }
  for (const protocol of ['websocket', 'sse', 'mqtt', 'amqp']) {
    expect(render('nginx', protocol).proof).toBe('ran');
    expect(render('haproxy', protocol).proof).toBe('ran');
  }
});

describe('several protocols together', () => {
  const together = (server: string, protocols: readonly string[], set: Readonly<Record<string, string>> = {}) =>
    renderProxies(proxies, { server, protocols, set });
  const textOf = (result: ReturnType<typeof together>) => {
    if ('problem' in result) throw new Error(result.problem.message);
    return result.parts.map(({ text }) => text).join('\n');
  };

  test('what they share stands there once', () => {
    const nginx = textOf(together('nginx', ['mqtt', 'websocket', 'amqp', 'sse']));
    expect(nginx.match(/^stream \{$/gm)).toHaveLength(1);
    expect(nginx.match(/^location /gm)).toHaveLength(2);
    const haproxy = textOf(together('haproxy', ['http2-push', 'websocket', 'sse', 'mqtt']));
    expect(haproxy.match(/^ {4}bind \*:80$/gm)).toHaveLength(1);
    expect(haproxy).toMatch(/if \{ path_beg \/events \}\n.*path_beg \/live \}\n.*path_beg \/ \}\n\n/);
    expect(haproxy.match(/^backend /gm)).toHaveLength(4);
  });

  test('of two pauses the longer one is for what they share', () => {
    const text = textOf(together('haproxy', ['websocket', 'sse'], { 'sse.idle': '300' }));
    expect(text).toMatch(/^frontend web\n[\s\S]*timeout client 300s\n[\s\S]*timeout tunnel 75s\n/);
  });

  test('a value is for all that have it, or for one by its name', () => {
    const text = textOf(together('nginx', ['websocket', 'sse', 'mqtt'], { idle: '99', 'sse.path': '/feed' }));
    expect(text.match(/99s/g)).toHaveLength(4);
    expect(text).toContain('location /live {');
    expect(text).toContain('location /feed {');
  });

  test.each([
    [
      'envoy',
      ['websocket', 'sse'],
      {},
      'Expected one protocol for Envoy: only apache, caddy, haproxy or nginx take several at once.',
    ],
    [
      'nginx',
      ['websocket', 'sse'],
      { path: '/x' },
      'websocket and sse have the same path, /x: set one, such as --set sse.path=/other.',
    ],
    [
      'haproxy',
      ['websocket', 'sse'],
      { 'sse.listen': '*:81' },
      'websocket and sse share listen: set websocket.listen and sse.listen alike.',
    ],
    ['nginx', ['websocket', 'sse'], { 'mqtt.idle': '9' }, /^Unknown value "mqtt\.idle"\. nginx has for websocket: /],
    ['nginx', ['websocket', 'smtp'], {}, /^No lines for protocol "smtp" and nginx\./],
    ['ngnix', ['websocket', 'sse'], {}, /^Unknown server "ngnix"\. Did you mean "nginx"\?[^\n]*$/],
  ])('%s %j %j: says what is wrong', (server, protocols, set, message) => {
    const result = together(server, protocols, set);
    if (!('problem' in result)) return expect.fail('There is no problem.');
    if (typeof message === 'string') expect(result.problem.message).toBe(message);
    else expect(result.problem.message).toMatch(message);
  });
});

test('a proof that ran has its test', () => {
  const folder = new URL('../../packages/real-tests/proxies/', import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith('.real.ts'));
  const tests = [...files, '../early-hints.real.ts']
    .map((name) => readFileSync(new URL(name, folder), 'utf8'))
    .join('');
  for (const { server, protocol } of pairs.filter((pair) => render(pair.server, pair.protocol).proof === 'ran')) {
    const part = tests.split("describe('").find((one) => one.startsWith(protocol)) ?? '';
    expect(part, `${server} ${protocol}`).toContain(`['${server}', `);
  }
});

test.each(pairs.filter(({ server }) => ['envoy', 'alb'].includes(server)))('$server $protocol is YAML', (pair) => {
  const { text } = render(pair.server, pair.protocol);
  expect(parse(text, { customTags: [{ tag: '!Ref', resolve: String }] })).toBeTypeOf('object');
});

test.each(pairs.filter(({ server }) => server === 'apache'))(
  'apache $protocol: no comment behind a directive',
  (pair) => {
    for (const line of render('apache', pair.protocol).text.split('\n')) expect(line).not.toMatch(/^[^#].*#/);
  },
);

describe('problems name what there is', () => {
  test.each([
    [
      'ngnix',
      'websocket',
      {},
      'Unknown server "ngnix". Did you mean "nginx"? There are: alb, apache, caddy, envoy, haproxy, nginx, traefik.',
    ],
    [
      'constructor',
      'sse',
      {},
      'Unknown server "constructor". There are: alb, apache, caddy, envoy, haproxy, nginx, traefik.',
    ],
    [
      'apache',
      'mqtt',
      {},
      'No lines for protocol "mqtt" and apache. For apache there are: websocket, sse, http2-push, webrtc. For mqtt there are: alb, envoy, haproxy, nginx, traefik.',
    ],
    [
      'nginx',
      'websockt',
      {},
      'No lines for protocol "websockt" and nginx. Did you mean "websocket"? For nginx there are: websocket, sse, mqtt, amqp, grpc-streaming, nats, http2-push, early-hints, webrtc, long-polling, http-streaming.',
    ],
    ['nginx', 'sse', { idl: '1' }, 'Unknown value "idl". Did you mean "idle"? nginx has for sse: path, backend, idle.'],
    ['nginx', 'sse', { idle: '0' }, 'Expected whole seconds from 1 to 86400 for idle, got "0".'],
    ['nginx', 'sse', { backend: 'app:70000' }, 'Expected host:port for backend, got "app:70000".'],
    ['nginx', 'sse', { path: 'a\nb' }, 'Expected a path such as /live for path, got "a\\nb".'],
  ])('%s %s %j', (server, protocol, set, message) => {
    expect(problemOf(server, protocol, set)).toMatchObject({ problem: { message } });
  });
});

test.each([
  ['backend', '[::1]:8080'],
  ['backend', 'app.internal:8080'],
  ['path', '/v1/live-2'],
  ['idle', '86400'],
])('%s may be %s', (name, value) => {
  expect(render('nginx', 'websocket', { [name]: value }).text).toContain(value);
});
