import { connect } from 'node:http2';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { handshake } from './exercises.ts';
import { freePort, makeFolder, type Program, render, startTypeScript } from './program.ts';
import { Mosquitto, RabbitMq } from './servers.ts';

type Values = Readonly<Record<string, string | number | boolean>>;

let folder: ReturnType<typeof makeFolder>;
const running: Program[] = [];

beforeEach(() => {
  folder = makeFolder();
});

afterEach(async () => {
  for (const program of running.splice(0)) await program.stop('SIGKILL');
  folder.remove();
});

function start(protocol: string, role: 'client' | 'server', set: Values, env = {}): Program {
  const program = startTypeScript(render(protocol, 'typescript', role, set), folder.path, env);
  running.push(program);
  return program;
}

/** The status with which a server answers the handshake, or 101. */
test('websocket: two clients hear each other; a wrong token and a wrong origin stay out', async () => {
  const port = await freePort();
  const server = start('websocket', 'server', { port, origin: 'https://app.example.com' }, { TOKEN: 'probe' });
  await server.saw(/listening/);
  const endpoint = `ws://127.0.0.1:${port}/`;
  const authorization = 'Bearer probe';
  expect(await handshake(endpoint, {})).toBe(401);
  expect(await handshake(endpoint, { authorization: 'Bearer prob3' })).toBe(401);
  expect(await handshake(endpoint, { authorization, origin: 'https://evil.example.com' })).toBe(403);
  expect(await handshake(endpoint, { authorization, origin: 'https://app.example.com' })).toBe(101);
  const one = start('websocket', 'client', { endpoint, heartbeat: 1 }, { TOKEN: 'probe' });
  await one.saw(/connected/);
  const two = start('websocket', 'client', { endpoint }, { TOKEN: 'probe' });
  await two.saw(/connected/);
  await one.saw(/^\{"type":"hello"\}$/m);
  await server.stop('SIGTERM');
  await one.saw(/closed \(1001\)/);
});

test('sse: events arrive; a client that comes back gets what it missed', async () => {
  const port = await freePort();
  const server = start('sse', 'server', { port, path: '/ticks' });
  await server.saw(/listening/);
  const url = `http://127.0.0.1:${port}/ticks`;
  const client = start('sse', 'client', { endpoint: url });
  await client.saw(/^\d{4}-\d\d-\d\dT/m, { times: 2 });
  const response = await fetch(url, { headers: { 'last-event-id': '0' } });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const reader = response.body?.getReader();
  const { value } = (await reader?.read()) ?? {};
  expect(new TextDecoder().decode(value).match(/^id: \d+$/gm)?.length).toBeGreaterThanOrEqual(2);
  await reader?.cancel();
  expect((await fetch(`http://127.0.0.1:${port}/other`)).status).toBe(404);
  await server.stop('SIGTERM');
  await client.saw(/ECONNREFUSED/);
});

test('http2-push: pushes to who accepts it, sends Early Hints to who does not', async () => {
  const port = await freePort();
  const server = start('http2-push', 'server', { port, path: '/page' });
  await server.saw(/listening/);
  const origin = `http://127.0.0.1:${port}`;
  const client = start('http2-push', 'client', { endpoint: origin, path: '/page' });
  await client.saw(/^pushed \/style\.css: p \{ color: green \}$/m);
  await client.saw(/^answered \/page: <!doctype html>/m);
  const session = connect(origin, { settings: { enablePush: false } });
  const request = session.request({ ':path': '/page' });
  const links: unknown[] = [];
  request.on('headers', (headers) => links.push(headers[':status'], headers.link));
  const status = await new Promise((resolve) => request.on('response', (headers) => resolve(headers[':status'])));
  expect([...links, status]).toEqual([103, '</style.css>; rel=preload; as=style', 200]);
  session.destroy();
});

describe('mqtt over mosquitto', () => {
  let broker: Mosquitto;

  beforeAll(async () => {
    broker = new Mosquitto(await freePort(), await freePort());
    await broker.start();
  });

  afterAll(() => broker.remove());

  test('what one publishes reaches the other, also after a restart of the broker', async () => {
    const endpoint = `mqtt://127.0.0.1:${broker.tcpPort}`;
    const topic = 'sensors/kitchen/temperature';
    const client = start('mqtt', 'client', { endpoint, 'client-id': 'reader', qos: 2 });
    await client.saw(/^subscribed$/m);
    const server = start('mqtt', 'server', { endpoint, topic, 'client-id': 'writer', qos: 2 });
    await client.saw(/^sensors\/kitchen\/temperature \d{4}-/m);
    await server.saw(/delivered to sensors\/kitchen\/temperature/);
    await broker.stop();
    await broker.start();
    const before = [...client.output.matchAll(/temperature \d{4}-/g)].length;
    await client.saw(/temperature \d{4}-/, { times: before + 2 });
  });
});

describe('amqp over RabbitMQ', () => {
  let broker: RabbitMq;

  beforeAll(async () => {
    broker = await RabbitMq.start();
  });

  afterAll(() => broker.remove());

  test('what one publishes is confirmed and reaches the other', async () => {
    const endpoint = `amqp://127.0.0.1:${broker.port}`;
    const env = { AMQP_USERNAME: 'guest', AMQP_PASSWORD: 'guest' };
    const server = start('amqp', 'server', { endpoint }, env);
    await server.saw(/no queue takes orders\.new/);
    const client = start('amqp', 'client', { endpoint }, env);
    await client.saw(/^orders\.new \d{4}-/m, { times: 2 });
    await server.saw(/confirmed orders\.new/, { times: 2 });
  });
});

test('webrtc: two peers talk, a third one finds the room full', async () => {
  const port = await freePort();
  const server = start('webrtc', 'server', { port });
  await server.saw(/listening/);
  const set = { endpoint: `ws://127.0.0.1:${port}/`, stun: '' };
  const one = start('webrtc', 'client', set);
  const two = start('webrtc', 'client', set);
  await one.saw(/^hello from [0-9a-f-]{36}$/m);
  await two.saw(/^hello from [0-9a-f-]{36}$/m);
  const third = new WebSocket(`${set.endpoint}?room=lobby`);
  const code = await new Promise((resolve) => third.on('close', resolve));
  expect(code).toBe(1008);
});
