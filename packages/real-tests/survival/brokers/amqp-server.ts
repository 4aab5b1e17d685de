/** Faults around a publisher of AMQP 0-9-1: what is confirmed has to be somewhere. */
import { expect } from 'vitest';
import type { Fault } from '../tools/fault.ts';
import { wait } from '../tools/machine.ts';
import { endsWithin2s } from '../tools/reconnecting.ts';
import { prints, sourceOfKeptFails } from '../tools/source.ts';
import { connected, drain, expectNoGaps, start, startByWire } from './amqp-queues.ts';

export const amqpServer: Readonly<Record<string, Fault['run']>> = {
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
    expectNoGaps(kept);
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
  'line-cut': async (cell) => {
    const { name, channel, set, options, wire } = await startByWire(cell);
    await channel.assertExchange(name, 'topic', { durable: true });
    await channel.assertQueue(name);
    await channel.bindQueue(name, name, '#');
    const { program } = await cell.start(set, options);
    await program.saw(/(?<!not )confirmed/, { times: 3, timeoutMs: 40_000 });
    await wire.cut(3000);
    await program.saw(/(?<!not )confirmed/, { times: program.count(/(?<!not )confirmed/) + 5, timeoutMs: 40_000 });
    expectNoGaps(await drain(channel, name));
  },
  'half-open': async (cell) => {
    const { name, channel, set, options, wire } = await startByWire(cell);
    await channel.assertExchange(name, 'topic', { durable: true });
    await channel.assertQueue(name);
    await channel.bindQueue(name, name, '#');
    const { program } = await cell.start(set, options);
    await program.saw(/(?<!not )confirmed/, { timeoutMs: 40_000 });
    wire.fallSilent();
    await program.saw(/(?<!not )confirmed/, { times: program.count(/(?<!not )confirmed/) + 5, timeoutMs: 100_000 });
  },
  'source-fails': async (cell) => {
    const { name, channel, set, options } = await start(cell);
    await channel.assertExchange(name, 'topic', { durable: true });
    await channel.assertQueue(name);
    await channel.bindQueue(name, name, '#');
    const running = await cell.start(set, { ...options, userCode: 'sourceFails' });
    await sourceOfKeptFails(cell, running, prints(/(?<!not )confirmed/));
  },
  'signals-while-connected': async (cell) => connected(cell, /(?<!dis)connected$/m),
};
