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
import { printable } from '../core/printable.ts';
import { EXIT } from './exit-codes.ts';
import { Failure, writeErrorInWords } from './failure.ts';
import type { Io } from './io.ts';
import { uninterrupted } from './uninterrupted.ts';

/**
 * Writes a report to the file that `--output` names, or to stdout. A file appears whole or not at all: it is written
 * beside its place and moved there.
 */
export async function deliver(text: string, output: string | undefined, io: Io): Promise<void> {
  if (output === undefined || output === '-') {
    io.print(text);
    return;
  }
  await uninterrupted(() => writeWhole(text, output, io, renameSync));
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
  return new Failure(EXIT.usage, `error: Cannot write ${printable(output)}: ${writeErrorInWords(error)}.`);
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
 * @throws Failure when it is a link that leads nowhere: a file would take its place
 */
export function placeOf(output: string, io: Io): OutputPlace {
  const named = resolve(io.cwd, output);
  const present = look(named, statSync);
  if (!present && look(named, lstatSync)) {
    throw new Failure(EXIT.usage, `error: Cannot write ${printable(output)}: its symbolic link leads nowhere.`);
  }
  if (present && !present.isFile() && !present.isDirectory()) return { path: named };
  const path = present ? realpathSync(named) : named;
  // A name may be as long as a name can be: the draft takes only its beginning.
  const draft = join(dirname(path), `.${basename(path).slice(0, 40)}.${process.pid}.draft`);
  return { path, draft, ...(present && { mode: present.mode & 0o7777 }) };
}

function look(path: string, stat: (path: string) => Stats): Stats | undefined {
  try {
    return stat(path);
  } catch {
    // Whatever is wrong with the path, writing there will tell.
    return undefined;
  }
}
