import { EXIT, type ExitCode } from './exit-codes.ts';

/** Ends a run with a message for the user instead of a stack trace. Only `run` catches it. */
export class Failure extends Error {
  readonly exitCode: ExitCode;

  /** @param message complete lines, without a final newline; may be empty when all was said already */
  constructor(exitCode: ExitCode, message: string) {
    super(message);
    this.name = 'Failure';
    this.exitCode = exitCode;
  }
}

/** By its name, because each part of the built program has its own copy of the class. */
export function isFailure(error: unknown): error is Failure {
  return error instanceof Error && error.name === 'Failure' && 'exitCode' in error;
}

/** The user's command line or answers cannot be used as they are. */
export function usageFailure(lines: readonly string[]): Failure {
  return new Failure(EXIT.usage, lines.map((line) => `error: ${line}`).join('\n'));
}

/** Why a file could not be written, in words: one that is not there yet is no error, its folder is. */
export function writeErrorInWords(error: unknown): string {
  const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  return isAbsent ? 'its folder does not exist' : systemErrorInWords(error);
}

/** The code of a system error such as ENOENT, in words. */
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
