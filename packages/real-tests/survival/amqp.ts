/** Faults around an AMQP 0-9-1 broker, a real one: what is acknowledged or confirmed has to be somewhere. */
import { rmSync, writeFileSync } from 'node:fs';
import amqpLibrary, { type ConfirmChannel } from 'amqplib';
import { expect } from 'vitest';
import { until } from '../program.ts';
import type { Cell, Fault } from './fault.ts';
import { wait } from './machine.ts';
import { endsWithin2s } from './reconnecting.ts';

const CREDENTIALS = { AMQP_USERNAME: 'guest', AMQP_PASSWORD: 'guest' };

/** Names that no other cell uses, and a channel to look at them. */
async function start(cell: Cell) {
  const name = `${cell.language}-${cell.fault.role}-${cell.fault.id}`;
  const connection = await amqpLibrary.connect(`amqp://guest:guest@127.0.0.1:${cell.rabbit.port}`);
  cell.keep({ stop: () => connection.close() });
  const channel = await connection.createConfirmChannel();
  const endpoint = `amqp://127.0.0.1:${cell.rabbit.port}`;
  const topic = cell.fault.role === 'client' ? `${name}.#` : `${name}.new`;
  const shared = { endpoint, exchange: name, topic };
  const set = cell.fault.role === 'client' ? { ...shared, queue: name } : shared;
  return { name, channel, set, options: { env: CREDENTIALS } };
}

async function publish(channel: ConfirmChannel, name: string, texts: readonly string[]): Promise<void> {
  for (const text of texts) channel.publish(name, `${name}.new`, Buffer.from(text), { persistent: true });
  await channel.waitForConfirms();
}

async function isEmpty(channel: ConfirmChannel, queue: string): Promise<void> {
  await until(
    async () => (await channel.checkQueue(queue)).messageCount === 0,
    10_000,
    () => `${queue} to be empty`,
  );
}

/** All that a queue holds by now, as text. */
async function drain(channel: ConfirmChannel, queue: string): Promise<readonly string[]> {
  const texts: string[] = [];
  for (;;) {
    const got = await channel.get(queue, { noAck: true });
    if (got === false) return texts;
    texts.push(got.content.toString());
  }
}

const asClient: Readonly<Record<string, Fault['run']>> = {
  'refused-by-credentials': async (cell) => {
    const { set } = await start(cell);
    const { program } = await cell.start(set, { env: { ...CREDENTIALS, AMQP_PASSWORD: 'wrong' } });
    await program.saw(/./, { times: 2, timeoutMs: 40_000 });
    await wait(4000);
    expect(program.hasEnded, program.output).toBe(false);
    expect(program.output).toMatch(/refused|403|auth/i);
  },
  'handler-fails-for-5s': async (cell) => {
    const { name, channel, set, options } = await start(cell);
    const folder = { env: options.env, userCode: 'fails' } as const;
    const { program, pid } = await cell.start(set, folder);
    await program.saw(/\bconsuming$/m, { timeoutMs: 40_000 });
    const outage = `/proc/${pid()}/cwd/outage`;
    writeFileSync(outage, '');
    const texts = Array.from({ length: 200 }, (_, at) => `order ${at}`);
    await publish(channel, name, texts);
    await wait(5000);
    rmSync(outage);
    const done = () => new Set(program.output.match(/order \d+$/gm) ?? []);
    await until(
      () => done().size === texts.length,
      30_000,
      () => `all of them, not ${done().size}:\n${program.output.slice(-500)}`,
    );
    await isEmpty(channel, name);
    expect(program.output).toContain(`${name}.new order 0`); // its routing key, too
  },
  'bad-message': async (cell) => {
    const { name, channel, set, options } = await start(cell);
    const { program } = await cell.start(set, { env: options.env, userCode: 'fails' });
    await program.saw(/\bconsuming$/m, { timeoutMs: 40_000 });
    await publish(channel, name, ['one', 'poison', 'two']);
    await program.saw(/ two$/m);
    const failed = `${name}.failed`;
    await until(
      async () => (await channel.checkQueue(failed)).messageCount === 1,
      60_000,
      () => `the dead letter:\n${program.output}`,
    );
    const got = await channel.get(failed, { noAck: true });
    if (got === false) expect.fail('It is not there.');
    expect(got.content.toString()).toBe('poison');
    await isEmpty(channel, name);
    const attempts = program.count(/no database/);
    expect(attempts).toBeGreaterThan(2);
    expect(attempts).toBeLessThan(20);
  },
  'existing-queue': async (cell) => {
    const { name, channel, set, options } = await start(cell);
    await channel.assertExchange(name, 'topic', { durable: true });
    await channel.assertQueue(name, { durable: true });
    await channel.bindQueue(name, name, `${name}.#`);
    await publish(channel, name, ['waited']);
    const { program } = await cell.start(set, options);
    await program.saw(/ waited$/m, { timeoutMs: 40_000 });
  },
  'killed-while-handling': async (cell) => {
    const { name, channel, set, options } = await start(cell);
    const { program, pid } = await cell.start(set, options);
    await program.saw(/\bconsuming$/m, { timeoutMs: 40_000 });
    await publish(
      channel,
      name,
      Array.from({ length: 2000 }, (_, at) => `order ${at}`),
    );
    await program.saw(/ order \d+$/m);
    process.kill(pid(), 'SIGKILL');
    const second = await cell.start(set, options);
    const done = () => new Set((program.output + second.program.output).match(/order \d+$/gm) ?? []);
    await until(
      () => done().size === 2000,
      30_000,
      () => `all of them, not ${done().size}`,
    );
  },
  'queue-deleted': async (cell) => {
    const { name, channel, set, options } = await start(cell);
    const { program } = await cell.start(set, options);
    await program.saw(/\bconsuming$/m, { timeoutMs: 40_000 });
    await channel.deleteQueue(name);
    await program.saw(/\bconsuming$/m, { times: 2 });
    await publish(channel, name, ['after']);
    await program.saw(/ after$/m);
  },
  'signals-while-connected': async (cell) => connected(cell, /\bconsuming$/m),
};

async function connected(cell: Cell, ready: RegExp): Promise<void> {
  const { set, options } = await start(cell);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    const running = await cell.start(set, { ...options, isFirst: true });
    await running.program.saw(ready, { timeoutMs: 40_000 });
    await wait(300);
    await endsWithin2s(running, signal);
  }
}

const asServer: Readonly<Record<string, Fault['run']>> = {
  'publisher-before-consumer': async (cell) => {
    const { name, channel, set, options } = await start(cell);
    const { program } = await cell.start(set, options);
    await program.saw(/no queue takes/, { timeoutMs: 40_000 });
    expect(program.output).not.toMatch(/(?<!not )confirmed/);
    await wait(3000);
    await channel.assertQueue(name);
    await channel.bindQueue(name, name, '#');
    await program.saw(/(?<!not )confirmed/, { times: 3 });
    const texts = await drain(channel, name);
    expect(texts).toEqual([...texts].sort());
    const [first = ''] = texts;
    // The first message is from before there was a queue.
    expect(Date.now() - Date.parse(first)).toBeGreaterThan(3000);
  },
  'refused-by-broker': async (cell) => {
    const { name, channel, set, options } = await start(cell);
    await channel.assertExchange(name, 'topic', { durable: true });
    await channel.assertQueue(name, { maxLength: 1, arguments: { 'x-overflow': 'reject-publish' } });
    await channel.bindQueue(name, name, '#');
    const { program } = await cell.start(set, options);
    await program.saw(/not delivered|refused|nack/i, { timeoutMs: 40_000 });
    await wait(2000);
    const kept = [...(await drain(channel, name))];
    await channel.deleteQueue(name);
    await channel.assertQueue(name);
    await channel.bindQueue(name, name, '#');
    await program.saw(/(?<!not )confirmed/, { times: program.count(/(?<!not )confirmed/) + 5, timeoutMs: 30_000 });
    kept.push(...(await drain(channel, name)));
    expect(kept.length).toBeGreaterThan(5);
    expect(kept).toEqual([...kept].sort());
    const seconds = kept.map((text) => Math.floor(Date.parse(text) / 1000));
    const missing = seconds.slice(1).filter((at, index) => at - (seconds[index] ?? 0) > 6);
    expect(missing).toEqual([]); // none is skipped; the clock of a busy machine may
  },
  'blocked-connection': async (cell) => {
    const { name, channel, set, options } = await start(cell);
    await channel.assertExchange(name, 'topic', { durable: true });
    await channel.assertQueue(name);
    await channel.bindQueue(name, name, '#');
    const running = await cell.start(set, { ...options, isFirst: true });
    await running.program.saw(/(?<!not )confirmed/, { timeoutMs: 40_000 });
    const alarm = '{{resource_limit, memory, node()}, []}';
    await cell.rabbit.control('eval', `rabbit_alarm:set_alarm(${alarm}).`);
    try {
      await running.program.saw(/blocked/i, { timeoutMs: 15_000 });
      await endsWithin2s(running, 'SIGTERM');
    } finally {
      await cell.rabbit.control('eval', 'rabbit_alarm:clear_alarm({resource_limit, memory, node()}).');
    }
  },
  'signals-while-connected': async (cell) => connected(cell, /(?<!dis)connected$/m),
};

const row =
  (role: Fault['role']) =>
  ([id, run]: readonly [string, Fault['run']]) =>
    ({ id, protocol: 'amqp', role, run }) as const;

export const amqp: readonly Fault[] = [
  ...Object.entries(asClient).map(row('client')),
  ...Object.entries(asServer).map(row('server')),
];
