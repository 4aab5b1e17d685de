import { printable } from '../text/printable.ts';

/** A place in a rule file. Lines and columns count from 1, as editors do; columns count UTF-16 units. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The kinds of faults in rule packs. The codes are stable: scripts may compare them. */
export type DiagnosticCode =
  | 'missing-folder'
  | 'unreadable-file'
  | 'file-too-large'
  | 'missing-file'
  | 'unexpected-file'
  | 'file-name'
  | 'not-utf8'
  | 'control-character'
  | 'yaml-syntax'
  | 'duplicate-key'
  | 'too-deep'
  | 'too-many-aliases'
  | 'empty-file'
  | 'unknown-key'
  | 'missing-key'
  | 'wrong-type'
  | 'wrong-value'
  | 'reserved-name'
  | 'duplicate-id'
  | 'unknown-name'
  | 'missing-cell'
  | 'table-order'
  | 'wrong-condition'
  | 'circular-when'
  | 'circular-extends'
  | 'todo'
  | 'wrong-bands'
  | 'wrong-answer'
  | 'former-name'
  | 'more-problems';

/** What a message is made from. */
export type MessageArgs = Readonly<Record<string, unknown>>;

/** A fault in a rule pack, and its place. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly place: Place;
  /** What the message is made from, by name. */
  readonly args?: MessageArgs;
  /** What was expected and how to correct it, in one line. */
  readonly message: string;
}

/** `file:line:column: code: message`, the form in which editors and CI logs turn places into links. */
export function formatDiagnostic({ code, place, message }: Diagnostic): string {
  return `${printable(place.file)}:${place.line}:${place.column}: ${code}: ${message}`;
}

/** Sorts by file, line, column, code and message, and removes repetitions. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const sorted = [...diagnostics].sort(
    (a, b) =>
      compare(a.place.file, b.place.file) ||
      a.place.line - b.place.line ||
      a.place.column - b.place.column ||
      compare(a.code, b.code) ||
      compare(a.message, b.message),
  );
  return sorted.filter((one, index) => {
    const before = sorted[index - 1];
    return before === undefined || formatDiagnostic(before) !== formatDiagnostic(one);
  });
}

/** By code unit, so that the order is the same on every machine and in every locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
