/** Faults around a STOMP broker, RabbitMQ with its plugins: what is acknowledged or confirmed has to be somewhere. */
import { rmSync, writeFileSync } from 'node:fs';
import type { ConfirmChannel } from 'amqplib';
import { expect } from 'vitest';
import { until } from '../../program.ts';
import { RabbitMq } from '../../servers.ts';
import { type Cell, type Fault, rowsOf } from '../tools/fault.ts';
import type { Running } from '../tools/launch.ts';
import { wait } from '../tools/machine.ts';
import { endsWithin2s, SIGNALS } from '../tools/reconnecting.ts';
import { prints, sourceOfKeptFails } from '../tools/source.ts';
import { channelTo, drain, isEmpty } from './amqp-queues.ts';
import { stompEndpoint } from './endpoints.ts';
import { STOMP_PLUGINS } from './stomp-broker.ts';

const READY = { client: /^consuming$/m, server: /^connected$/m } as const;
const PATIENT = { timeoutMs: 60_000 };

/** A queue that no other cell uses, and a channel to look at it. */
async function start(cell: Cell, rabbit = cell.rabbit) {
  const queue = `stomp-${cell.language}-${cell.fault.role}-${cell.fault.id}-${cell.attempt}`;
  const endpoint = stompEndpoint(cell.language, rabbit.stomp);
  const set = cell.isPage ? { endpoint } : { endpoint, queue }; // a page has a topic
  const join = () => channelTo(cell, rabbit.port);
  return { queue, set, join, channel: await join() };
}

/** A broker that the cell may stop and block. */
async function ownBroker(cell: Cell): Promise<RabbitMq> {
  const rabbit = await RabbitMq.start(STOMP_PLUGINS);
  cell.keep({ stop: () => rabbit.remove() });
  return rabbit;
}

async function publish(channel: ConfirmChannel, queue: string, texts: readonly string[]): Promise<void> {
  await channel.assertQueue(queue);
  for (const text of texts) channel.sendToQueue(queue, Buffer.from(text), { persistent: true });
  await channel.waitForConfirms();
}

const orders = (count: number) => Array.from({ length: count }, (_, at) => `order ${at}`);

async function waitForAll(running: readonly Running[], count: number): Promise<void> {
  const done = () => new Set(running.flatMap(({ program }) => program.output.match(/order \d+$/gm) ?? []));
  await until(
    () => done().size === count,
    40_000,
    () => `all of them, not ${done().size}:\n${running.map(({ program }) => program.output.slice(-500)).join('\n')}`,
  );
}

/** None is missing, and all are in order: the starter makes one a second. */
function expectWhole(texts: readonly string[], count: number): void {
  const unique = [...new Set(texts)]; // what was sent twice is there twice
  expect(unique.length).toBeGreaterThan(count);
  expect(unique).toEqual([...unique].sort());
  const seconds = unique.map((text) => Date.parse(text) / 1000);
  expect(seconds.slice(1).filter((at, index) => at - (seconds[index] ?? 0) > 4)).toEqual([]);
}

const both: Readonly<Record<string, Fault['run']>> = {
  'refused-by-credentials': async (cell) => {
    const { set } = await start(cell);
    const { program } = await cell.start(set, { env: { STOMP_USERNAME: 'guest', STOMP_PASSWORD: 'wrong' } });
    await program.saw(/error/i, { times: 2, ...PATIENT });
    expect(program.hasEnded, program.output).toBe(false);
    expect(program.output).toMatch(/refused|denied|bad connect/i);
  },
  'signals-while-connected': async (cell) => {
    const { set } = await start(cell);
    for (const signal of SIGNALS) {
      const running = await cell.start(set, { isFirst: true });
      await running.program.saw(READY[cell.fault.role], PATIENT);
      await wait(300);
      await endsWithin2s(running, signal);
    }
  },
};

const asClient: Readonly<Record<string, Fault['run']>> = {
  'restart-of-broker': async (cell) => {
    const rabbit = await ownBroker(cell);
    const { queue, set, join } = await start(cell, rabbit);
    const { program } = await cell.start(set);
    await program.saw(READY.client, PATIENT);
    await rabbit.restart(STOMP_PLUGINS);
    await publish(await join(), queue, ['again']);
    await program.saw(/^again$/m, PATIENT);
  },
  'handler-fails-for-5s': async (cell) => {
    const { queue, channel, set } = await start(cell);
    const running = await cell.start(set, { userCode: 'fails' });
    await running.program.saw(READY.client, PATIENT);
    const outage = `/proc/${running.pid()}/cwd/outage`;
    writeFileSync(outage, '');
    await publish(channel, queue, orders(200));
    await wait(5000);
    rmSync(outage);
    await waitForAll([running], 200);
    await isEmpty(channel, queue);
  },
  'bad-message': async (cell) => {
    const { queue, channel, set } = await start(cell);
    const { program } = await cell.start(set, { userCode: 'fails' });
    await program.saw(READY.client, PATIENT);
    await publish(channel, queue, ['one', 'poison', 'two']);
    await program.saw(/^two$/m);
    await program.saw(/moved to \S+\.failed/, { timeoutMs: 90_000 });
    expect(await drain(channel, `${queue}.failed`)).toEqual(['poison']);
    await isEmpty(channel, queue);
    expect(program.count(/no database/)).toBeGreaterThan(2);
    expect(program.count(/no database/)).toBeLessThan(20);
  },
  'publisher-before-consumer': async (cell) => {
    const { queue, channel, set } = await start(cell);
    await publish(channel, queue, ['waited']);
    const { program } = await cell.start(set);
    await program.saw(/^waited$/m, PATIENT);
  },
  'killed-while-handling': async (cell) => {
    const { queue, channel, set } = await start(cell);
    await publish(channel, queue, orders(2000));
    const first = await cell.start(set);
    await first.program.saw(/order \d+$/m, PATIENT);
    process.kill(first.pid(), 'SIGKILL');
    await waitForAll([first, await cell.start(set)], 2000);
  },
  'started-twice': async (cell) => {
    const { queue, channel, set } = await start(cell);
    const running = [await cell.start(set), await cell.start(set)];
    for (const { program } of running) await program.saw(READY.client, PATIENT);
    await publish(channel, queue, orders(200));
    await waitForAll(running, 200);
    await isEmpty(channel, queue);
  },
};

const asServer: Readonly<Record<string, Fault['run']>> = {
  'source-fails': async (cell) => {
    const { set } = await start(cell);
    const running = await cell.start(set, { userCode: 'sourceFails' });
    await sourceOfKeptFails(cell, running, prints(/^delivered/m));
  },
  'publisher-before-consumer': async (cell) => {
    const { queue, channel, set } = await start(cell);
    const { program } = await cell.start(set);
    await program.saw(/^delivered/m, { times: 4, ...PATIENT });
    expectWhole(await drain(channel, queue), 3);
  },
  'restart-of-broker': async (cell) => {
    const rabbit = await ownBroker(cell);
    const { queue, set, join } = await start(cell, rabbit);
    const { program } = await cell.start(set);
    await program.saw(/^delivered/m, { times: 2, ...PATIENT });
    await rabbit.restart(STOMP_PLUGINS);
    await program.saw(READY.server, { times: 2, ...PATIENT });
    await program.saw(/^delivered/m, { times: 12, ...PATIENT });
    expectWhole(await drain(await join(), queue), 11);
  },
  'broker-hangs': async (cell) => {
    const rabbit = await ownBroker(cell);
    const { queue, set, join } = await start(cell, rabbit);
    const { program } = await cell.start(set);
    await program.saw(/^delivered/m, { times: 2, ...PATIENT });
    rabbit.signal('SIGSTOP');
    try {
      await program.saw(/not delivered|closed|disconnected/, PATIENT);
    } finally {
      rabbit.signal('SIGCONT');
    }
    await program.saw(/^delivered/m, { times: program.count(/^delivered/m) + 10, ...PATIENT });
    expectWhole(await drain(await join(), queue), 10);
  },
};

export const stomp: readonly Fault[] = [
  ...rowsOf({ protocol: 'stomp', role: 'client' }, { ...both, ...asClient }),
  ...rowsOf({ protocol: 'stomp', role: 'server' }, { ...both, ...asServer }),
];
