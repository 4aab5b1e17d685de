import { chmodSync, closeSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { printable } from '../../text/printable.ts';
import { isFailure } from '../errors.ts';
import type { InputFile } from '../input/read-input.ts';
import { realPath } from '../input/real-path.ts';
import type { Io } from '../io.ts';
import { isStdout, isStream, type OutputPlace, placeOf, writeFailure } from './output-place.ts';
import { replaceUnchanged } from './replace-unchanged.ts';
import { uninterrupted } from './signals.ts';
import { moveToFreeName, removeAbandoned } from './temporary-file.ts';

/** What may happen to a file that is there already. */
export interface Overwriting {
  /** The write fails when the file exists. */
  readonly isNew?: boolean;
  /** The file that the text was made from. If it is also the one to write, the write fails when it has changed since. */
  readonly madeFrom?: InputFile | undefined;
}

/**
 * Writes a report to the file that `--output` names, or to stdout. A file appears complete or not at all.
 *
 * @param output as the user wrote it; `undefined` or `-`: stdout
 * @returns whether it went to a file; not to stdout, a device or a pipe
 */
export async function deliver(
  text: string,
  output: string | undefined,
  io: Io,
  overwriting: Overwriting = {},
): Promise<boolean> {
  if (output === undefined || isStdout(output, io)) {
    io.print(text);
    return false;
  }
  await deferSignals(output, io, () => writeWhole(text, output, io, overwriting));
  return !isStream(output, io);
}

/**
 * Runs `write` to its end before a signal takes effect. Signals are not deferred for stdout, devices and pipes: opening a
 * pipe may block for ever, and no file can be half written there.
 *
 * @param output as the user wrote it; `undefined` or `-`: stdout
 */
export async function deferSignals<T>(output: string | undefined, io: Io, write: () => T): Promise<T> {
  if (output === undefined || isStdout(output, io) || isStream(output, io)) return write();
  return uninterrupted(write);
}

/**
 * Writes to the file that `output` names.
 *
 * @throws Failure when that is not possible; then nothing has changed
 */
export function writeWhole(text: string, output: string, io: Io, overwriting: Overwriting): void {
  const file = openFile(output, io, overwriting);
  try {
    file.write(text);
    file.finish();
  } finally {
    file.discard();
  }
}

/** A file that is written in pieces. It appears complete, by `finish`, or not at all. Every method throws a Failure. */
export interface OpenFile {
  write(text: string): void;
  finish(): void;
  /** Closes the file; removes what was written unless `finish` has succeeded. */
  discard(): void;
}

/** `finish` fails where `overwriting` does not allow it. */
export function openFile(output: string, io: Io, overwriting: Overwriting): OpenFile {
  const place = placeOf(output, io);
  const attempt = <T>(step: () => T): T => {
    try {
      return step();
    } catch (error) {
      throw isFailure(error) ? error : writeFailure(output, error);
    }
  };
  let file: number | undefined = attempt(() => open(place));
  let isInPlace = place.kind !== 'file';
  const close = () => {
    const descriptor = file;
    file = undefined;
    if (descriptor !== undefined && place.kind !== 'descriptor') attempt(() => closeSync(descriptor));
  };
  return {
    // Unlike writeSync, it writes the rest where the system takes only a part.
    write: (text) => attempt(() => file !== undefined && writeFileSync(file, text)),
    finish: () => {
      close();
      if (place.kind === 'file') attempt(() => moveIntoPlace(place, output, io, overwriting));
      isInPlace = true;
    },
    discard: () => {
      close();
      if (place.kind === 'file' && !isInPlace) rmSync(place.temporary, { force: true });
    },
  };
}

function open(place: OutputPlace): number {
  if (place.kind === 'descriptor') return place.descriptor;
  if (place.kind === 'stream') return openSync(place.path, 'w');
  removeAbandoned(dirname(place.path), place.path);
  return openSync(place.temporary, 'wx');
}

function moveIntoPlace(
  { path, temporary, mode }: OutputPlace & { readonly kind: 'file' },
  output: string,
  io: Io,
  { isNew = false, madeFrom }: Overwriting,
): void {
  if (mode !== undefined) chmodSync(temporary, mode);
  if (isNew) moveToFreeName(temporary, path);
  else if (madeFrom && isSame(path, resolve(io.cwd, madeFrom.name)))
    replaceUnchanged(temporary, path, madeFrom.bytes, printable(output));
  else renameSync(temporary, path);
}

/** Whether a path leads to a file, of which the path without links is given; also where it is gone since it was read. */
function isSame(file: string, path: string): boolean {
  return (realPath(path) ?? path) === file;
}
