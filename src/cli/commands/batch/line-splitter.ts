import { isUtf8 } from 'node:buffer';

const NEWLINE = 0x0a;
const BYTE_ORDER_MARK = '\ufeff';
const FIRST_CAPACITY = 64 * 1024;

/** One line without its newline, or the problem with it. Numbers count from 1. */
export type Line =
  | { readonly number: number; readonly text: string }
  | { readonly number: number; readonly problem: string };

/**
 * Splits chunks of bytes into lines. Empty lines are counted and skipped. It keeps at most one line, and of that at most
 * `longest` bytes.
 */
export class LineSplitter {
  readonly #longest: number;
  /** The start of the current line, `#size` bytes of it. */
  #held = Buffer.allocUnsafe(FIRST_CAPACITY);
  /** Bytes beyond `longest` are counted and not kept. */
  #size = 0;
  #number = 0;

  constructor(longest: number) {
    this.#longest = longest;
  }

  /** The lines that end in this chunk. */
  *push(chunk: Buffer): Generator<Line> {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      yield* this.#end(chunk.subarray(from, end));
      from = end + 1;
    }
    this.#hold(chunk.subarray(from));
  }

  /** The last line, if it has no newline. */
  *finish(): Generator<Line> {
    if (this.#size > 0) yield* this.#end(Buffer.alloc(0));
  }

  *#end(rest: Buffer): Generator<Line> {
    let bytes = rest;
    if (this.#size > 0) {
      this.#hold(rest);
      bytes = this.#held.subarray(0, this.#size);
    }
    const size = Math.max(this.#size, bytes.length);
    this.#size = 0;
    this.#number++;
    if (size > this.#longest) {
      yield { number: this.#number, problem: `Expected a line of at most ${this.#longest} bytes, got a longer one.` };
      return;
    }
    const line = decode(bytes);
    if (line === undefined) yield { number: this.#number, problem: 'Expected text in UTF-8, got other bytes.' };
    // `trim` removes a byte order mark, too.
    else if (line.trim() !== '')
      yield { number: this.#number, text: line.startsWith(BYTE_ORDER_MARK) ? line.slice(1) : line };
  }

  #hold(bytes: Buffer): void {
    const size = this.#size + bytes.length;
    if (size <= this.#longest) {
      if (size > this.#held.length) {
        const larger = Buffer.allocUnsafe(Math.min(2 ** Math.ceil(Math.log2(size)), this.#longest));
        this.#held.copy(larger, 0, 0, this.#size);
        this.#held = larger;
      }
      bytes.copy(this.#held, this.#size);
    }
    this.#size = size;
  }
}

/** `undefined` for bytes that are not UTF-8. Validates only text with a replacement character, to be fast. */
function decode(bytes: Buffer): string | undefined {
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') && !isUtf8(bytes) ? undefined : text;
}
