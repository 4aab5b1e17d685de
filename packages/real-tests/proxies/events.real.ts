/** Event streams through proxies. */
import { describe, expect, test } from 'vitest';
import { freePort } from '../program.ts';
import { startHttp } from '../servers.ts';
import { linesFor, type RunningProxy, startCaddy, without } from './servers.ts';
import {
  apache,
  bytesIn,
  caddy,
  haproxy,
  keep,
  nginx,
  pause,
  running,
  SILENCE_MS,
  same,
  start,
  startServer,
  startSilent,
} from './through.ts';

describe('sse', () => {
  const client = (proxy: RunningProxy) => start('sse', 'client', { endpoint: `http://127.0.0.1:${proxy.port}/events` });

  const events = /^\d{4}-\d\d-\d\dT.*Z$/m;

  test.each([
    ['nginx', nginx],
    ['haproxy', haproxy],
    ['apache', apache],
    ['caddy', caddy],
  ])('%s: events pass, and the second between two of them cuts nothing', async (_name, through) => {
    const one = client(await through('sse', await startServer('sse', { heartbeat: 3600 }), '/events'));
    await one.saw(events, { times: 3 });
    expect(one.output.match(/connected/g)).toHaveLength(1);
  });

  test.each([
    ['nginx', nginx, (lines: string) => without(lines, /proxy_read_timeout/)],
    ['haproxy', haproxy, (lines: string) => without(lines, /timeout (client|server)/)],
    ['apache', apache, (lines: string) => lines.replace(/ timeout=\d+/, '')],
  ])('%s without its timeouts: silence cuts the stream', async (name, through, change) => {
    // The events of the starter come every second, and Apache counts in whole seconds.
    const port = name === 'apache' ? (await slowStream()).port : await startServer('sse', { heartbeat: 3600 });
    const one = client(await through('sse', port, '/events', change));
    await one.saw(/connected/, { times: 2 });
  });

  /** An event every three seconds. */
  async function slowStream(): Promise<{ readonly port: number }> {
    const server = await startHttp((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(': here\n\n');
      const timer = setInterval(() => response.write('data: slow\n\n'), 3000);
      response.on('close', () => clearInterval(timer));
    });
    running.push(server);
    return server;
  }

  test('nginx without its lines holds events back', async () => {
    // Unlike the starter, this server does not ask nginx to let everything through.
    const server = await startHttp((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.flushHeaders();
      const timer = setInterval(() => response.write('data: tick\n\n'), 100);
      response.on('close', () => clearInterval(timer));
    });
    running.push(server);
    const open = await nginx('sse', server.port, '/events');
    const closed = await nginx('sse', server.port, '/events', (lines) =>
      without(lines, /proxy_buffering/, /proxy_http_version/, /Connection/),
    );
    const [through, held] = await Promise.all([
      bytesIn(2000, open.port, '/events'),
      bytesIn(2000, closed.port, '/events'),
    ]);
    expect(through).toBeGreaterThan(100);
    expect(held).toBe(0);
  });

  test('caddy without its timeout: a server that fell silent is never noticed', async () => {
    const port = await startSilent('text/event-stream');
    const left = client(await caddy('sse', port, '/events', same, 1));
    const held = client(await caddy('sse', port, '/events', (lines) => without(lines, /read_timeout/)));
    await left.saw(/connected/, { times: 2 });
    await held.saw(/connected/);
    await pause(SILENCE_MS);
    expect(held.count(/connected/)).toBe(1);
  });

  test('caddy with a limit of the site for whole answers cuts streams, whatever its lines say', async () => {
    const backend = `127.0.0.1:${await startServer('sse', { heartbeat: 3600 })}`;
    const lines = linesFor('caddy', 'sse', { backend, path: '/events' });
    const one = client(await keep(startCaddy(await freePort(), lines, { limit: '500ms' })));
    await one.saw(/connected/, { times: 2 });
  });
});
