import { spawnSync } from 'node:child_process';
import amqp from 'amqplib';
import mqtt from 'mqtt';
import { expect, test } from 'vitest';
import { findStarter } from '../../src/starters/render.ts';
import { starters } from '../../test/starters/starters.ts';
import { eachPage } from './page.ts';
import { freePort, makeFolder, type Program, render, startTypeScript, until } from './program.ts';
import { FrameServer, Mosquitto, RabbitMq, startHttp, startRelay } from './servers.ts';
import { STOMP_PLUGINS } from './survival/brokers/stomp-broker.ts';

const bench = eachPage();
const { open, shows } = bench;

test('websocket: says hello, shows text as text, comes back after a restart of the server', async () => {
  const port = await freePort();
  const first = new FrameServer(port);
  await open('websocket', { endpoint: `ws://127.0.0.1:${port}/`, binary: true });
  await until(
    () => first.received.length > 0,
    10_000,
    () => 'hello',
  );
  expect(first.received[0]).toEqual({ text: '{"type":"hello"}', isBinary: true });
  first.send('<b>one</b>');
  await shows(/^<b>one<\/b>$/);
  await first.stop();
  await shows(/^closed \(1006\)$/);
  const second = new FrameServer(port);
  await shows(/^connected$/, 2);
  second.send('two');
  await shows(/^two$/);
  await bench.page.goto('about:blank');
  await second.stop();
});

test('sse: resumes after a cut, and tries again after a refusal', async () => {
  const asked: (string | undefined)[] = [];
  const server = await startHttp((request, response) => {
    asked.push(request.headers['last-event-id']?.toString());
    const headers = {
      'access-control-allow-origin': request.headers.origin ?? '',
      'access-control-allow-credentials': 'true',
      'content-type': 'text/event-stream',
    };
    response.writeHead(asked.length === 2 ? 503 : 200, headers);
    if (asked.length === 2) return response.end();
    response.write(`retry: 100\nid: ${asked.length}\ndata: number ${asked.length}\n\n`);
    if (asked.length === 1) setTimeout(() => response.destroy(), 200);
  });
  await open('sse', { endpoint: `http://127.0.0.1:${server.port}/` });
  await shows(/^number 1$/);
  await shows(/^refused/);
  await shows(/^number 3$/);
  expect(asked.slice(0, 2)).toEqual([undefined, '1']);
  await server.stop();
});

test('mqtt over WebSocket: receives from mosquitto, also after a restart of it', async () => {
  const broker = new Mosquitto(await freePort(), await freePort());
  await broker.start();
  try {
    const other = await mqtt.connectAsync(`mqtt://127.0.0.1:${broker.tcpPort}`, { reconnectPeriod: 200 });
    await open('mqtt', { endpoint: `ws://127.0.0.1:${broker.wsPort}/`, topic: 'sensors/#', qos: 2 });
    await shows(/^subscribed$/);
    await other.publishAsync('sensors/kitchen', '21.5', { qos: 2 });
    await shows(/^sensors\/kitchen 21\.5$/);
    await broker.stop();
    await broker.start();
    await shows(/^subscribed$/, 2);
    await other.publishAsync('sensors/attic', '30', { qos: 2 });
    await shows(/^sensors\/attic 30$/);
    await other.endAsync();
  } finally {
    await broker.remove();
  }
});

test('stomp over WebSocket: receives from RabbitMQ, also after a restart of it', async () => {
  const broker = await RabbitMq.start(STOMP_PLUGINS);
  try {
    const publish = async (text: string) => {
      const connection = await amqp.connect(`amqp://guest:guest@127.0.0.1:${broker.port}`);
      const channel = await connection.createConfirmChannel();
      channel.publish('amq.topic', 'orders.new', Buffer.from(text));
      await channel.waitForConfirms();
      await connection.close();
    };
    await open('stomp', { endpoint: `ws://127.0.0.1:${broker.stomp.wsPort}/ws`, topic: 'orders.#' });
    await shows(/^subscribed$/);
    await publish('<b>one</b>');
    await shows(/^<b>one<\/b>$/);
    await broker.restart(STOMP_PLUGINS);
    await shows(/^subscribed$/, 2);
    await publish('two');
    await shows(/^two$/);
    const { run = '' } =
      findStarter(starters, { protocol: 'stomp', language: 'javascript', role: 'client' })?.otherEnd ?? {};
    const command = run.replace('61613', String(broker.stomp.tcpPort)).replace("'localhost'", "'127.0.0.1'");
    expect(spawnSync('sh', ['-c', command], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
    await shows(/^hello$/);
  } finally {
    await broker.remove();
  }
}, 120_000);

test('webrtc: talks to a peer in Node over a data channel', async () => {
  const port = await freePort();
  const relay = startRelay(port);
  const set = { endpoint: `ws://127.0.0.1:${port}/`, room: 'browser', stun: '' };
  const peerFolder = makeFolder();
  let peer: Program | undefined;
  try {
    peer = startTypeScript(render('webrtc', 'typescript', 'client', set), peerFolder.path);
    await open('webrtc', set);
    await shows(/^hello from [0-9a-f-]{36}$/);
    await peer.saw(/^hello from [0-9a-f-]{36}$/m);
  } finally {
    await peer?.stop('SIGKILL');
    peerFolder.remove();
    await relay.stop();
  }
});
