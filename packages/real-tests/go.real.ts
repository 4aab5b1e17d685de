/** The Go starters, built from the packages of the system, against real servers and against those in TypeScript. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http2';
import { join } from 'node:path';
import amqp from 'amqplib';
import mqtt from 'mqtt';
import { expect, test } from 'vitest';
import WebSocket from 'ws';
import { eachTest } from './each-test.ts';
import {
  expectComesBack,
  expectEarlyHints,
  expectMissedEvents,
  expectResumes,
  expectStrangersRefused,
  handshake,
} from './exercises.ts';
import { freePort, Program, render, starterNames, startTypeScript, until, writeStarter } from './program.ts';
import { Mosquitto, RabbitMq } from './servers.ts';
import { goCommand, goEnv } from './survival/tools/go.ts';

const { folder, running } = eachTest();

type Values = Readonly<Record<string, string | number | boolean>>;

/** In a tree of its own with a go.mod: only there does Go find packages whose import path ends in a version. */
function build(protocol: string, role: 'client' | 'server', set: Values): string {
  const sources = join(folder.path, 'src', 'starter');
  const target = join(folder.path, `${role}-${running.length}`);
  mkdirSync(sources, { recursive: true });
  writeFileSync(join(sources, 'go.mod'), 'module starter\n');
  const starter = render(protocol, 'go', role, set);
  writeStarter(starter, sources);
  const env = {
    ...process.env,
    ...goEnv(folder.path),
    GOCACHE: join(folder.path, '..', 'go-build'),
  };
  const files = starter.files.map(({ path }) => path).filter((path) => path.endsWith('.go'));
  const vetted = spawnSync(goCommand(), ['vet', ...files], { cwd: sources, env, encoding: 'utf8' });
  expect(vetted.status, vetted.stderr).toBe(0);
  const args = ['build', '-o', target, ...files];
  const { status, stderr } = spawnSync(goCommand(), args, { cwd: sources, env, encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  return target;
}

function start(protocol: string, set: Values, env = {}, role: 'client' | 'server' = 'client'): Program {
  const program = new Program(build(protocol, role, set), [], { cwd: folder.path, env });
  running.push(program);
  return program;
}

function startOther(protocol: string, set: Values, role: 'client' | 'server', env = {}): Program {
  const program = startTypeScript(render(protocol, 'typescript', role, set), folder.path, env);
  running.push(program);
  return program;
}

test('the starters are formatted as gofmt does', () => {
  for (const { protocol, role, variant } of starterNames('go')) {
    const [file] = render(protocol, 'go', role, {}, { variant }).files;
    const path = join(folder.path, `${role}.go`);
    // A trailing comment moves with the width of a value: only code counts.
    writeFileSync(path, (file?.text ?? '').replace(/ +\/\/ .*$/gm, ''));
    const { stdout, stderr } = spawnSync(goCommand().replace(/go$/, 'gofmt'), ['-l', path], { encoding: 'utf8' });
    expect(stdout + stderr, `${protocol} ${role}`).toBe('');
    rmSync(path);
  }
});

test('websocket: says hello, receives, comes back after a restart of the server', async () => {
  await expectComesBack((set) => start('websocket', set), { connected: / connected$/m, closed: /closed: / });
});

test('websocket server: clients hear each other; a wrong token and a wrong origin stay out', async () => {
  const port = await freePort();
  const env = { TOKEN: 'probe' };
  const server = start('websocket', { port, origin: 'https://app.example.com' }, env, 'server');
  await server.saw(/listening/);
  const endpoint = `ws://127.0.0.1:${port}/`;
  const authorization = 'Bearer probe';
  await until(
    async () => (await handshake(endpoint, { authorization }).catch(() => 0)) === 101,
    5_000,
    () => server.output,
  );
  await expectStrangersRefused(endpoint);
  const one = start('websocket', { endpoint, heartbeat: 1 }, env);
  await one.saw(/ connected$/m);
  const two = startOther('websocket', { endpoint }, 'client', env);
  await one.saw(/^\{"type":"hello"\}$/m);
  await server.stop('SIGTERM');
  await one.saw(/close 1001/);
  await two.saw(/closed \(1001\)/);
});

test('sse: resumes after a cut, and tries again after a refusal and after silence', async () => {
  await expectResumes((set) => start('sse', set));
});

test('sse server: events arrive; a client that comes back gets what it missed', async () => {
  const port = await freePort();
  start('sse', { port, path: '/ticks' }, {}, 'server');
  const url = `http://127.0.0.1:${port}/ticks`;
  const client = start('sse', { endpoint: url });
  await client.saw(/^\d{4}-\d\d-\d\dT/m, { times: 2 });
  await expectMissedEvents(url);
});

test.each(['go', 'typescript'])(
  'http2-push: the page and what belongs to it, from a late server in %s',
  async (one) => {
    const port = await freePort();
    const client = start('http2-push', { endpoint: `http://127.0.0.1:${port}`, path: '/page' });
    await client.saw(/refused/);
    if (one === 'go') start('http2-push', { port, path: '/page' }, {}, 'server');
    else startOther('http2-push', { port, path: '/page' }, 'server');
    await client.saw(/^\/style\.css: p \{ color: green \}$/m);
    await client.saw(/^\/page: <!doctype html>/m);
  },
);

test('http2-push: both requests are under way at once, on one connection', async () => {
  const port = await freePort();
  let sessions = 0;
  const waiting: (() => void)[] = [];
  const server = createServer((request, response) => {
    waiting.push(() => response.end(`body of ${request.url}`));
    if (waiting.length === 2) for (const answer of waiting) answer(); // the first one waits for the second
  });
  server.on('session', () => sessions++);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const client = start('http2-push', { endpoint: `http://127.0.0.1:${port}`, path: '/page' });
  await client.saw(/^\/page: body of \/page$/m);
  await client.saw(/^\/style\.css: body of \/style\.css$/m);
  expect(sessions).toBe(1);
  server.close();
});

test('http2-push server: pushes to who accepts it, sends Early Hints to who does not', async () => {
  const port = await freePort();
  const server = start('http2-push', { port, path: '/page' }, {}, 'server');
  await server.saw(/listening/);
  const origin = `http://127.0.0.1:${port}`;
  const client = startOther('http2-push', { endpoint: origin, path: '/page' }, 'client');
  await client.saw(/^pushed \/style\.css: p \{ color: green \}$/m);
  await client.saw(/^answered \/page: <!doctype html>/m);
  await expectEarlyHints(origin);
});

test('mqtt: receives, announces itself, comes back after a restart of the broker; the server delivers', async () => {
  const broker = new Mosquitto(await freePort(), await freePort());
  await broker.start();
  try {
    const endpoint = `mqtt://127.0.0.1:${broker.tcpPort}`;
    const other = await mqtt.connectAsync(endpoint, { reconnectPeriod: 200 });
    const seen: string[] = [];
    other.on('message', (topic, payload) => seen.push(`${topic} ${payload.toString()}`));
    await other.subscribeAsync('clients/#', { qos: 1 });
    const client = start('mqtt', { endpoint, topic: 'sensors/+/temperature', 'client-id': 'probe', qos: 1 });
    await client.saw(/ subscribed$/m);
    await other.publishAsync('sensors/kitchen/temperature', '21.5', { qos: 1 });
    await client.saw(/^sensors\/kitchen\/temperature 21\.5$/m);
    const server = start('mqtt', { endpoint, topic: 'sensors/cellar/temperature' }, {}, 'server');
    await client.saw(/^sensors\/cellar\/temperature \d{4}-/m, { times: 2 });
    await server.saw(/ delivered to sensors\/cellar\/temperature$/m);
    await until(
      () => seen.includes('clients/probe/online true'),
      5_000,
      () => seen.join(),
    );
    await broker.stop();
    await client.saw(/disconnected/);
    await broker.start();
    await other.publishAsync('sensors/attic/temperature', '30', { qos: 1 });
    await client.saw(/^sensors\/attic\/temperature 30$/m);
    const before = [...server.output.matchAll(/delivered/g)].length;
    await server.saw(/delivered/, { times: before + 2 });
    await client.stop('SIGKILL');
    await until(
      () => seen.includes('clients/probe/online false'),
      5_000,
      () => `the last will, saw ${seen.join()}`,
    );
    await other.endAsync();
  } finally {
    await broker.remove();
  }
});

test('amqp: consumes, acknowledges, comes back when the broker cancels the consumer; the server confirms', async () => {
  const broker = await RabbitMq.start();
  try {
    const env = { AMQP_USERNAME: 'guest', AMQP_PASSWORD: 'guest' };
    const endpoint = `amqp://127.0.0.1:${broker.port}`;
    const client = start('amqp', { endpoint }, env);
    await client.saw(/ consuming$/m);
    const connection = await amqp.connect(`amqp://guest:guest@127.0.0.1:${broker.port}`);
    const channel = await connection.createConfirmChannel();
    channel.publish('events', 'orders.new', Buffer.from('one'));
    await client.saw(/^orders\.new one$/m);
    await channel.deleteQueue('orders');
    await client.saw(/ consuming$/m, { times: 2 });
    channel.publish('events', 'orders.paid', Buffer.from('two'));
    await client.saw(/^orders\.paid two$/m);
    expect((await channel.checkQueue('orders')).messageCount).toBe(0);
    const server = start('amqp', { endpoint }, env, 'server');
    await client.saw(/^orders\.new \d{4}-/m, { times: 2 });
    await server.saw(/ confirmed orders\.new$/m);
    await client.stop('SIGKILL');
    await channel.deleteQueue('orders');
    await server.saw(/ no queue takes orders\.new$/m);
    await connection.close();
  } finally {
    await broker.remove();
  }
});

test.each(['go', 'typescript'])('webrtc: talks to a second peer, over the signalling server in %s', async (one) => {
  const port = await freePort();
  const inGo = one === 'go';
  const relay = inGo ? start('webrtc', { port }, {}, 'server') : startOther('webrtc', { port }, 'server');
  await relay.saw(/listening/);
  const set = { endpoint: `ws://127.0.0.1:${port}/`, stun: '', room: 'a & b', reliable: inGo };
  const first = start('webrtc', set);
  const second = inGo ? start('webrtc', set) : startOther('webrtc', set, 'client');
  await first.saw(/^hello from [0-9a-f-]{36}$/m);
  await second.saw(/^hello from [0-9a-f-]{36}$/m);
  const third = new WebSocket(`${set.endpoint}?room=a%20%26%20b`);
  expect(await new Promise((resolve) => third.on('close', resolve))).toBe(1008);
});
