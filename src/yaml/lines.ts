import type { Place } from './diagnostic.ts';

/** Finds the line and the column of an offset. The parser's own counter loses lines after some syntax errors. */
export class Lines {
  readonly #file: string;
  readonly #length: number;
  /** Offsets at which lines begin. */
  readonly #starts: number[] = [0];

  constructor(file: string, text: string) {
    this.#file = file;
    this.#length = text.length;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) this.#starts.push(end + 1);
  }

  /** An offset outside the text counts as the nearest one inside. */
  place(offset: number): Place {
    const inside = Math.max(0, Math.min(offset, this.#length));
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] ?? 0) <= inside) low = middle;
      else high = middle - 1;
    }
    return { file: this.#file, line: low + 1, column: inside - (this.#starts[low] ?? 0) + 1 };
  }
}
