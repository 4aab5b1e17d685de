/** Servers in frameworks: each with the clients of its protocol. */
import { expect, test } from 'vitest';
import { eachTest } from './each-test.ts';
import { expectMissedEvents, expectStrangersRefused } from './exercises.ts';
import { freePort, type Watched } from './program.ts';
import { type Language, type Launch, launch } from './survival/tools/launch.ts';

const { running } = eachTest();

async function start(options: Launch): Promise<Watched> {
  const { program } = await launch(options);
  running.push(program);
  return program;
}

const SERVERS: readonly (readonly [string, Language])[] = [
  ['express', 'typescript'],
  ['fastify', 'typescript'],
  ['fastapi', 'python'],
];
const READY = /listening on|Uvicorn running/;
const TOKEN = { TOKEN: 'probe' };

test.each(SERVERS)(
  'sse in %s: events arrive; a client that comes back gets what it missed',
  async (variant, language) => {
    const port = await freePort();
    const set = { port, path: '/ticks', origin: 'https://app.example.com' };
    const server = await start({ protocol: 'sse', language, variant, role: 'server', set });
    await server.saw(READY);
    const url = `http://127.0.0.1:${port}/ticks`;
    const client = await start({ protocol: 'sse', language, role: 'client', set: { endpoint: url } });
    await client.saw(/^\d{4}-\d\d-\d\dT/m, { times: 2 });
    await expectMissedEvents(url);
    const controller = new AbortController();
    const { headers } = await fetch(url, { headers: { origin: set.origin }, signal: controller.signal });
    controller.abort();
    expect(headers.get('access-control-allow-origin')).toBe(set.origin);
    expect(headers.get('cache-control')).toMatch(/no-store|no-cache/);
    const asked = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(2000) });
    expect(asked.status).toBeLessThan(500);
    await server.stop('SIGTERM');
    await client.saw(/error|closed/i);
  },
);

test.each(SERVERS)('websocket in %s: two clients hear each other, strangers stay out', async (variant, language) => {
  const port = await freePort();
  const shared = { protocol: 'websocket', language, env: TOKEN } as const;
  const set = { port, origin: 'https://app.example.com' };
  const server = await start({ ...shared, variant, role: 'server', set });
  await server.saw(READY);
  const endpoint = `ws://127.0.0.1:${port}/`;
  await expectStrangersRefused(endpoint);
  const one = await start({ ...shared, role: 'client', set: { endpoint, heartbeat: 1 } });
  await one.saw(/connected/);
  const two = await start({ ...shared, language: 'typescript', role: 'client', set: { endpoint } });
  await two.saw(/connected/);
  await one.saw(/^\{"type":"hello"\}$/m);
  await server.stop('SIGTERM');
  await one.saw(/closed \((1001|1012)\)|code=1012/);
});

test('what uses none of the express app is refused by it, and the rest works', async () => {
  const port = await freePort();
  const launched = { protocol: 'websocket', language: 'typescript', variant: 'express', role: 'server' } as const;
  const server = await start({ ...launched, set: { port } });
  await server.saw(READY);
  expect(await (await fetch(`http://127.0.0.1:${port}/health`)).text()).toBe('ok');
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
});
