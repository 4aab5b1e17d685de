/** A real broker of AMQP 0-9-1, with names that no other cell uses, and a way to look at its queues. */
import amqpLibrary, { type ConfirmChannel } from 'amqplib';
import { expect } from 'vitest';
import { until } from '../../program.ts';
import { type Cell, freePort } from '../tools/fault.ts';
import { wait } from '../tools/machine.ts';
import { endsWithin2s, SIGNALS } from '../tools/reconnecting.ts';
import { Wire } from '../tools/wire.ts';

export const CREDENTIALS = { AMQP_USERNAME: 'guest', AMQP_PASSWORD: 'guest' };

/** A channel to look at what a broker has; where that dies, the row says so, and not its end. */
export async function channelTo(cell: Cell, port: number): Promise<ConfirmChannel> {
  const connection = await amqpLibrary.connect(`amqp://guest:guest@127.0.0.1:${port}`);
  connection.on('error', () => undefined);
  cell.keep({ stop: () => connection.close().catch(() => undefined) });
  return connection.createConfirmChannel();
}

/** Names that no other cell uses, and a channel to look at them. */
export async function start(cell: Cell) {
  const name = `${cell.language}-${cell.fault.role}-${cell.fault.id}-${cell.attempt}`;
  const channel = await channelTo(cell, cell.rabbit.port);
  const endpoint = `amqp://127.0.0.1:${cell.rabbit.port}`;
  const topic = cell.fault.role === 'client' ? `${name}.#` : `${name}.new`;
  const shared = { endpoint, exchange: name, topic };
  const set = cell.fault.role === 'client' ? { ...shared, queue: name } : shared;
  return { name, channel, set, options: { env: CREDENTIALS } };
}

/** The same, with a line to the broker that can be cut. */
export async function startByWire(cell: Cell) {
  const { set, ...rest } = await start(cell);
  const port = await freePort();
  const wire = cell.keep(await Wire.listen(port, cell.rabbit.port));
  return { ...rest, set: { ...set, endpoint: `amqp://127.0.0.1:${port}` }, wire };
}

/** Publishers send the time, once a second: none may be missing. The clock of a busy machine may skip some. */
export function expectNoGaps(texts: readonly string[]): void {
  expect(texts.length).toBeGreaterThan(5);
  expect(texts).toEqual([...texts].sort());
  const seconds = texts.map((text) => Math.floor(Date.parse(text) / 1000));
  expect(seconds.slice(1).filter((at, index) => at - (seconds[index] ?? 0) > 6)).toEqual([]);
}

export async function publish(channel: ConfirmChannel, name: string, texts: readonly string[]): Promise<void> {
  for (const text of texts) channel.publish(name, `${name}.new`, Buffer.from(text), { persistent: true });
  await channel.waitForConfirms();
}

export async function isEmpty(channel: ConfirmChannel, queue: string): Promise<void> {
  await until(
    async () => (await channel.checkQueue(queue)).messageCount === 0,
    10_000,
    () => `${queue} to be empty`,
  );
}

/** All that a queue holds by now, as text. */
export async function drain(channel: ConfirmChannel, queue: string): Promise<readonly string[]> {
  const texts: string[] = [];
  for (;;) {
    const got = await channel.get(queue, { noAck: true });
    if (got === false) return texts;
    texts.push(got.content.toString());
  }
}

export async function connected(cell: Cell, ready: RegExp): Promise<void> {
  const { set, options } = await start(cell);
  for (const signal of SIGNALS) {
    const running = await cell.start(set, { ...options, isFirst: true });
    await running.program.saw(ready, { timeoutMs: 40_000 });
    await wait(300);
    await endsWithin2s(running, signal);
  }
}
