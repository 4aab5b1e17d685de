import { printable } from '../text/printable.ts';
import { type Diagnostic, type DiagnosticCode, type Place, sortDiagnostics } from './diagnostic.ts';

/** Collects problems in any order and hands them out sorted. */
export class Findings {
  readonly #list: Diagnostic[] = [];

  add(place: Place, code: DiagnosticCode, message: string): void {
    // A message quotes what it found, and that may steer a terminal.
    this.#list.push({ code, place, message: printable(message, 1000) });
  }

  sorted(): Diagnostic[] {
    return sortDiagnostics(this.#list);
  }
}
