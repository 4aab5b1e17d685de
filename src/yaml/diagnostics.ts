import { printable } from '../text/printable.ts';
import { type Diagnostic, type DiagnosticCode, type MessageArgs, type Place, sortDiagnostics } from './diagnostic.ts';
import type { Message } from './message.ts';

/** Longest message, in UTF-16 units. */
const LONGEST = 1000;

/** Most errors that are listed. A file of a stranger may have one in each of its letters. */
const MOST_LISTED = 1000;

/** Collects errors and warnings in any order and returns them sorted. */
export class Findings {
  readonly #list: Diagnostic[] = [];
  readonly #warnings: Diagnostic[] = [];
  #count = 0;

  /** Adds an error. Its words are made when the diagnostics are read. */
  report<Args extends MessageArgs>(place: Place, message: Message<Args>, args: Args): void {
    if (this.#isListed()) this.#list.push(diagnostic(place, message, args));
  }

  /** Adds an error that is already in words. */
  add(place: Place, code: DiagnosticCode, message: string): void {
    // A message quotes what it found, and that may steer a terminal.
    if (this.#isListed()) this.#list.push({ code, place, message: printable(message, LONGEST) });
  }

  /** Counts an error. */
  #isListed(): boolean {
    this.#count += 1;
    return this.#count <= MOST_LISTED;
  }

  /** Adds a warning: the rules are usable all the same. */
  warn<Args extends MessageArgs>(place: Place, message: Message<Args>, args: Args): void {
    this.#warnings.push(diagnostic(place, message, args));
  }

  /** The warnings, sorted. */
  warnings(): Diagnostic[] {
    return sortDiagnostics(this.#warnings);
  }

  /** The errors, sorted; with very many, the first ones that were found, and how many there are more. */
  sorted(): Diagnostic[] {
    const sorted = sortDiagnostics(this.#list);
    const last = sorted.at(-1);
    const more = this.#count - this.#list.length;
    if (last === undefined || more === 0) return sorted;
    return [...sorted, { code: 'more-problems', place: last.place, message: `${more} more problems are not listed.` }];
  }
}

/** A message quotes what it found, so that it is made harmless to terminals. */
function diagnostic<Args extends MessageArgs>(place: Place, { code, text }: Message<Args>, args: Args): Diagnostic {
  let words: string | undefined;
  return {
    code,
    place,
    args,
    get message() {
      words ??= printable(text(args), LONGEST);
      return words;
    },
  };
}
