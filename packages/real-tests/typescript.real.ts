import { createServer as createHttp2Server } from 'node:http2';
import { networkInterfaces } from 'node:os';
import amqp from 'amqplib';
import mqtt from 'mqtt';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freePort, makeFolder, type Program, render, startTypeScript, until } from './program.ts';
import { FrameServer, Mosquitto, RabbitMq, startHttp, startRelay } from './servers.ts';

let folder: ReturnType<typeof makeFolder>;
const running: Program[] = [];

beforeEach(() => {
  folder = makeFolder();
});

afterEach(async () => {
  for (const program of running.splice(0)) await program.stop('SIGKILL');
  folder.remove();
});

function start(protocol: string, set: Readonly<Record<string, string | number | boolean>>, env = {}): Program {
  const program = startTypeScript(render(protocol, 'typescript', 'client', set), folder.path, env);
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
  await client.saw(/closed \(1006\)/);
  const second = new FrameServer(port);
  await until(
    () => second.connections === 1,
    10_000,
    () => client.output,
  );
  second.send('two');
  await client.saw(/^two$/m);
  await client.stop('SIGINT');
  await second.stop();
});

test('sse: resumes after a cut with the id of the last event', async () => {
  const asked: (string | undefined)[] = [];
  const server = await startHttp((request, response) => {
    asked.push(request.headers['last-event-id']?.toString());
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(
      `: comment\n\nid: ${asked.length}\nevent: price\ndata: number ${asked.length}\ndata: second line\n\n`,
    );
    if (asked.length === 1) setTimeout(() => response.destroy(), 100);
  });
  const client = start('sse', { endpoint: `http://127.0.0.1:${server.port}/`, event: 'price' });
  await client.saw(/^number 1\nsecond line$/m);
  await client.saw(/^number 2$/m);
  expect(asked).toEqual([undefined, '1']);
  await client.stop('SIGINT');
  await server.stop();
});

test('sse: leaves a silent connection, and one that the server refuses', async () => {
  let requests = 0;
  const server = await startHttp((_request, response) => {
    requests++;
    response.writeHead(requests === 2 ? 503 : 200, { 'content-type': 'text/event-stream' });
    if (requests === 2) response.end();
    else if (requests === 3) response.write('data: back\n\n');
    else response.flushHeaders();
  });
  const client = start('sse', { endpoint: `http://127.0.0.1:${server.port}/`, silence: 1 });
  await client.saw(/nothing for 1 s/);
  await client.saw(/^back$/m);
  await server.stop();
});

test('http2-push: takes the answer and what is pushed with it, from a server that starts late', async () => {
  const port = await freePort();
  const client = start('http2-push', { endpoint: `http://127.0.0.1:${port}`, path: '/page' });
  const server = createHttp2Server();
  server.on('stream', (stream, headers) => {
    expect(stream.pushAllowed).toBe(true);
    stream.pushStream({ ':path': '/style.css' }, (error, pushed) => {
      if (error) throw error;
      pushed.respond({ ':status': 200 });
      pushed.end('body {}');
    });
    stream.respond({ ':status': 200 });
    stream.end(`page ${headers[':path']}`);
  });
  await new Promise((wait) => setTimeout(wait, 600));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await client.saw(/^pushed \/style\.css: body \{\}$/m);
  await client.saw(/^answered \/page: page \/page$/m);
  server.close();
});

describe('mqtt against mosquitto', () => {
  let broker: Mosquitto;

  beforeAll(async () => {
    broker = new Mosquitto(await freePort(), await freePort());
    await broker.start();
  });

  afterAll(() => broker.remove());

  test('subscribes, receives, announces itself, and finds its session after a restart of the broker', async () => {
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
    await client.stop('SIGKILL');
    await until(
      () => seen.includes('clients/probe/online false'),
      5_000,
      () => `the last will, saw ${seen.join()}`,
    );
    await other.endAsync();
  });
});

describe('amqp against RabbitMQ', () => {
  let broker: RabbitMq;

  beforeAll(async () => {
    broker = await RabbitMq.start();
  });

  afterAll(() => broker.remove());

  test('consumes, acknowledges, and comes back after the broker has cancelled the consumer', async () => {
    const endpoint = `amqp://127.0.0.1:${broker.port}`;
    const env = { AMQP_USERNAME: 'guest', AMQP_PASSWORD: 'guest' };
    const client = start('amqp', { endpoint, exchange: 'events', topic: 'orders.#', queue: 'orders' }, env);
    await client.saw(/^consuming$/m, { timeoutMs: 40_000 });
    const connection = await amqp.connect(`amqp://guest:guest@127.0.0.1:${broker.port}`);
    const channel = await connection.createConfirmChannel();
    channel.publish('events', 'orders.new', Buffer.from('one'));
    channel.publish('events', 'invoices.new', Buffer.from('not for us'));
    await channel.waitForConfirms();
    await client.saw(/^orders\.new one$/m);
    await channel.deleteQueue('orders'); // the broker cancels the consumer, which has to notice
    await client.saw(/^consuming$/m, { times: 2 });
    channel.publish('events', 'orders.paid', Buffer.from('two'));
    await channel.waitForConfirms();
    await client.saw(/^orders\.paid two$/m);
    expect(client.output).not.toContain('not for us');
    const { messageCount } = await channel.checkQueue('orders');
    expect(messageCount).toBe(0);
    await client.stop('SIGINT');
    await connection.close();
  });
});

/** Preloaded: prints each name that is looked up and each address that a datagram goes to. */
const WATCH = `
import dgram from 'node:dgram';
import dns from 'node:dns';
for (const one of [dns, dns.promises]) {
  const { lookup } = one;
  one.lookup = (name, ...rest) => (console.error('lookup', name), lookup(name, ...rest));
}
const { send } = dgram.Socket.prototype;
dgram.Socket.prototype.send = function (...args) {
  console.error('datagram to', args.filter((one) => typeof one === 'string').join());
  return send.apply(this, args);
};`;

test('webrtc: two peers meet over a relay and talk, and look for nobody else', async () => {
  const port = await freePort();
  const relay = startRelay(port);
  const set = { endpoint: `ws://127.0.0.1:${port}/`, room: 'a & b', stun: '' };
  const watched = { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(WATCH)}` };
  const one = start('webrtc', set, watched);
  const two = start('webrtc', set);
  await one.saw(/^hello from [0-9a-f-]{36}$/m);
  await two.saw(/^hello from [0-9a-f-]{36}$/m);
  const own = Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address));
  const reached = [...one.output.matchAll(/^(?:lookup|datagram to) (.*)$/gm)].map(([, name]) => name);
  expect(reached.length).toBeGreaterThan(0);
  const wildcards = ['0.0.0.0', '::']; // what sockets are bound to
  expect([...own, ...wildcards]).toEqual(expect.arrayContaining([...new Set(reached)]));
  await relay.stop();
});
