import type { CleanUp } from './clean-up.ts';

/** What was started and has to be stopped: last in, first out. */
export class Stops {
  readonly #stops: (() => unknown)[] = [];

  readonly add: CleanUp = (stop) => {
    this.#stops.push(stop);
  };

  /** Stops all of it, also when one refuses to: there is nothing left to be done about that one. */
  async stopAll(): Promise<void> {
    for (let stop = this.#stops.pop(); stop !== undefined; stop = this.#stops.pop()) {
      try {
        await stop();
      } catch {}
    }
  }
}
