/** Faults around a consumer of AMQP 0-9-1: what is acknowledged has to be somewhere. */
import { rmSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import { until } from '../../program.ts';
import type { Fault } from '../tools/fault.ts';
import { memoryOf, peakMemory, wait } from '../tools/machine.ts';
import { CREDENTIALS, connected, isEmpty, publish, start, startByWire } from './amqp-queues.ts';

const MEGABYTE = 1_048_576;

export const amqpClient: Readonly<Record<string, Fault['run']>> = {
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
  'line-cut': async (cell) => {
    const { name, channel, set, options, wire } = await startByWire(cell);
    const { program } = await cell.start(set, options);
    await program.saw(/\bconsuming$/m, { timeoutMs: 40_000 });
    const isCut = wire.cut(3000);
    await publish(channel, name, ['meanwhile']);
    await isCut;
    await program.saw(/ meanwhile$/m, { timeoutMs: 30_000 });
  },
  'half-open': async (cell) => {
    const { name, channel, set, options, wire } = await startByWire(cell);
    const { program } = await cell.start(set, options);
    await program.saw(/\bconsuming$/m, { timeoutMs: 40_000 });
    wire.fallSilent();
    await program.saw(/\bconsuming$/m, { times: 2, timeoutMs: 100_000 });
    await publish(channel, name, ['after']);
    await program.saw(/ after$/m);
  },
  'huge-message': async (cell) => {
    const { name, channel, set, options } = await start(cell);
    const { program, pid } = await cell.start(set, options);
    await program.saw(/\bconsuming$/m, { timeoutMs: 40_000 });
    const before = memoryOf(pid());
    const receive = async () => {
      await publish(channel, name, ['x'.repeat(5 * MEGABYTE), 'behind it']);
      await program.saw(/ behind it$/m);
    };
    expect(await peakMemory(pid(), receive())).toBeLessThan(before + 150 * MEGABYTE);
  },
  'signals-while-connected': async (cell) => connected(cell, /\bconsuming$/m),
};
