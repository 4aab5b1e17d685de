/**
 * The survival suite: every fault of the table meets every starter of its protocol and role. It is written once; a
 * language adds how its programs are started, in launch.ts. A starter whose `proof` is `survives` has passed its rows.
 */
import { afterAll, beforeAll, describe, test } from 'vitest';
import type { StarterName } from '../../../src/starters/render.ts';
import { starterNames } from '../program.ts';
import { RabbitMq } from '../servers.ts';
import { STOMP_PLUGINS } from './brokers/stomp-broker.ts';
import { faultsOf } from './faults.ts';
import { keyOf, writePassed } from './record.ts';
import { Cell, type Fault } from './tools/fault.ts';
import { stopJavac } from './tools/javac.ts';
import { type Language, launch } from './tools/launch.ts';
import { FASTER } from './tools/reconnecting.ts';
import { Turns, within } from './tools/turns.ts';

/** Programs with large libraries, and whether one of their cells has a faster clock. */
const LARGE = [
  { protocol: 'sse', clocks: [undefined, FASTER] },
  { protocol: 'grpc-streaming', clocks: [undefined, FASTER] },
  { protocol: 'kafka', clocks: [undefined] },
] as const;

/** Fills the compiler's cache, so that no cell has to wait for it. */
async function warmUp(language: Language): Promise<void> {
  if (language !== 'go') return;
  for (const { protocol, clocks } of LARGE) {
    for (const faster of clocks) {
      const clock = faster === undefined ? {} : { faster };
      const { program } = await launch({ protocol, language, role: 'client', set: {}, ...clock });
      await program.stop('SIGKILL');
    }
  }
}

/**
 * Real programs against real clocks: twice more where the machine was too busy. A weakness fails each time. What is recorded
 * was passed at the first try.
 */
const LIMITS = { timeout: 3_600_000, retry: process.env['SURVIVAL'] === 'write' ? 0 : 2 };

/** From the turn of a row on. */
const ROW_LIMIT_MS = 150_000;

export function survive(language: Language): void {
  const starters = starterNames(language).map((name) => ({ name, faults: faultsOf(name) }));
  const passed = new Map<string, string[]>();
  const turns = new Turns();
  let rabbit: RabbitMq;
  beforeAll(async () => {
    rabbit = await RabbitMq.start(['rabbitmq_amqp1_0', ...STOMP_PLUGINS]);
    await warmUp(language);
  }, 600_000);
  afterAll(async () => {
    stopJavac();
    await rabbit.remove();
    if (process.env['SURVIVAL'] !== 'write') return;
    for (const { name, faults } of starters) {
      const ids = passed.get(keyOf(name)) ?? [];
      if (ids.length > 0 && ids.length === faults.length) writePassed(name, ids);
    }
  });

  const rows = starters.flatMap(({ name, faults }) =>
    faults.map((fault) => [`${keyOf(name)}: ${fault.id}`, fault, name] as const),
  );
  const meet = async (fault: Fault, name: StarterName) => {
    await turns.run(async () => {
      const cell = new Cell(language, fault, rabbit);
      try {
        await within(ROW_LIMIT_MS, fault.run(cell));
      } finally {
        await cell.end();
      }
    });
    passed.set(keyOf(name), [...(passed.get(keyOf(name)) ?? []), fault.id]);
  };
  describe.concurrent(language, () => {
    const here = rows.filter(([, { isAlone }]) => isAlone !== true);
    test.each(here)('%s', LIMITS, (_, fault, name) => meet(fault, name));
  });
  const alone = rows.filter(([, { isAlone }]) => isAlone === true);
  if (alone.length === 0) return;
  describe.sequential(`${language}, one by one`, () => {
    test.each(alone)('%s', LIMITS, (_, fault, name) => meet(fault, name));
  });
}
