/**
 * The survival suite: every fault of the table meets every starter of its protocol and role. It is written once; a
 * language adds how its programs are started, in launch.ts. A starter whose `proof` is `survives` has passed its rows.
 */
import { afterAll, beforeAll, describe, test } from 'vitest';
import { findStarter, type StarterName } from '../../../src/starters/render.ts';
import { starters } from '../../../test/starters/starters.ts';
import { starterNames } from '../program.ts';
import { SharedBroker } from './brokers/shared-broker.ts';
import { faultsOf } from './faults.ts';
import { stopBrowser } from './pages/browser.ts';
import { keyOf, writePassed } from './record.ts';
import { Cell, type Fault } from './tools/fault.ts';
import { stopJavac } from './tools/javac.ts';
import { type Language, launch } from './tools/launch.ts';
import { FASTER } from './tools/reconnecting.ts';
import { Turns, within } from './tools/turns.ts';

/** Programs with large libraries by language, and whether one of their cells has a clock that changes these, too. */
const LARGE: Readonly<
  Partial<Record<Language, readonly { protocol: string; clocks: readonly (number | undefined)[] }[]>>
> = {
  go: [
    { protocol: 'sse', clocks: [undefined, FASTER] },
    { protocol: 'grpc-streaming', clocks: [undefined, FASTER] },
    { protocol: 'kafka', clocks: [undefined] },
  ],
  rust: [
    { protocol: 'websocket', clocks: [undefined] },
    { protocol: 'sse', clocks: [undefined] },
    { protocol: 'http2-push', clocks: [undefined] },
  ],
};

/** Protocols that meet a RabbitMQ. */
const ON_RABBIT: readonly string[] = ['amqp', 'stomp'];

/** Fills the compiler's cache, so that no cell has to wait for it. */
async function warmUp(language: Language): Promise<void> {
  for (const { protocol, clocks } of LARGE[language] ?? []) {
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
const LIMITS = { timeout: 3_600_000, retry: isWriting() ? 0 : 2 };

function isWriting(): boolean {
  return process.env['SURVIVAL'] === 'write';
}

/** A claim is checked; what is not claimed yet is tried where claims are written. */
function isTried(name: StarterName): boolean {
  return isWriting() || findStarter(starters, name)?.proof === 'survives';
}

/** From the turn of a row on. */
const ROW_LIMIT_MS = 150_000;

export function survive(language: Language): void {
  const tried = starterNames(language)
    .filter(isTried)
    .map((name) => ({ name, faults: faultsOf(name) }));
  const passed = new Map<string, string[]>();
  const turns = new Turns();
  let broker: SharedBroker | undefined;
  beforeAll(async () => {
    if (rows.some(([, fault]) => ON_RABBIT.includes(fault.protocol))) broker = await SharedBroker.start();
    await warmUp(language);
  }, 600_000);
  afterAll(async () => {
    stopJavac();
    await stopBrowser();
    await broker?.remove();
    if (!isWriting()) return;
    for (const { name, faults } of tried) {
      const ids = passed.get(keyOf(name)) ?? [];
      if (ids.length > 0 && ids.length === faults.length) writePassed(name, ids);
    }
  });

  const rows = tried.flatMap(({ name, faults }) =>
    faults.map((fault) => [`${keyOf(name)}: ${fault.id}`, fault, name] as const),
  );
  const meet = async (fault: Fault, name: StarterName) => {
    await turns.run(async () => {
      const rabbit = ON_RABBIT.includes(fault.protocol) ? broker?.current : undefined;
      const cell = new Cell(language, fault, rabbit);
      try {
        await within(ROW_LIMIT_MS, fault.run(cell));
      } catch (error) {
        throw broker && rabbit ? await broker.explain(error, rabbit) : error;
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
