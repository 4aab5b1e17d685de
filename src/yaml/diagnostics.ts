import { printable } from '../text/printable.ts';
import { type Diagnostic, type DiagnosticCode, type Place, sortDiagnostics } from './diagnostic.ts';

/** Collects errors and warnings in any order and returns them sorted. */
export class Findings {
  readonly #list: Diagnostic[] = [];
  readonly #warnings: Diagnostic[] = [];

  add(place: Place, code: DiagnosticCode, message: string): void {
    // A message quotes what it found, and that may steer a terminal.
    this.#list.push({ code, place, message: printable(message, 1000) });
  }

  /** Adds a warning: the rules are usable all the same. */
  warn(place: Place, code: DiagnosticCode, message: string): void {
    this.#warnings.push({ code, place, message: printable(message, 1000) });
  }

  /** The warnings, sorted. */
  warnings(): Diagnostic[] {
    return sortDiagnostics(this.#warnings);
  }

  /** The errors, sorted. */
  sorted(): Diagnostic[] {
    return sortDiagnostics(this.#list);
  }
}
