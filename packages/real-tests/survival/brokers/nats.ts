/** Faults around a NATS server with JetStream, a real one: what is stored or acknowledged has to be somewhere. */
import { rmSync, writeFileSync } from 'node:fs';
import { DiscardPolicy, type JetStreamManager, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { expect } from 'vitest';
import { NatsServer } from '../../nats-server.ts';
import { until } from '../../program.ts';
import { type Cell, type Fault, freePort, rowsOf } from '../tools/fault.ts';
import type { Running } from '../tools/launch.ts';
import { wait } from '../tools/machine.ts';
import { endsWithin2s, SIGNALS } from '../tools/reconnecting.ts';
import { prints, sourceOfKeptFails } from '../tools/source.ts';

export const READY = { client: /\b(?:consuming|subscribed)$/m, server: /(?<!dis)connected$/m } as const;

/** @param lines of the server's configuration */
export async function start(cell: Cell, lines: readonly string[] = []) {
  const server = await NatsServer.start(lines);
  cell.keep({ stop: () => server.remove() });
  return { server, set: { endpoint: server.endpoint } };
}

/** A connection of the test's own; the server may be another one after a restart. */
export async function connectTo(cell: Cell, server: NatsServer) {
  const connection = await connect({ servers: server.endpoint, maxReconnectAttempts: -1, reconnectTimeWait: 200 });
  return cell.keep(Object.assign(connection, { stop: () => connection.close() }));
}

async function join(cell: Cell, server: NatsServer) {
  const connection = await connectTo(cell, server);
  return { api: await jetstreamManager(connection), stream: jetstream(connection) };
}

/** Everything that a stream holds, in its order. */
async function stored(api: JetStreamManager, name: string): Promise<readonly string[]> {
  const { state } = await api.streams.info(name);
  const texts: string[] = [];
  for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
    const message = await api.streams.getMessage(name, { seq });
    if (message) texts.push(message.string());
  }
  return texts;
}

export async function waitForAll(running: readonly Running[], count: number): Promise<void> {
  const done = () => new Set(running.flatMap(({ program }) => program.output.match(/order \d+$/gm) ?? []));
  await until(
    () => done().size === count,
    60_000,
    () => `all of them, not ${done().size}:\n${running.map(({ program }) => program.output.slice(-500)).join('\n')}`,
  );
}

async function isDone(api: JetStreamManager): Promise<void> {
  await until(
    async () => {
      const { num_ack_pending, num_pending } = await api.consumers.info('orders', 'worker');
      return num_ack_pending + num_pending === 0;
    },
    20_000,
    () => 'all to be acknowledged',
  );
}

export const orders = (count: number) => Array.from({ length: count }, (_, at) => `order ${at}`);

async function connected(cell: Cell): Promise<void> {
  const { set } = await start(cell);
  for (const signal of SIGNALS) {
    const running = await cell.start(set, { isFirst: true });
    await running.program.saw(READY[cell.fault.role], { timeoutMs: 40_000 });
    await wait(300);
    await endsWithin2s(running, signal);
  }
}

/** It goes on after a refusal, because credentials may be repaired, and says so. */
async function refused(cell: Cell): Promise<void> {
  const port = await freePort();
  const closed = await NatsServer.start(['authorization { user: somebody, password: secret }'], port);
  const { program } = await cell.start(
    { endpoint: closed.endpoint },
    { env: { NATS_USERNAME: 'somebody', NATS_PASSWORD: 'wrong' } },
  );
  await program.saw(/auth/i, { timeoutMs: 40_000 });
  await wait(4000);
  expect(program.hasEnded, program.output).toBe(false);
  await closed.remove();
  const open = await NatsServer.start(['authorization { user: somebody, password: wrong }'], port);
  cell.keep({ stop: () => open.remove() });
  await program.saw(READY[cell.fault.role], { timeoutMs: 40_000 });
}

export const both: Readonly<Record<string, Fault['run']>> = {
  'refused-by-credentials': refused,
  'signals-while-connected': connected,
};

const asClient: Readonly<Record<string, Fault['run']>> = {
  'restart-of-broker': async (cell) => {
    const { server, set } = await start(cell);
    const { program } = await cell.start(set);
    await program.saw(READY.client, { timeoutMs: 40_000 });
    await server.stop();
    await server.start();
    const { stream } = await join(cell, server);
    await stream.publish('orders.new', 'again');
    await program.saw(/^orders\.new again$/m, { timeoutMs: 40_000 });
  },
  'handler-fails-for-5s': async (cell) => {
    const { server, set } = await start(cell);
    const running = await cell.start(set, { userCode: 'fails' });
    await running.program.saw(READY.client, { timeoutMs: 40_000 });
    const outage = `/proc/${running.pid()}/cwd/outage`;
    writeFileSync(outage, '');
    const { api, stream } = await join(cell, server);
    for (const text of orders(200)) await stream.publish('orders.new', text);
    await wait(5000);
    rmSync(outage);
    await waitForAll([running], 200);
    await isDone(api);
  },
  'bad-message': async (cell) => {
    const { server, set } = await start(cell);
    const { program } = await cell.start(set, { userCode: 'fails' });
    await program.saw(READY.client, { timeoutMs: 40_000 });
    const { api, stream } = await join(cell, server);
    for (const text of ['one', 'poison', 'two']) await stream.publish('orders.new', text);
    await program.saw(/^orders\.new two$/m);
    await program.saw(/moved to orders-failed/, { timeoutMs: 60_000 });
    expect(await stored(api, 'orders-failed')).toEqual(['poison']);
    await isDone(api);
    expect(program.count(/no database/)).toBeGreaterThan(2);
    expect(program.count(/no database/)).toBeLessThan(20);
  },
  'publisher-before-consumer': async (cell) => {
    const { server, set } = await start(cell);
    const { api, stream } = await join(cell, server);
    await api.streams.add({ name: 'orders', subjects: ['orders.>'], max_msgs: 100 }); // with limits of its own
    await stream.publish('orders.new', 'waited');
    const { program } = await cell.start(set);
    await program.saw(/^orders\.new waited$/m, { timeoutMs: 40_000 });
  },
  'killed-while-handling': async (cell) => {
    const { server, set } = await start(cell);
    const { api, stream } = await join(cell, server);
    await api.streams.add({ name: 'orders', subjects: ['orders.>'] });
    await Promise.all(orders(2000).map((text) => stream.publish('orders.new', text)));
    const first = await cell.start(set);
    await first.program.saw(/order \d+$/m, { timeoutMs: 40_000 });
    process.kill(first.pid(), 'SIGKILL');
    const second = await cell.start(set);
    await waitForAll([first, second], 2000); // what the first one held comes after half a minute
  },
  'started-twice': async (cell) => {
    const { server, set } = await start(cell);
    const running = [await cell.start(set), await cell.start(set)];
    for (const { program } of running) await program.saw(READY.client, { timeoutMs: 40_000 });
    const { api, stream } = await join(cell, server);
    for (const text of orders(200)) await stream.publish('orders.new', text);
    await waitForAll(running, 200);
    await isDone(api);
    for (const { program } of running) expect(program.count(READY.client), program.output).toBe(1);
  },
  'stream-deleted': async (cell) => {
    const { server, set } = await start(cell);
    const { program } = await cell.start(set);
    await program.saw(READY.client, { timeoutMs: 40_000 });
    const { api, stream } = await join(cell, server);
    await api.streams.delete('orders');
    await program.saw(READY.client, { times: 2, timeoutMs: 90_000 });
    await stream.publish('orders.new', 'after');
    await program.saw(/^orders\.new after$/m);
  },
};

/** None is missing, and all are in order: the starter makes one a second. */
function expectWhole(texts: readonly string[], count: number): void {
  expect(texts.length).toBeGreaterThan(count);
  expect(texts).toEqual([...texts].sort());
  const seconds = texts.map((text) => Date.parse(text) / 1000);
  const missing = seconds.slice(1).filter((at, index) => at - (seconds[index] ?? 0) > 4);
  expect(missing, texts.join('\n')).toEqual([]);
}

const asServer: Readonly<Record<string, Fault['run']>> = {
  'publisher-before-consumer': async (cell) => {
    const { server, set } = await start(cell);
    const { program } = await cell.start(set);
    await program.saw(/\bstored orders/, { times: 3, timeoutMs: 40_000 });
    const { api } = await join(cell, server);
    expectWhole(await stored(api, 'orders'), 2);
  },
  'server-starts-late': async (cell) => {
    const port = await freePort();
    const { program } = await cell.start({ endpoint: `nats://127.0.0.1:${port}` });
    await program.saw(/error/, { timeoutMs: 40_000 });
    await wait(3000);
    const server = await NatsServer.start([], port);
    cell.keep({ stop: () => server.remove() });
    await program.saw(/\bstored orders/, { times: 6, timeoutMs: 40_000 });
    const { api } = await join(cell, server);
    expectWhole(await stored(api, 'orders'), 5);
  },
  'restart-of-broker': async (cell) => {
    const { server, set } = await start(cell);
    const { program } = await cell.start(set);
    await program.saw(/\bstored orders/, { times: 2, timeoutMs: 40_000 });
    await server.stop();
    await wait(2000);
    await server.start();
    await program.saw(READY.server, { times: 2, timeoutMs: 40_000 });
    await program.saw(/\bstored orders/, { times: 7, timeoutMs: 40_000 });
    const { api } = await join(cell, server);
    expectWhole(await stored(api, 'orders'), 6);
  },
  'refused-by-stream': async (cell) => {
    const { server, set } = await start(cell);
    const { api } = await join(cell, server);
    await api.streams.add({ name: 'orders', subjects: ['orders.>'], max_msgs: 2, discard: DiscardPolicy.New });
    const { program } = await cell.start(set);
    await program.saw(/not delivered/, { timeoutMs: 40_000 });
    expect(program.count(/\bstored orders/)).toBe(2);
    await api.streams.update('orders', { max_msgs: 1000 });
    await program.saw(/\bstored orders/, { times: 7, timeoutMs: 40_000 });
    expectWhole(await stored(api, 'orders'), 6);
  },
  'source-fails': async (cell) => {
    const { set } = await start(cell);
    await sourceOfKeptFails(cell, await cell.start(set, { userCode: 'sourceFails' }), prints(/\bstored orders/));
  },
  'server-hangs': async (cell) => {
    const { server, set } = await start(cell);
    const { program } = await cell.start(set);
    await program.saw(/\bstored orders/, { times: 2, timeoutMs: 40_000 });
    server.signal('SIGSTOP');
    await program.saw(/not delivered/, { timeoutMs: 20_000 });
    server.signal('SIGCONT');
    await program.saw(/\bstored orders/, { times: 8, timeoutMs: 40_000 });
    const { api } = await join(cell, server);
    const texts = await stored(api, 'orders');
    expectWhole(texts, 7);
    expect(new Set(texts).size).toBe(texts.length); // what was sent twice is stored once
  },
};

export const nats: readonly Fault[] = [
  ...rowsOf({ protocol: 'nats', role: 'client' }, { ...both, ...asClient }),
  ...rowsOf({ protocol: 'nats', role: 'server' }, { ...both, ...asServer }),
];
