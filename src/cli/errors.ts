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

/** Message for a failed write. ENOENT means that the parent folder is missing. */
export function writeErrorInWords(error: unknown): string {
  const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  return isAbsent ? 'its folder does not exist' : systemErrorInWords(error);
}

/** Message for the code of a system error, such as ENOENT. */
export function systemErrorInWords(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const words: Readonly<Record<string, string>> = {
    ENOENT: 'it does not exist',
    EACCES: 'permission is denied',
    EPERM: 'permission is denied',
    EEXIST: 'it exists already',
    EISDIR: 'it is a folder',
    ENOTDIR: 'a part of its path is not a folder',
    EIO: 'the device failed',
    ENOSPC: 'the disk is full',
    EDQUOT: 'the disk quota is used up',
    EFBIG: 'it would be larger than is allowed',
    EROFS: 'the file system is read-only',
    ENAMETOOLONG: 'its name is too long',
    ELOOP: 'its symbolic links lead in a circle',
  };
  return words[code] ?? (code || 'an unknown error');
}
