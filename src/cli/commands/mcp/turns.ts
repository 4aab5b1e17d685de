import { setImmediate as nextTurn } from 'node:timers/promises';

/** Calls that may wait at once; from then on no further message is read. In calls, not bytes: a message is at most 1 MiB. */
const MOST_WAITING = 10_000;

/** Lets calls run one after the other, with input read in between: a cancellation can overtake the calls before it. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** Resolves when it is the caller's turn. */
  async take(): Promise<void> {
    this.#waiting++;
    const mine = this.#last.then(() => nextTurn());
    this.#last = mine;
    await mine;
    this.#waiting--;
  }

  /** Resolves once there is room for another call. */
  async room(): Promise<void> {
    while (this.#waiting >= MOST_WAITING) await nextTurn();
  }

  /** Resolves once every call that was waiting has run and its answer was handed on. */
  async idle(): Promise<void> {
    while (this.#waiting > 0) await nextTurn();
    await nextTurn();
  }
}
