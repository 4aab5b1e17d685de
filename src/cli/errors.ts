import { printable } from '../text/printable.ts';
import { systemCode, systemErrorInWords } from '../text/system-errors.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';

/** Ends a run with a message for the user. `run` prints it without a stack. */
export class Failure extends Error {
  readonly exitCode: ExitCode;
  /** The message without `error: ` in front of it. */
  get reason(): string {
    return this.message.replace(/^error: /, '');
  }

  /** @param message complete lines, without a final newline; may be empty when there is nothing to print */
  constructor(exitCode: ExitCode, message: string) {
    super(message);
    this.name = 'Failure';
    this.exitCode = exitCode;
  }
}

/** Compares the name, because each part of the built program has its own copy of the class. */
export function isFailure(error: unknown): error is Failure {
  return error instanceof Error && error.name === 'Failure' && 'exitCode' in error;
}

/** A failure for a command line or answers that cannot be used. */
export function usageFailure(lines: readonly string[]): Failure {
  return new Failure(EXIT.usage, lines.map((line) => `error: ${line}`).join('\n'));
}

/** Words for a failed write. ENOENT means that the parent folder is missing. */
export function writeErrorInWords(error: unknown): string {
  return systemCode(error) === 'ENOENT' ? 'its folder does not exist' : systemErrorInWords(error);
}

/** The failure for what the system refused in a place where nothing more is known. */
export function systemFailure(error: Error): Failure {
  const at = 'path' in error && typeof error.path === 'string' ? ` with ${printable(error.path)}` : '';
  return usageFailure([`Cannot go on${at}: ${systemErrorInWords(error)}.`]);
}
