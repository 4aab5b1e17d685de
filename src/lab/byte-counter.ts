import { setTimeout as delay } from 'node:timers/promises';
import type { Direction, Traffic } from './measurement.ts';

/** Nothing on loopback is under way any longer once it was silent for this long. */
const SILENCE_MS = 25;

/** Something that talks all the time is not waited for. */
const PATIENCE_MS = 1000;

/** Adds up what passes in either direction. */
export class ByteCounter {
  #bytes = { up: 0, down: 0 };

  add(direction: Direction, bytes: number): void {
    this.#bytes[direction] += bytes;
  }

  /** Since the last time it was taken. */
  take(): Traffic {
    const taken = this.#bytes;
    this.#bytes = { up: 0, down: 0 };
    return taken;
  }

  /** Waits until what was sent has passed: acknowledgements follow a delivery, and belong to it. */
  async settle(): Promise<void> {
    const end = performance.now() + PATIENCE_MS;
    for (let before = -1; before !== this.#total && performance.now() < end; ) {
      before = this.#total;
      await delay(SILENCE_MS);
    }
  }

  get #total(): number {
    return this.#bytes.up + this.#bytes.down;
  }
}
