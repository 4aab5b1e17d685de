/** Faults around Kafka: a stand-in for its brokers that goes down and comes back. */
import { rmSync, writeFileSync } from 'node:fs';
import { Kafka, logLevel } from 'kafkajs';
import { expect } from 'vitest';
import { KafkaStandIn } from '../../kafka-server.ts';
import { until } from '../../program.ts';
import { type Cell, type Fault, rowsOf } from '../tools/fault.ts';
import type { Running } from '../tools/launch.ts';
import { wait } from '../tools/machine.ts';
import { acceptsAndCloses, endsWithin2s, isTold, SIGNALS } from '../tools/reconnecting.ts';
import { prints, sourceOfKeptFails } from '../tools/source.ts';

const READY = { client: /\bconsuming\b/, server: /(?<!not )\bstored\b/ } as const;
const PATIENT = { timeoutMs: 60_000 };

async function start(cell: Cell) {
  const broker = cell.keep(await KafkaStandIn.start());
  const kafka = new Kafka({ brokers: [broker.endpoint], logLevel: logLevel.NOTHING });
  const publish = async (values: readonly string[]) => {
    const producer = kafka.producer();
    await producer.connect();
    await producer.send({ topic: 'orders', messages: values.map((value) => ({ key: 'one', value })) });
    await producer.disconnect();
  };
  /** All that a topic gets, as text. */
  const follow = async (topic: string) => {
    const values: string[] = [];
    const consumer = kafka.consumer({ groupId: 'test' });
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({ eachMessage: async ({ message }) => void values.push(String(message.value)) });
    cell.keep({ stop: () => consumer.disconnect().catch(() => undefined) });
    return values;
  };
  return { broker, publish, follow, set: { endpoint: broker.endpoint } };
}

const orders = (count: number) => Array.from({ length: count }, (_, at) => `order ${at}`);

async function waitForAll(running: readonly Running[], count: number): Promise<void> {
  const done = () => new Set(running.flatMap(({ program }) => program.output.match(/order \d+$/gm) ?? []));
  await until(
    () => done().size === count,
    60_000,
    () => `all of them, not ${done().size}:\n${running.map(({ program }) => program.output.slice(-500)).join('\n')}`,
  );
}

/** None is missing, and all are in order: the starter makes one a second. */
function expectWhole(texts: readonly string[]): void {
  const unique = [...new Set(texts)];
  expect(unique).toEqual([...unique].sort());
  const seconds = unique.map((text) => Date.parse(text) / 1000);
  expect(seconds.slice(1).filter((at, index) => at - (seconds[index] ?? 0) > 4)).toEqual([]);
}

const at = (port: number) => ({ endpoint: `127.0.0.1:${port}` });

const both: Readonly<Record<string, Fault['run']>> = {
  'accepts-and-closes': (cell) => acceptsAndCloses(cell, at),
  signals: (cell) => isTold(cell, at),
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
  'broker-goes-down': async (cell) => {
    const { broker, publish, set } = await start(cell);
    const { program } = await cell.start(set);
    await program.saw(READY.client, PATIENT);
    await publish(['before']);
    await program.saw(/^before$/m, PATIENT);
    broker.down();
    await wait(5000);
    broker.up();
    await publish(['after']);
    await program.saw(/^after$/m, PATIENT);
  },
  'handler-fails-for-5s': async (cell) => {
    const { publish, set } = await start(cell);
    const running = await cell.start(set, { userCode: 'fails' });
    await running.program.saw(READY.client, PATIENT);
    const outage = `/proc/${running.pid()}/cwd/outage`;
    writeFileSync(outage, '');
    await publish(orders(200));
    await wait(5000);
    rmSync(outage);
    await waitForAll([running], 200);
  },
  'bad-message': async (cell) => {
    const { publish, follow, set } = await start(cell);
    const { program } = await cell.start(set, { userCode: 'fails' });
    await program.saw(READY.client, PATIENT);
    await publish(['one', 'poison', 'two']);
    await program.saw(/^two$/m, PATIENT);
    const failed = await follow('orders.failed');
    await until(
      () => failed.length > 0,
      20_000,
      () => `the dead letter:\n${program.output}`,
    );
    expect(failed).toEqual(['poison']);
    expect(program.count(/no database/)).toBe(5);
  },
  'publisher-before-consumer': async (cell) => {
    const { publish, set } = await start(cell);
    await publish(['waited']);
    const { program } = await cell.start(set);
    await program.saw(/^waited$/m, PATIENT);
  },
  'restarts-where-it-was': async (cell) => {
    const { publish, set } = await start(cell);
    const first = await cell.start(set);
    await first.program.saw(READY.client, PATIENT);
    await publish(orders(50));
    await waitForAll([first], 50);
    await endsWithin2s(first, 'SIGTERM');
    await publish(['behind']);
    const second = await cell.start(set);
    await second.program.saw(/^behind$/m, PATIENT);
    expect(second.program.count(/order \d+$/m)).toBeLessThan(3); // the last one at most
  },
};

const asServer: Readonly<Record<string, Fault['run']>> = {
  'source-fails': async (cell) => {
    const { set } = await start(cell);
    const running = await cell.start(set, { userCode: 'sourceFails' });
    await sourceOfKeptFails(cell, running, prints(READY.server));
  },
  'broker-goes-down': async (cell) => {
    const { broker, follow, set } = await start(cell);
    const { program } = await cell.start(set);
    await program.saw(READY.server, { times: 2, ...PATIENT });
    broker.down();
    await program.saw(/error|not stored/i, PATIENT);
    await wait(3000);
    broker.up();
    await program.saw(READY.server, { times: program.count(READY.server) + 3, ...PATIENT });
    const values = await follow('orders');
    await until(
      () => values.length > 6,
      20_000,
      () => `all of them:\n${values.join('\n')}`,
    );
    expectWhole(values);
  },
};

export const kafka: readonly Fault[] = [
  ...rowsOf({ protocol: 'kafka', role: 'client' }, { ...both, ...asClient }),
  ...rowsOf({ protocol: 'kafka', role: 'server' }, { ...both, ...asServer }),
];
