import type { DiagnosticCode } from './diagnostic.ts';

/** What a message is made from. */
export type MessageArgs = Readonly<Record<string, unknown>>;

/** A kind of fault: its code, and its words in English. The words are made when diagnostics are handed out. */
export interface Message<Args extends MessageArgs> {
  readonly code: DiagnosticCode;
  /** One line: what was expected, and how to correct it. */
  readonly text: (args: Args) => string;
}

/** Defines a message. */
export function message<Args extends MessageArgs>(code: DiagnosticCode, text: (args: Args) => string): Message<Args> {
  return { code, text };
}
