/** Registers a function that stops something; called at the end of a measurement, whatever happens before. */
export type CleanUp = (stop: () => unknown) => void;

/** The registered functions; called in reverse order. */
export class CleanUps {
  readonly #stops: (() => unknown)[] = [];

  readonly add: CleanUp = (stop) => {
    this.#stops.push(stop);
  };

  /** Calls all of them, and ignores errors: nothing more can be done about what does not stop. */
  async run(): Promise<void> {
    for (let stop = this.#stops.pop(); stop !== undefined; stop = this.#stops.pop()) {
      try {
        await stop();
      } catch {}
    }
  }
}
