/** Long polling and HTTP streaming through proxies, with the lines that `wirewise proxy` prints and without. */
import { describe, expect, test } from 'vitest';
import { startHttp } from '../servers.ts';
import { type RunningProxy, without } from './servers.ts';
import {
  bytesIn,
  caddy,
  haproxy,
  nginx,
  pause,
  running,
  SILENCE_MS,
  same,
  start,
  startServer,
  startSilent,
} from './through.ts';

const TIMED = [
  ['nginx', nginx, (lines: string) => without(lines, /proxy_read_timeout/)],
  ['haproxy', haproxy, (lines: string) => without(lines, /timeout (client|server)/)],
] as const;

const client = (protocol: string, { port }: RunningProxy) =>
  start(protocol, 'client', { endpoint: `http://127.0.0.1:${port}/live` });

const MESSAGE = /^"\d{4}-\d\d-\d\dT.*Z"$/m;

/** Caddy has no timeouts, but for those of its lines. */
async function expectNoticed(protocol: string, port: number, noticed: RegExp): Promise<void> {
  const left = client(protocol, await caddy(protocol, port, '/live', same, 1));
  const held = client(protocol, await caddy(protocol, port, '/live', (lines) => without(lines, /read_timeout/)));
  await left.saw(noticed);
  await pause(SILENCE_MS);
  expect(held.output).not.toMatch(noticed);
}

// Messages come every second, and the site around the lines has timeouts of half a second.
describe('long-polling', () => {
  test.each([
    ['nginx', nginx],
    ['haproxy', haproxy],
    ['caddy', caddy],
  ])('%s: requests are held, and answered with what is new', async (_, through) => {
    const one = client(
      'long-polling',
      await through('long-polling', await startServer('long-polling', { path: '/live' }), '/live'),
    );
    await one.saw(MESSAGE, { times: 4 });
    expect(one.output).not.toMatch(/error/);
  });

  test.each(TIMED)('%s without its timeouts: 504', async (_, through, change) => {
    const server = await startServer('long-polling', { path: '/live' });
    await client('long-polling', await through('long-polling', server, '/live', change)).saw(/refused: 504/);
  });

  test('caddy without its timeout: a server that fell silent is never noticed', async () => {
    await expectNoticed('long-polling', await startSilent(), /refused: 504/);
  });
});

describe('http-streaming', () => {
  test.each([
    ['nginx', nginx],
    ['haproxy', haproxy],
    ['caddy', caddy],
  ])('%s: lines pass, and the second between two of them cuts nothing', async (_, through) => {
    const one = client(
      'http-streaming',
      await through('http-streaming', await startServer('http-streaming', { path: '/live' }), '/live'),
    );
    await one.saw(MESSAGE, { times: 4 });
    expect(one.count(/connected/)).toBe(1);
  });

  test.each(TIMED)('%s without its timeouts: silence cuts the stream', async (_, through, change) => {
    const server = await startServer('http-streaming', { path: '/live' });
    await client('http-streaming', await through('http-streaming', server, '/live', change)).saw(/connected/, {
      times: 2,
    });
  });

  test('nginx without its lines holds lines back', async () => {
    // Unlike the starter, this server does not ask nginx to let everything through.
    const server = await startHttp((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' }).flushHeaders();
      const timer = setInterval(() => response.write('{"id":1,"data":"tick"}\n'), 100);
      response.on('close', () => clearInterval(timer));
    });
    running.push(server);
    const open = await nginx('http-streaming', server.port, '/live');
    const closed = await nginx('http-streaming', server.port, '/live', (lines) =>
      without(lines, /proxy_buffering/, /proxy_http_version/, /Connection/),
    );
    const [through, held] = await Promise.all([bytesIn(2000, open.port, '/live'), bytesIn(2000, closed.port, '/live')]);
    expect(through).toBeGreaterThan(100);
    expect(held).toBe(0);
  });

  test('caddy without its timeout: a server that fell silent is never noticed', async () => {
    await expectNoticed('http-streaming', await startSilent('application/x-ndjson'), /connected[\s\S]*connected/);
  });
});
