/** Faults of MQTT brokers and of those who share one. */
import type { Socket } from 'node:net';
import mqttLibrary, { type MqttClient } from 'mqtt';
import { expect } from 'vitest';
import { until } from '../../program.ts';
import { Mosquitto } from '../../servers.ts';
import { backsOff, type Cell, type Fault, freePort } from '../tools/fault.ts';
import { memoryOf, peakMemory, wait } from '../tools/machine.ts';
import { answerConnect, answerConnectOfPage, Peer } from '../tools/peers.ts';
import { endsWithin2s, SIGNALS } from '../tools/reconnecting.ts';
import { arrives, sourceOfKeptFails } from '../tools/source.ts';
import { Wire } from '../tools/wire.ts';
import { mqttEndpoint } from './endpoints.ts';

const MEGABYTE = 1_048_576;
const FILTER = 'sensors/+/temperature';
const TOPIC = 'sensors/kitchen/temperature';

/** Each tab of a page gets a new name. */
const named = (cell: Cell, name: string) => (cell.isPage ? {} : { 'client-id': name });

const refuse = (cell: Cell, socket: Socket, code: number) =>
  (cell.isPage ? answerConnectOfPage : answerConnect)(socket, code);

async function start(cell: Cell): Promise<{ broker: Mosquitto; endpoint: string; other: MqttClient; seen: string[] }> {
  const broker = new Mosquitto(await freePort(), await freePort());
  await broker.start();
  cell.keep({ stop: () => broker.remove() });
  const endpoint = mqttEndpoint(cell.language, broker);
  const other = await mqttLibrary.connectAsync(`mqtt://127.0.0.1:${broker.tcpPort}`, { reconnectPeriod: 200 });
  cell.keep({ stop: () => other.endAsync(true) });
  const seen: string[] = [];
  other.on('message', (topic, payload) => seen.push(`${topic} ${payload.toString().slice(0, 60)}`));
  await other.subscribeAsync(['clients/#', 'failed/#', 'sensors/#'], { qos: 1 });
  return { broker, endpoint, other, seen };
}

async function sees(seen: readonly string[], what: RegExp, timeoutMs = 20_000): Promise<void> {
  await until(
    () => seen.some((line) => what.test(line)),
    timeoutMs,
    () => `${what} in ${seen.join('\n')}`,
  );
}

/** A broker that refuses for five seconds. */
async function refusedFor5s(cell: Cell, code: number): Promise<void> {
  const port = await freePort();
  const peer = await Peer.listen(port, (socket) => refuse(cell, socket, code));
  const endpoint = mqttEndpoint(cell.language, { tcpPort: port, wsPort: port });
  const { program } = await cell.start({ endpoint, topic: TOPIC });
  await until(
    () => peer.calls.length > 0,
    40_000,
    () => program.output,
  );
  await wait(5000);
  expect(program.hasEnded, program.output).toBe(false);
  expect(peer.calls.length).toBeLessThan(7);
  expect(program.output).toMatch(/refused|denied|not authori[sz]ed|unavailable/i);
  await peer.stop();
  const otherPort = await freePort();
  const broker = cell.isPage ? new Mosquitto(otherPort, port) : new Mosquitto(port, otherPort);
  await broker.start();
  cell.keep({ stop: () => broker.remove() });
  await program.saw(/(?<!dis)connected/, { timeoutMs: 40_000 });
}

/** Two with the same name throw each other out: they have to slow down. */
async function sameName(cell: Cell): Promise<void> {
  const port = await freePort();
  const peer = cell.keep(
    await Peer.listen(port, (socket) => {
      answerConnect(socket, 0);
      setTimeout(() => socket.destroy(), 300);
    }),
  );
  const { program } = await cell.start({ endpoint: `mqtt://127.0.0.1:${port}`, topic: TOPIC, 'client-id': 'same' });
  await until(
    () => peer.calls.length > 0,
    40_000,
    () => program.output,
  );
  await backsOff(peer, program, { more: 2, fewer: 7 });
}

/** Two of the same program, as it comes. */
async function twice(cell: Cell): Promise<void> {
  const { endpoint } = await start(cell);
  const both = [await cell.start({ endpoint, topic: TOPIC }), await cell.start({ endpoint, topic: TOPIC })];
  for (const { program } of both) await program.saw(/(?<!dis)connected/, { timeoutMs: 40_000 });
  await wait(4000);
  for (const { program } of both) expect(program.count(/(?<!dis)connected/), program.output).toBe(1);
}

/** The broker is there, and nothing gets through. */
async function halfOpen(cell: Cell): Promise<void> {
  const { broker } = await start(cell);
  const port = await freePort();
  const wire = cell.keep(await Wire.listen(port, cell.isPage ? broker.wsPort : broker.tcpPort));
  const endpoint = mqttEndpoint(cell.language, { tcpPort: port, wsPort: port });
  const { program } = await cell.start({ endpoint, topic: TOPIC });
  await program.saw(/(?<!dis)connected/, { timeoutMs: 40_000 });
  wire.fallSilent();
  await program.saw(/(?<!dis)connected/, { times: 2, timeoutMs: 90_000 });
}

const both: Readonly<Record<string, Fault['run']>> = {
  'refused-unavailable': (cell) => refusedFor5s(cell, 3),
  'refused-credentials': (cell) => refusedFor5s(cell, 5),
  'same-name': sameName,
  'started-twice': twice,
  'half-open': halfOpen,
};

const asClient: Readonly<Record<string, Fault['run']>> = {
  'restart-of-broker': async (cell) => {
    const { broker, endpoint, other } = await start(cell);
    const { program } = await cell.start({ endpoint, topic: FILTER, ...named(cell, 'stays') });
    await program.saw(/\bsubscribed$/m, { timeoutMs: 40_000 });
    await broker.stop();
    await broker.start();
    if (cell.isPage) await program.saw(/\bsubscribed$/m, { times: 2, timeoutMs: 30_000 });
    else await program.saw(/session resumed/, { timeoutMs: 30_000 });
    await until(
      () => other.connected,
      10_000,
      () => 'the other one',
    );
    await other.publishAsync(TOPIC, 'again', { qos: 1 });
    await program.saw(/kitchen\/temperature again/);
  },
  'handler-fails': async (cell) => {
    const { endpoint, other, seen } = await start(cell);
    const { program } = await cell.start({ endpoint, topic: FILTER, 'client-id': 'fails' }, { userCode: 'fails' });
    await program.saw(/\bsubscribed$/m, { timeoutMs: 40_000 });
    await other.publishAsync(TOPIC, 'poison', { qos: 1 });
    await other.publishAsync(TOPIC, 'behind it', { qos: 1 });
    await sees(seen, /^failed\/sensors\/kitchen\/temperature poison/, 40_000);
    await program.saw(/kitchen\/temperature behind it/);
  },
  'ends-while-handling': async (cell) => {
    const { endpoint, other } = await start(cell);
    const set = { endpoint, topic: FILTER, 'client-id': 'killed' };
    const first = await cell.start(set, { userCode: 'fails' });
    await first.program.saw(/\bsubscribed$/m, { timeoutMs: 40_000 });
    await other.publishAsync(TOPIC, 'poison or not', { qos: 1 });
    await first.program.saw(/no database/);
    process.kill(first.pid(), 'SIGKILL'); // it has not acknowledged it
    const second = await cell.start(set);
    await second.program.saw(/kitchen\/temperature poison or not/, { timeoutMs: 40_000 });
  },
  'huge-message': async (cell) => {
    const { endpoint, other } = await start(cell);
    const { program, pid } = await cell.start({ endpoint, topic: FILTER, ...named(cell, 'huge') });
    await program.saw(/\bsubscribed$/m, { timeoutMs: 40_000 });
    const before = memoryOf(pid());
    const receive = async () => {
      await other.publishAsync(TOPIC, 'x'.repeat(5 * MEGABYTE), { qos: 1 });
      await other.publishAsync(TOPIC, 'behind it', { qos: 1 });
      await program.saw(/kitchen\/temperature behind it/);
    };
    expect(await peakMemory(pid(), receive())).toBeLessThan(before + 150 * MEGABYTE);
  },
  presence: async (cell) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const) {
      const { endpoint, seen } = await start(cell);
      const running = await cell.start({ endpoint, topic: FILTER, 'client-id': 'there' }, { isFirst: true });
      await sees(seen, /^clients\/there\/online true/, 40_000);
      if (signal === 'SIGKILL') process.kill(running.pid(), signal);
      else await endsWithin2s(running, signal);
      await sees(seen, /^clients\/there\/online false/, 5000);
    }
  },
};

const asServer: Readonly<Record<string, Fault['run']>> = {
  'source-fails': async (cell) => {
    const { endpoint, seen } = await start(cell);
    const running = await cell.start({ endpoint, topic: TOPIC }, { userCode: 'sourceFails' });
    await sourceOfKeptFails(
      cell,
      running,
      arrives(() => seen.filter((line) => line.startsWith(TOPIC)).length),
    );
  },
  'restart-of-broker': async (cell) => {
    const { broker, endpoint, seen } = await start(cell);
    const { program } = await cell.start({ endpoint, topic: TOPIC });
    await sees(seen, /^sensors/, 40_000);
    await broker.stop();
    seen.length = 0;
    await broker.start();
    await sees(seen, /^sensors/, 40_000);
    expect(program.hasEnded).toBe(false);
  },
  'signals-while-connected': async (cell) => {
    const { endpoint } = await start(cell);
    for (const signal of SIGNALS) {
      const running = await cell.start({ endpoint, topic: TOPIC }, { isFirst: true });
      await running.program.saw(/(?<!dis)connected/, { timeoutMs: 40_000 });
      await wait(300);
      await endsWithin2s(running, signal);
    }
  },
};

export const mqttClient: Readonly<Record<string, Fault['run']>> = { ...both, ...asClient };
export const mqttServer: Readonly<Record<string, Fault['run']>> = { ...both, ...asServer };
