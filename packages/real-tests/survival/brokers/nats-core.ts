/** Faults around a NATS server without JetStream: nothing is stored, so what is lost has to be reported. */
import type { NatsConnection } from '@nats-io/transport-node';
import { expect } from 'vitest';
import { NatsServer } from '../../nats-server.ts';
import { until } from '../../program.ts';
import { type Cell, type Fault, freePort, rowsOf } from '../tools/fault.ts';
import type { Language } from '../tools/launch.ts';
import { memoryOf, peakMemory, wait } from '../tools/machine.ts';
import { arrives, sourceFails } from '../tools/source.ts';
import type { Edit } from '../tools/user-code.ts';
import { Wire } from '../tools/wire.ts';
import { both, connectTo, orders, READY, start, waitForAll } from './nats.ts';

const MEGABYTE = 1_048_576;
const PATIENT = { timeoutMs: 40_000 };

/** What receives takes 20 ms, and prints the beginning of what came. */
const LINGERS: Partial<Record<Language, Edit>> = {
  typescript: [
    /^( *)console\.log\((.*)\); \/\/ your code here$/m,
    '$1await new Promise((go) => setTimeout(go, 20));\n$1console.log(($2).slice(0, 40));',
  ],
  python: [
    /^( *)print\((.*), flush=True\) {2}# your code$/m,
    '$1await asyncio.sleep(0.02)\n$1print(*(part[:40] for part in ($2)), flush=True)',
  ],
};

type Options = Parameters<Cell['start']>[1] & { readonly lines?: readonly string[] };

/** A starter that is connected, and a connection of the test's own. */
async function ready(cell: Cell, { lines, ...options }: Options = {}) {
  const { server, set } = await start(cell, lines);
  const running = await cell.start(set, options);
  await running.program.saw(READY[cell.fault.role], PATIENT);
  return { server, running, program: running.program, connection: await connectTo(cell, server) };
}

/** What arrives while nothing is stored. */
function listen(connection: NatsConnection): readonly string[] {
  const texts: string[] = [];
  connection.subscribe('orders.>', { callback: (_, got) => void texts.push(got.string()) });
  return texts;
}

async function arrive(texts: readonly string[], program: { readonly output: string }, more = 2): Promise<void> {
  const wanted = texts.length + more;
  await until(
    () => texts.length >= wanted,
    40_000,
    () => `${wanted} messages, not ${texts.length}:\n${program.output.slice(-2000)}`,
  );
}

const asClient: Readonly<Record<string, Fault['run']>> = {
  'restart-of-broker': async (cell) => {
    const { server, program, connection } = await ready(cell);
    await server.stop();
    await wait(1000);
    await server.start();
    await program.saw(READY.client, { times: 2, ...PATIENT });
    await connection.flush();
    connection.publish('orders.new', 'again');
    await program.saw(/^orders\.new again$/m);
  },
  'half-open': async (cell) => {
    const { server } = await start(cell);
    const port = await freePort();
    const wire = cell.keep(await Wire.listen(port, server.port));
    const { program } = await cell.start({ endpoint: `nats://127.0.0.1:${port}` }, { faster: 10 });
    await program.saw(READY.client, PATIENT);
    wire.fallSilent();
    await program.saw(READY.client, { times: 2, timeoutMs: 60_000 });
    const connection = await connectTo(cell, server);
    connection.publish('orders.new', 'again');
    await program.saw(/^orders\.new again$/m);
  },
  /** A failure costs its message and no other one, and the subscription goes on. */
  'bad-message': async (cell) => {
    const { program, connection } = await ready(cell, { userCode: 'fails' });
    for (const body of ['one', 'poison', Buffer.from([0xff, 0xfe]), '', 'two']) connection.publish('orders.new', body);
    await program.saw(/^orders\.new two$/m);
    expect(program.output).toMatch(/lost.*no database/);
    expect(program.count(/no database/)).toBe(1);
    expect(program.count(READY.client)).toBe(1);
  },
  'started-twice': async (cell) => {
    const { server, set } = await start(cell);
    const running = [0, 1].map(() => cell.start({ ...set, group: 'workers' }));
    const workers = await Promise.all(running);
    for (const { program } of workers) await program.saw(READY.client, PATIENT);
    const connection = await connectTo(cell, server);
    for (const text of orders(200)) connection.publish('orders.new', text);
    await waitForAll(workers, 200);
    const counts = workers.map(({ program }) => program.count(/order \d+$/m));
    expect(counts.reduce((sum, count) => sum + count)).toBe(200);
    expect(Math.min(...counts)).toBeGreaterThan(0);
  },
  'huge-message': async (cell) => {
    const { running, program, connection } = await ready(cell, { lines: ['max_payload: 8MB'] });
    const before = memoryOf(running.pid());
    const sent = async () => {
      for (let count = 0; count < 5; count++) connection.publish('orders.new', Buffer.alloc(8_000_000, 'x'));
      await connection.flush();
      await wait(1000);
      connection.publish('orders.new', 'after');
      await program.saw(/^orders\.new after$/m);
    };
    expect(await peakMemory(running.pid(), sent())).toBeLessThan(before + 200 * MEGABYTE);
    expect(program.count(READY.client), program.output.slice(-500)).toBe(1);
  },
  /** More than it can handle: what waits is bounded, the rest is lost, and it says so. */
  'slow-receivers': async (cell) => {
    const userCode = LINGERS[cell.language];
    if (userCode === undefined) expect.fail('No handler that lingers.');
    const { running, program, connection } = await ready(cell, { userCode });
    const before = memoryOf(running.pid());
    const flood = async () => {
      for (let count = 0; count < 3000; count++) {
        connection.publish('orders.new', Buffer.alloc(250_000, 'x'));
        if (count % 20 === 0) await connection.flush();
      }
      await connection.flush();
      await wait(5000);
    };
    expect(await peakMemory(running.pid(), flood())).toBeLessThan(before + 300 * MEGABYTE);
    expect(program.count(/lost|SlowConsumer/), program.output.slice(-2000)).toBeGreaterThan(0);
    connection.publish('orders.new', 'after');
    await program.saw(/^orders\.new after$/m);
  },
};

const asServer: Readonly<Record<string, Fault['run']>> = {
  'publisher-before-consumer': async (cell) => {
    const { program, connection } = await ready(cell);
    await program.saw(/lost: no subscribers/, { times: 2, ...PATIENT });
    const texts = listen(connection);
    await arrive(texts, program);
    const before = program.count(/lost/);
    await arrive(texts, program);
    expect(program.count(/lost/)).toBe(before);
  },
  'server-starts-late': async (cell) => {
    const port = await freePort();
    const { program } = await cell.start({ endpoint: `nats://127.0.0.1:${port}` });
    await program.saw(/lost/, { times: 2, ...PATIENT });
    const server = await NatsServer.start([], port);
    cell.keep({ stop: () => server.remove() });
    await program.saw(READY.server, PATIENT);
    await arrive(listen(await connectTo(cell, server)), program);
  },
  'restart-of-broker': async (cell) => {
    const { server, program, connection } = await ready(cell);
    const texts = listen(connection);
    await arrive(texts, program);
    await server.stop();
    await program.saw(/lost(?!: no subscribers)/, PATIENT);
    await server.start();
    await program.saw(READY.server, { times: 2, ...PATIENT });
    await arrive(texts, program);
  },
  'server-hangs': async (cell) => {
    const { server, running, program, connection } = await ready(cell, { userCode: 'floods' });
    const texts = listen(connection);
    await arrive(texts, program);
    const before = memoryOf(running.pid());
    server.signal('SIGSTOP');
    const hanging = program.saw(/lost(?!: no subscribers)/, PATIENT).then(() => wait(5000));
    expect(await peakMemory(running.pid(), hanging)).toBeLessThan(before + 120 * MEGABYTE);
    server.signal('SIGCONT');
    await arrive(texts, program, 200);
  },
  'source-fails': async (cell) => {
    const { running, connection } = await ready(cell, { userCode: 'sourceFails' });
    const texts = listen(connection);
    await sourceFails(
      running,
      arrives(() => texts.length),
    );
  },
  /** A server may take less than others do. */
  'huge-message': async (cell) => {
    const { program } = await ready(cell, { lines: ['max_payload: 16'] });
    await program.saw(/lost/, { times: 3, ...PATIENT });
    expect(program.hasEnded, program.output).toBe(false);
    expect(program.count(READY.server), program.output).toBe(1);
  },
};

export const coreNats: readonly Fault[] = [
  ...rowsOf({ protocol: 'nats', role: 'client', variant: 'core' }, { ...both, ...asClient }),
  ...rowsOf({ protocol: 'nats', role: 'server', variant: 'core' }, { ...both, ...asServer }),
];
