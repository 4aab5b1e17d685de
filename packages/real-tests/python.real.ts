import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import amqp from 'amqplib';
import mqtt from 'mqtt';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import WebSocket from 'ws';
import { expectAnswersWithoutPush, expectMissedEvents, startFlakyEvents } from './exercises.ts';
import {
  findPrograms,
  freePort,
  LIBRARIES,
  makeFolder,
  Program,
  render,
  startTypeScript,
  until,
  writeStarter,
} from './program.ts';
import { FrameServer, Mosquitto, RabbitMq } from './servers.ts';

/** Newer ones than those of this Debian, fetched by `.ci/install-servers`. */
const FETCHED = { PYTHONPATH: join(LIBRARIES, 'python') };
const MODULES = 'websockets, aiohttp, h2, paho.mqtt.client, pika, aiortc';

let python: string;
let folder: ReturnType<typeof makeFolder>;
const running: Program[] = [];

/** Several Pythons may be on the path; the libraries belong to one of them. */
beforeAll(() => {
  const found = findPrograms('python3').find(
    (path) => spawnSync(path, ['-c', `import ${MODULES}`], { env: { ...process.env, ...FETCHED } }).status === 0,
  );
  if (found === undefined)
    throw new Error(`Missing a python3 that can import ${MODULES}: the starters' proofs need it.`);
  python = found;
});

beforeEach(() => {
  folder = makeFolder();
});

afterEach(async () => {
  for (const program of running.splice(0)) await program.stop('SIGKILL');
  folder.remove();
});

type Values = Readonly<Record<string, string | number | boolean>>;

function start(protocol: string, set: Values, env = {}, role: 'client' | 'server' = 'client'): Program {
  const starter = render(protocol, 'python', role, set);
  writeStarter(starter, folder.path);
  const program = new Program(python, [join(folder.path, `${role}.py`)], {
    env: { ...FETCHED, PYTHONUNBUFFERED: '1', ...env },
  });
  running.push(program);
  return program;
}

test('websocket: says hello, receives, comes back after a restart of the server', async () => {
  const port = await freePort();
  const first = new FrameServer(port);
  const client = start('websocket', { endpoint: `ws://127.0.0.1:${port}/`, binary: true });
  await until(
    () => first.received.length > 0,
    10_000,
    () => client.output,
  );
  expect(first.received).toEqual([{ text: '{"type":"hello"}', isBinary: true }]);
  first.send('one');
  await client.saw(/^one$/m);
  await first.stop();
  await client.saw(/^closed/m);
  const second = new FrameServer(port);
  await client.saw(/^connected$/m, { times: 2 });
  second.send('two');
  await client.saw(/^two$/m);
  await second.stop();
});

test('websocket server: two clients hear each other, a page of another site stays out', async () => {
  const port = await freePort();
  const server = start('websocket', { port, origin: 'https://app.example.com' }, {}, 'server');
  await server.saw(/listening/);
  const endpoint = `ws://127.0.0.1:${port}/`;
  const refused = new WebSocket(endpoint, { headers: { origin: 'https://evil.example.com' } });
  const status = await new Promise((resolve) =>
    refused.on('unexpected-response', (_request, response) => resolve(response.statusCode)),
  );
  expect(status).toBe(403);
  const one = start('websocket', { endpoint });
  await one.saw(/^connected$/m);
  const two = startTypeScript(render('websocket', 'typescript', 'client', { endpoint }), folder.path);
  running.push(two);
  await one.saw(/^\{"type":"hello"\}$/m);
  await server.stop('SIGTERM');
  await one.saw(/^closed \(1001\)$/m);
  await two.saw(/closed \(1001\)/);
});

test('sse: resumes after a cut, and tries again after a refusal and after silence', async () => {
  const server = await startFlakyEvents();
  const client = start('sse', { endpoint: server.endpoint, silence: 1 });
  await client.saw(/^number 1\nsecond line$/m);
  await client.saw(/503/);
  await client.saw(/^number 4$/m);
  expect(server.asked.slice(0, 4)).toEqual([undefined, '1', '1', '3']);
  await server.stop();
});

test('sse server: events arrive; a client that comes back gets what it missed', async () => {
  const port = await freePort();
  const server = start('sse', { port, path: '/ticks' }, {}, 'server');
  await server.saw(/Running on/);
  const url = `http://127.0.0.1:${port}/ticks`;
  const client = start('sse', { endpoint: url });
  await client.saw(/^\d{4}-\d\d-\d\dT/m, { times: 2 });
  await expectMissedEvents(url);
});

test('http2-push: takes the answer and what is pushed with it, from a server that starts late', async () => {
  const port = await freePort();
  const client = start('http2-push', { endpoint: `http://127.0.0.1:${port}`, path: '/page' });
  await client.saw(/^error:/m);
  running.push(startTypeScript(render('http2-push', 'typescript', 'server', { port, path: '/page' }), folder.path));
  await client.saw(/^\/style\.css: p \{ color: green \}$/m);
  await client.saw(/^\/page: <!doctype html>/m);
});

test('http2-push server: pushes to who accepts it, only answers who does not', async () => {
  const port = await freePort();
  const server = start('http2-push', { port, path: '/page' }, {}, 'server');
  await server.saw(/listening/);
  const origin = `http://127.0.0.1:${port}`;
  const client = startTypeScript(
    render('http2-push', 'typescript', 'client', { endpoint: origin, path: '/page' }),
    folder.path,
  );
  running.push(client);
  await client.saw(/^pushed \/style\.css: p \{ color: green \}$/m);
  await client.saw(/^answered \/page: <!doctype html>/m);
  await expectAnswersWithoutPush(origin);
});

test('mqtt: subscribes, receives, announces itself, and finds its session after a restart of the broker', async () => {
  const broker = new Mosquitto(await freePort(), await freePort());
  await broker.start();
  try {
    const endpoint = `mqtt://127.0.0.1:${broker.tcpPort}`;
    const other = await mqtt.connectAsync(endpoint, { reconnectPeriod: 200 });
    const seen: string[] = [];
    other.on('message', (topic, payload) => seen.push(`${topic} ${payload.toString()}`));
    await other.subscribeAsync('clients/#', { qos: 1 });
    const client = start('mqtt', { endpoint, topic: 'sensors/+/temperature', 'client-id': 'probe', qos: 1 });
    await client.saw(/^subscribed$/m);
    await other.publishAsync('sensors/kitchen/temperature', '21.5', { qos: 1 });
    await client.saw(/^sensors\/kitchen\/temperature 21\.5$/m);
    await until(
      () => seen.includes('clients/probe/online true'),
      5_000,
      () => seen.join(),
    );
    await broker.stop();
    await broker.start();
    await client.saw(/session resumed/);
    await other.publishAsync('sensors/attic/temperature', '30', { qos: 1 });
    await client.saw(/^sensors\/attic\/temperature 30$/m);
    await other.endAsync();
    const server = start('mqtt', { endpoint, topic: 'sensors/cellar/temperature' }, {}, 'server');
    await client.saw(/^sensors\/cellar\/temperature \d{4}-/m, { times: 2 });
    await server.saw(/^delivered \d+$/m);
  } finally {
    await broker.remove();
  }
});

test('amqp: consumes, acknowledges, and comes back after the broker has cancelled the consumer', async () => {
  const broker = await RabbitMq.start();
  try {
    const env = { AMQP_USERNAME: 'guest', AMQP_PASSWORD: 'guest' };
    const client = start('amqp', { endpoint: `amqp://127.0.0.1:${broker.port}` }, env);
    await client.saw(/^consuming$/m);
    const connection = await amqp.connect(`amqp://guest:guest@127.0.0.1:${broker.port}`);
    const channel = await connection.createConfirmChannel();
    channel.publish('events', 'orders.new', Buffer.from('one'));
    await client.saw(/^orders\.new one$/m);
    await channel.deleteQueue('orders');
    await client.saw(/^consuming$/m, { times: 2 });
    channel.publish('events', 'orders.paid', Buffer.from('two'));
    await client.saw(/^orders\.paid two$/m);
    expect((await channel.checkQueue('orders')).messageCount).toBe(0);
    await connection.close();
    const server = start('amqp', { endpoint: `amqp://127.0.0.1:${broker.port}` }, env, 'server');
    await client.saw(/^orders\.new \d{4}-/m, { times: 2 });
    await server.saw(/^confirmed orders\.new$/m);
  } finally {
    await broker.remove();
  }
});

test.each(['typescript', 'python'])(
  'webrtc: talks to a peer in Node, over the signalling server in %s',
  async (language) => {
    const port = await freePort();
    const inNode = language === 'typescript';
    const relay = inNode
      ? startTypeScript(render('webrtc', language, 'server', { port }), folder.path)
      : start('webrtc', { port }, {}, 'server');
    if (inNode) running.push(relay);
    await relay.saw(/listening/);
    const set = { endpoint: `ws://127.0.0.1:${port}/`, stun: '', room: 'a & b' };
    const one = start('webrtc', set);
    const two = startTypeScript(render('webrtc', 'typescript', 'client', set), folder.path);
    running.push(two);
    await one.saw(/^hello from [0-9a-f-]{36}$/m);
    await two.saw(/^hello from [0-9a-f-]{36}$/m);
    const third = new WebSocket(`${set.endpoint}?room=a%20%26%20b`);
    expect(await new Promise((resolve) => third.on('close', resolve))).toBe(1008);
  },
);
