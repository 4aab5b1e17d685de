import type { DiagnosticCode, MessageArgs } from './diagnostic.ts';

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
