import {
  chmodSync,
  existsSync,
  lstatSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { printable } from '../../text/printable.ts';
import { Failure, writeErrorInWords } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { uninterrupted } from './signals.ts';

/**
 * Writes a report to the file that `--output` names, or to stdout. A file appears whole or not at all: it is written
 * beside its place and moved there.
 *
 * @returns whether it went to a file; not to stdout, a device or a pipe
 */
export async function deliver(text: string, output: string | undefined, io: Io): Promise<boolean> {
  if (output === undefined || output === '-') {
    io.print(text);
    return false;
  }
  await deferSignals(output, io, () => writeWhole(text, output, io, renameSync));
  return look(resolve(io.cwd, output))?.isFile() === true;
}

/**
 * Runs `write` to its end before a signal takes effect. Signals are not deferred for stdout, devices and pipes: opening a
 * pipe may block for ever, and no file can be half written there.
 *
 * @param output as the user wrote it; `undefined` or `-`: stdout
 */
export async function deferSignals<T>(output: string | undefined, io: Io, write: () => T): Promise<T> {
  if (output === undefined || output === '-') return write();
  const present = look(resolve(io.cwd, output));
  return present && isStream(present) ? write() : uninterrupted(write);
}

/**
 * Writes to the file that `output` names, at once.
 *
 * @param move gives the draft its place
 * @throws Failure when that is not possible; then nothing has changed
 */
export function writeWhole(text: string, output: string, io: Io, move: (draft: string, path: string) => void): void {
  const { path, draft, mode } = placeOf(output, io);
  try {
    writeFileSync(draft ?? path, text, { flag: draft ? 'wx' : 'w' });
    if (!draft) return;
    if (mode !== undefined) chmodSync(draft, mode);
    move(draft, path);
  } catch (error) {
    throw writeFailure(output, error);
  } finally {
    // Not by force alone: removing what lies beneath a file, or in a circle of links, is an error even then.
    if (draft && existsSync(draft)) rmSync(draft);
  }
}

/** @param output as the user wrote it, or where it led to */
export function writeFailure(output: string, error: unknown): Failure {
  return cannotWrite(output, writeErrorInWords(error));
}

function cannotWrite(output: string, cause: string): Failure {
  return new Failure(EXIT.usage, `error: Cannot write ${printable(output)}: ${cause}.`);
}

/** Where a file is to appear, and where it is written until it is whole. */
export interface OutputPlace {
  readonly path: string;
  /** Absent for a device or a pipe, which must be written to and not replaced. */
  readonly draft?: string;
  /** Of the file that is there already; absent for a new one. */
  readonly mode?: number;
}

/**
 * @param output as the user wrote it; of a link, where it leads counts
 * @throws Failure when it is a link that leads to no file, whose place a file would take, or the name of a folder
 */
export function placeOf(output: string, io: Io): OutputPlace {
  const named = resolve(io.cwd, output);
  const present = look(named);
  if (!present && isLink(named)) throw cannotWrite(output, 'its symbolic link leads nowhere');
  if (!present && output.endsWith('/')) throw cannotWrite(output, 'it is the name of a folder');
  if (present && isStream(present)) return { path: named };
  const path = present ? realpathSync(named) : named;
  // A name may be as long as a name can be: the draft takes only its beginning. In a container, every run has the same
  // process id: one that was killed would stand in the way of the next.
  const draft = join(dirname(path), `.${basename(path).slice(0, 40)}.${Math.random().toString(36).slice(2, 10)}.draft`);
  return { path, draft, ...(present && { mode: present.mode & 0o7777 }) };
}

/** A device, a pipe or a socket. */
function isStream(present: Stats): boolean {
  return !present.isFile() && !present.isDirectory();
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

function look(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    // Whatever is wrong with the path, writing there will tell.
    return undefined;
  }
}
