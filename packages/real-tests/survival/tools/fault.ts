/** What one row of the table is: a fault, whom it meets, and what has to hold. */

import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { StarterRole, StarterValue } from '../../../../src/starters/starter.ts';
import { freePort, until, type Watched } from '../../program.ts';
import type { RabbitMq } from '../../servers.ts';
import { isPage, type Language, type Launch, launch, type Running } from './launch.ts';
import { childrenOf, wait } from './machine.ts';
import type { Peer } from './peers.ts';

export interface Fault {
  /** In the list that a starter's `proof: survives` names. */
  readonly id: string;
  readonly protocol: string;
  readonly role: StarterRole;
  /** The product that the starter is for; absent: the usual one. */
  readonly variant?: string;
  /** What the starter has to be to meet it; absent: either. */
  readonly place?: 'process' | 'page';
  /** Whether it disturbs other cells of its language, or they it: it runs after them. */
  readonly isAlone?: boolean;
  /** Throws where the starter does not survive. */
  readonly run: (cell: Cell) => Promise<void>;
}

/** Rows of one protocol and role. */
export function rowsOf(
  where: Pick<Fault, 'protocol' | 'role' | 'variant'>,
  runs: Readonly<Record<string, Fault['run']>>,
): readonly Fault[] {
  return Object.entries(runs).map(([id, run]) => ({ id, ...where, run }));
}

type Options = Partial<Pick<Launch, 'env' | 'faster' | 'isFirst' | 'userCode' | 'set'>>;

/** One starter under one fault. */
export class Cell {
  readonly language: Language;
  readonly fault: Fault;
  /** For names on servers: what an earlier try left there is not in the way of the next one. */
  readonly attempt = randomUUID().slice(0, 8);
  readonly #rabbit: RabbitMq | undefined;
  readonly #running: Running[] = [];
  readonly #stops: (() => Promise<void>)[] = [];

  constructor(language: Language, fault: Fault, rabbit: RabbitMq | undefined) {
    this.language = language;
    this.fault = fault;
    this.#rabbit = rabbit;
  }

  /** The broker of all cells of its language. */
  get rabbit(): RabbitMq {
    if (this.#rabbit === undefined) throw new Error(`No broker was started for ${this.fault.protocol}.`);
    return this.#rabbit;
  }

  get isPage(): boolean {
    const { variant } = this.fault;
    return isPage({ language: this.language, ...(variant !== undefined && { variant }) });
  }

  async start(set: Readonly<Record<string, StarterValue>>, options: Options = {}): Promise<Running> {
    return this.#launch(this.fault.role, set, options);
  }

  /** The other end, of the same language. */
  async startOther(role: StarterRole, set: Readonly<Record<string, StarterValue>>): Promise<Running> {
    return this.#launch(role, set, {});
  }

  async #launch(role: StarterRole, set: Readonly<Record<string, StarterValue>>, options: Options): Promise<Running> {
    const { protocol, variant } = this.fault;
    const name = { protocol, role, ...(variant !== undefined && { variant }), language: this.language };
    const running = await launch({ ...name, ...options, set });
    this.#running.push(running);
    return running;
  }

  /** What has to be stopped once the cell is over, whether it passed or not. */
  keep<Thing extends { stop: () => Promise<unknown> }>(thing: Thing): Thing {
    this.#stops.push(async () => void (await thing.stop()));
    return thing;
  }

  async end(): Promise<void> {
    for (const { program, pid, page } of this.#running) {
      if (page !== undefined) await program.stop();
      if (program.hasEnded) continue;
      // Killed like this, it cannot end what it has started.
      for (const one of [pid(), ...childrenOf(pid())]) {
        try {
          process.kill(one, 'SIGKILL');
        } catch {
          // It ended meanwhile.
        }
      }
      await program.stop('SIGKILL');
    }
    for (const stop of this.#stops) await stop();
  }
}

/** Waits for a server to be ready, whatever its language calls it; uvicorn announces its process before it is. */
export async function isListening(running: Pick<Running, 'program'>): Promise<void> {
  await running.program.saw(/listening|Running on|Started(?! server process)/i, { timeoutMs: 60_000 });
}

/**
 * It comes back, and not too often: in eight seconds it calls fewer times than `fewer`, and sooner or later more than
 * `more` times, however slow the machine is.
 */
export async function backsOff(
  peer: Peer,
  program: Watched,
  { more, fewer }: { readonly more: number; readonly fewer: number },
): Promise<void> {
  await wait(8000);
  expect(program.hasEnded, program.output).toBe(false);
  expect(peer.calls.length).toBeLessThan(fewer);
  await until(
    () => peer.calls.length > more,
    60_000,
    () => `more than ${more} calls:\n${program.output.slice(-2000)}`,
  );
  expect(program.hasEnded, program.output).toBe(false);
}

export async function ended(running: Running, timeoutMs: number): Promise<number | null | undefined> {
  const { program } = running;
  await until(
    () => program.hasEnded,
    timeoutMs,
    () => `it to end; it said:\n${program.output}`,
  );
  return program.exitCode;
}

export { freePort };
