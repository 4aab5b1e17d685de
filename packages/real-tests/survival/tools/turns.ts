/** When a row may begin: most of them mainly wait, some need a whole processor. */
import { readFileSync } from 'node:fs';
import { wait } from './machine.ts';

/** Rows of one worker that run however busy the machine is. */
const LEAST = 1;

/** How long a look at the machine takes: long enough for the row that began last to be at work. */
const LOOK_MS = 600;

/** Share of all processors that has to be idle: a third of one, where there are two. */
const IDLE = 0.15;

/** Lets rows begin one after the other, each as soon as a processor has nothing to do. */
export class Turns {
  #running = 0;
  #last: Promise<unknown> = Promise.resolve();

  /** Waits for the turn of a row, and runs it. */
  async run(row: () => Promise<void>): Promise<void> {
    const turn = this.#last.then(() => this.#begin());
    this.#last = turn;
    await turn;
    try {
      await row();
    } finally {
      this.#running--;
    }
  }

  async #begin(): Promise<void> {
    while (this.#running >= LEAST && !(await isIdle()));
    this.#running++;
  }
}

async function isIdle(): Promise<boolean> {
  const before = timesOf();
  await wait(LOOK_MS);
  const after = timesOf();
  return (after.idle - before.idle) / (after.all - before.all) >= IDLE;
}

/** Time of all processors since the machine started, in ticks. */
function timesOf(): { readonly idle: number; readonly all: number } {
  const [, first = ''] = /^cpu +(.*)$/m.exec(readFileSync('/proc/stat', 'utf8')) ?? [];
  // user, nice, system, idle, waiting for a disk, interrupts of two kinds, taken by other virtual machines
  const times = first.split(' ').slice(0, 8).map(Number);
  return { idle: (times[3] ?? 0) + (times[4] ?? 0), all: times.reduce((sum, ticks) => sum + ticks, 0) };
}

/** Fails what takes longer; vitest's own limit would count the wait for a turn, too. */
export async function within(limitMs: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`It takes longer than ${limitMs} ms.`)), limitMs);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
