/** Faults that meet whatever keeps a connection, over TCP alone: no protocol is spoken. */
import { expect } from 'vitest';
import type { StarterRole, StarterValue } from '../../../../src/starters/starter.ts';
import { until } from '../../program.ts';
import { mqttEndpoint, stompEndpoint } from '../brokers/endpoints.ts';
import { backsOff, type Cell, type Fault, freePort, rowsOf } from './fault.ts';
import type { Language, Running } from './launch.ts';
import { cpuOf, starvedOf, wait } from './machine.ts';
import { Peer } from './peers.ts';

type Settings = (port: number, language: Language) => Record<string, StarterValue>;

const stompAt: Settings = (port, language) => ({
  endpoint: stompEndpoint(language, { tcpPort: port, wsPort: port }),
});

/** Who connects to something, and with what it is told where. */
const CONNECTING: readonly (readonly [string, StarterRole, Settings, variant?: string])[] = [
  ['websocket', 'client', (port) => ({ endpoint: `ws://127.0.0.1:${port}/` })],
  ['websocket', 'client', (port) => ({ endpoint: `ws://127.0.0.1:${port}/` }), 'react'],
  ['sse', 'client', (port) => ({ endpoint: `http://127.0.0.1:${port}/events` })],
  ['sse', 'client', (port) => ({ endpoint: `http://127.0.0.1:${port}/events` }), 'react'],
  ['http-streaming', 'client', (port) => ({ endpoint: `http://127.0.0.1:${port}/stream` })],
  ['long-polling', 'client', (port) => ({ endpoint: `http://127.0.0.1:${port}/messages` })],
  ['polling', 'client', (port) => ({ endpoint: `http://127.0.0.1:${port}/state`, interval: 1 })],
  ['mqtt', 'client', (port, language) => ({ endpoint: mqttEndpoint(language, { tcpPort: port, wsPort: port }) })],
  ['mqtt', 'server', (port) => ({ endpoint: `mqtt://127.0.0.1:${port}`, topic: 'a/b' })],
  ['amqp', 'client', (port) => ({ endpoint: `amqp://127.0.0.1:${port}` })],
  ['amqp', 'server', (port) => ({ endpoint: `amqp://127.0.0.1:${port}` })],
  ['amqp', 'client', (port) => ({ endpoint: `amqp://127.0.0.1:${port}` }), 'azure-service-bus'],
  ['amqp', 'server', (port) => ({ endpoint: `amqp://127.0.0.1:${port}` }), 'azure-service-bus'],
  ['amqp', 'client', (port) => ({ endpoint: `amqp://127.0.0.1:${port}` }), 'ibm-mq'],
  ['amqp', 'server', (port) => ({ endpoint: `amqp://127.0.0.1:${port}` }), 'ibm-mq'],
  ['grpc-streaming', 'client', (port) => ({ endpoint: `http://127.0.0.1:${port}` })],
  ['stomp', 'client', stompAt],
  ['stomp', 'server', stompAt],
  ['nats', 'client', (port) => ({ endpoint: `nats://127.0.0.1:${port}` })],
  ['nats', 'server', (port) => ({ endpoint: `nats://127.0.0.1:${port}` })],
  ['nats', 'client', (port) => ({ endpoint: `nats://127.0.0.1:${port}` }), 'core'],
  ['nats', 'server', (port) => ({ endpoint: `nats://127.0.0.1:${port}` }), 'core'],
  ['webrtc', 'client', (port) => ({ endpoint: `ws://127.0.0.1:${port}/` })],
  ['hls', 'client', (port) => ({ endpoint: `http://127.0.0.1:${port}/live/index.m3u8` })],
];

export const FASTER = 3000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const LONGEST_PAUSE_MS = 30_000;

/** For a day, made short; then somebody does, and the pauses show how far the backoff went. */
async function nobodyListens(cell: Cell, set: (port: number) => Record<string, StarterValue>): Promise<void> {
  const port = await freePort();
  const running = await cell.start(set(port), { faster: FASTER });
  await wait(DAY_MS / FASTER);
  expect(running.program.hasEnded, running.program.output.slice(-2000)).toBe(false);
  const cpu = cpuOf(running.pid());
  expect(cpu).toBeLessThan(25);
  const peer = cell.keep(await Peer.listen(port, (socket) => socket.destroy()));
  await until(
    () => peer.calls.length > 40,
    60_000,
    () => `calls after a day:\n${running.program.output.slice(-2000)}`,
  );
  const gaps = peer.gaps.slice(0, 40).toSorted((a, b) => a - b);
  const middle = gaps[20] ?? 0;
  expect(middle * FASTER).toBeGreaterThan(LONGEST_PAUSE_MS / 4);
  // Without a bound it would be at many hours. A slow machine adds to each pause, and the factor makes that long.
  expect((gaps[4] ?? 0) * FASTER).toBeLessThan(HOUR_MS);
  expect((gaps[36] ?? 0) - (gaps[4] ?? 0)).toBeGreaterThan(LONGEST_PAUSE_MS / FASTER / 10);
}

/** A load balancer without a server behind it. */
export async function acceptsAndCloses(cell: Cell, set: (port: number) => Record<string, StarterValue>): Promise<void> {
  const port = await freePort();
  const peer = cell.keep(await Peer.listen(port, (socket) => socket.destroy()));
  const { program } = await cell.start(set(port));
  await until(
    () => peer.calls.length > 0,
    30_000,
    () => program.output,
  );
  await backsOff(peer, program, { more: 2, fewer: 12 }); // a library may ask twice or thrice at once
}

export const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

const LIMIT_MS = 2300;

/**
 * Sends a signal, and checks that the program has ended two seconds later, without a complaint. The time in which a busy
 * machine gave it no processor does not count.
 */
export async function endsWithin2s({ program, pid }: Running, signal: NodeJS.Signals): Promise<void> {
  const id = pid();
  const [begun, starvedBefore] = [Date.now(), starvedOf(id)];
  process.kill(id, signal);
  let starved = 0;
  while (!program.hasEnded) {
    await wait(20);
    starved = Math.max(starved, starvedOf(id) - starvedBefore);
    const took = Date.now() - begun - starved;
    if (took > LIMIT_MS) expect.fail(`${signal}: still there after ${took} ms; it said:\n${program.output}`);
  }
  expect(program.output).not.toMatch(/Traceback|panicked|Exception in thread|goroutine \d/);
}

/** As process 1, which no signal ends that it does not handle: between two attempts, and while a server says nothing. */
export async function isTold(cell: Cell, set: (port: number) => Record<string, StarterValue>): Promise<void> {
  for (const signal of SIGNALS) {
    const port = await freePort();
    const waiting = await cell.start(set(port), { isFirst: true });
    await waiting.program.saw(/./, { timeoutMs: 30_000 });
    await wait(300);
    await endsWithin2s(waiting, signal);
    await isToldWhileWaiting(cell, set, signal);
  }
}

/** As process 1, while a server says nothing. */
export async function isToldWhileWaiting(
  cell: Cell,
  set: (port: number) => Record<string, StarterValue>,
  signal: NodeJS.Signals,
): Promise<void> {
  const port = await freePort();
  const mute = cell.keep(await Peer.listen(port, () => undefined));
  const running = await cell.start(set(port), { isFirst: true });
  await until(
    () => mute.calls.length > 0,
    30_000,
    () => running.program.output,
  );
  await wait(200);
  await endsWithin2s(running, signal);
}

const at = (fault: typeof nobodyListens, set: Settings) => (cell: Cell) =>
  fault(cell, (port) => set(port, cell.language));

export const reconnecting: readonly Fault[] = CONNECTING.flatMap(([protocol, role, set, variant]) =>
  rowsOf(
    { protocol, role, ...(variant !== undefined && { variant }) },
    {
      'nobody-listens': at(nobodyListens, set),
      'accepts-and-closes': at(acceptsAndCloses, set),
      signals: at(isTold, set),
    },
  ),
);
