import { lstatSync, readlinkSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { printable } from '../../text/printable.ts';
import { Failure, writeErrorInWords } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { temporaryName } from './temporary-file.ts';

/** Where an output goes. */
export type OutputPlace =
  | {
      readonly kind: 'file';
      readonly path: string;
      /** Where the file is written until it is complete. */
      readonly temporary: string;
      /** Permissions of the file that is replaced; absent for a new one. */
      readonly mode?: number;
    }
  /** A device or a pipe: written to, never replaced. */
  | { readonly kind: 'stream'; readonly path: string }
  /** A file that is open already, such as /dev/fd/3: its file may have another name by now, or none. */
  | { readonly kind: 'descriptor'; readonly descriptor: number };

/**
 * @param output as the user wrote it; a link stands for the file that it leads to
 * @throws Failure for a folder, for the name of one that does not exist, and for a link that leads to no file
 */
export function placeOf(output: string, io: Pick<Io, 'cwd'>): OutputPlace {
  const named = resolve(io.cwd, output);
  const descriptor = descriptorOf(named);
  if (descriptor !== undefined) return { kind: 'descriptor', descriptor };
  const present = stat(named);
  if (!present && isLink(named)) throw cannotWrite(output, 'its symbolic link leads nowhere');
  if (!present && output.endsWith('/')) throw cannotWrite(output, 'it is the name of a folder');
  if (present?.isDirectory()) throw cannotWrite(output, 'it is a folder; name a file in it');
  if (present && !present.isFile()) return { kind: 'stream', path: named };
  const path = present ? realpathSync(named) : named;
  const temporary = temporaryName(dirname(path), path);
  return { kind: 'file', path, temporary, ...(present && { mode: present.mode & 0o7777 }) };
}

/** @param output as the user wrote it; `undefined` and `-` are stdout, and so is /dev/stdout */
export function isStdout(output: string | undefined, io: Pick<Io, 'cwd'>): boolean {
  return output === undefined || output === '-' || descriptorOf(resolve(io.cwd, output)) === STDOUT;
}

const STDOUT = 1;

/** Whether a write to `output` can leave no half-written file, and opening it may block for ever. */
export function isStream(output: string, io: Pick<Io, 'cwd'>): boolean {
  const named = resolve(io.cwd, output);
  const present = stat(named);
  return descriptorOf(named) !== undefined || (present !== undefined && !present.isFile() && !present.isDirectory());
}

/** @param output as the user wrote it, or the path that it led to */
export function writeFailure(output: string, error: unknown): Failure {
  return cannotWrite(output, writeErrorInWords(error));
}

function cannotWrite(output: string, cause: string): Failure {
  return new Failure(EXIT.usage, `error: Cannot write ${printable(output)}: ${cause}.`);
}

const MOST_LINKS = 40;

/**
 * The number of an open file of this process, where the path leads to one: /dev/stdout and /dev/fd/1 are links to
 * /proc/self/fd/1. Links are followed one by one, because the last one leads to the name of the file.
 */
function descriptorOf(path: string): number | undefined {
  const folders = ['/dev/fd', '/proc/self/fd', `/proc/${process.pid}/fd`];
  let place = path;
  for (let links = 0; links < MOST_LINKS; links++) {
    if (folders.includes(dirname(place)) && /^\d+$/.test(basename(place))) return Number(basename(place));
    try {
      place = resolve(dirname(place), readlinkSync(place));
    } catch {
      return undefined;
    }
  }
  return undefined;
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

function stat(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    // Whatever is wrong with the path, the write reports it.
    return undefined;
  }
}
