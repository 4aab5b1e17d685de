import { setTimeout as delay } from 'node:timers/promises';
import type { Direction, Traffic } from './measurement.ts';

/** After this much silence on loopback, no byte is in transit. */
const SILENCE_MS = 25;

/** Maximum wait for silence. */
const PATIENCE_MS = 1000;

/** Counts bytes in both directions. */
export class ByteCounter {
  #bytes = { up: 0, down: 0 };

  add(direction: Direction, bytes: number): void {
    this.#bytes[direction] += bytes;
  }

  /** The bytes since the last call. */
  take(): Traffic {
    const taken = this.#bytes;
    this.#bytes = { up: 0, down: 0 };
    return taken;
  }

  /** Waits until no bytes pass any more: acknowledgements follow a delivery, and belong to it. */
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
