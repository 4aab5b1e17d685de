/** Faults of AMQP 1.0, for which RabbitMQ's plugin stands in. */
import { expect } from 'vitest';
import { type Cell, type Fault, rowsOf } from '../tools/fault.ts';
import { wait } from '../tools/machine.ts';
import { endsWithin2s, SIGNALS } from '../tools/reconnecting.ts';
import { prints, sourceOfKeptFails } from '../tools/source.ts';
import { CREDENTIALS, channelTo } from './amqp-queues.ts';

/** A queue that no other cell uses, and a channel to fill it. */
async function start(cell: Cell) {
  const queue = `${cell.language}-${cell.fault.variant}-${cell.fault.role}-${cell.fault.id}-${cell.attempt}`;
  const channel = await channelTo(cell, cell.rabbit.port);
  await channel.assertQueue(queue, { durable: false }); // as the plugin does
  return { channel, queue, set: { endpoint: `amqp://127.0.0.1:${cell.rabbit.port}`, queue } };
}

async function refusedByCredentials(cell: Cell): Promise<void> {
  const { set } = await start(cell);
  const { program } = await cell.start(set, { env: { ...CREDENTIALS, AMQP_PASSWORD: 'wrong' } });
  await program.saw(/./, { times: 2, timeoutMs: 40_000 });
  await wait(4000);
  expect(program.hasEnded, program.output).toBe(false);
}

async function isTold(cell: Cell, ready: RegExp): Promise<void> {
  const { set } = await start(cell);
  for (const signal of SIGNALS) {
    const running = await cell.start(set, { env: CREDENTIALS, isFirst: true });
    await running.program.saw(ready, { timeoutMs: 40_000 });
    await wait(300);
    await endsWithin2s(running, signal);
  }
}

const asClient: Readonly<Record<string, Fault['run']>> = {
  'refused-by-credentials': refusedByCredentials,
  'signals-while-connected': (cell) => isTold(cell, /^receiving$/m),
  'killed-while-handling': async (cell) => {
    const { channel, queue, set } = await start(cell);
    const first = await cell.start(set, { env: CREDENTIALS });
    await first.program.saw(/^receiving$/m, { timeoutMs: 40_000 });
    for (let n = 0; n < 2000; n++) channel.sendToQueue(queue, Buffer.from(`order ${n}`), { persistent: true });
    await channel.waitForConfirms();
    await first.program.saw(/order \d+$/m);
    process.kill(first.pid(), 'SIGKILL');
    const second = await cell.start(set, { env: CREDENTIALS });
    const done = () => new Set((first.program.output + second.program.output).match(/order \d+$/gm) ?? []);
    for (let tries = 0; done().size < 2000 && tries < 600; tries++) await wait(100);
    expect(done().size).toBe(2000);
  },
};

const asServer: Readonly<Record<string, Fault['run']>> = {
  'refused-by-credentials': refusedByCredentials,
  'source-fails': async (cell) => {
    const { set } = await start(cell);
    const running = await cell.start(set, { env: CREDENTIALS, userCode: 'sourceFails' });
    await sourceOfKeptFails(cell, running, prints(/^accepted$/m));
  },
  'signals-while-connected': (cell) => isTold(cell, /^connected$/m),
};

export const amqp10: readonly Fault[] = ['azure-service-bus', 'ibm-mq'].flatMap((variant) => [
  ...rowsOf({ protocol: 'amqp', variant, role: 'client' }, asClient),
  ...rowsOf({ protocol: 'amqp', variant, role: 'server' }, asServer),
]);
