/** What a server publishes fails: the same row for all protocols. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { until } from '../../program.ts';
import type { Cell } from './fault.ts';
import type { Running } from './launch.ts';
import { wait } from './machine.ts';

/** Ends once something new was published. */
export type Publishes = (running: Running) => Promise<unknown>;

/**
 * What a server publishes cannot be had for a while. It says so, and goes on; or it ends with an exit code by which its
 * supervisor starts it again. To be there and publish nothing more is the one thing that nobody notices.
 *
 * @param running started with the user's code `sourceFails`
 */
export async function sourceFails(running: Running, publishes: Publishes): Promise<void> {
  if (await survivesOutage(running, publishes)) return;
  expect(running.program.exitCode).not.toBe(0);
}

/**
 * The same where messages wait in memory until they have arrived: to end would lose them, so it goes on. A panic of Go
 * ends the program, whatever it has: code of Go that fails returns an error.
 */
export async function sourceOfKeptFails(cell: Cell, running: Running, publishes: Publishes): Promise<void> {
  if (cell.language === 'go') return sourceFails(running, publishes);
  expect(await survivesOutage(running, publishes), running.program.output).toBe(true);
}

/** Returns whether it went on, not whether it should. */
async function survivesOutage(running: Running, publishes: Publishes): Promise<boolean> {
  const { program, folder } = running;
  await publishes(running);
  const outage = join(folder, 'outage');
  writeFileSync(outage, '');
  await program.saw(/no database/, { timeoutMs: 15_000 });
  await wait(1500);
  rmSync(outage);
  if (program.hasEnded) return false;
  await publishes(running);
  return true;
}

/** It prints a line of each message that has arrived: two more of them. */
export const prints =
  (line: RegExp): Publishes =>
  ({ program }) =>
    program.saw(line, { times: program.count(line) + 2, timeoutMs: 60_000 });

/** The test gets what it publishes: two more. */
export const arrives =
  (count: () => number): Publishes =>
  async ({ program }) => {
    const wanted = count() + 2;
    await until(
      () => count() >= wanted,
      60_000,
      () => `${wanted} messages, not ${count()}:\n${program.output.slice(-2000)}`,
    );
  };
