import { chmodSync, closeSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Io } from '../io.ts';
import { isStdout, isStream, type OutputPlace, placeOf, writeFailure } from './output-place.ts';
import { uninterrupted } from './signals.ts';
import { moveToFreeName, removeAbandoned } from './temporary-file.ts';

/**
 * Writes a report to the file that `--output` names, or to stdout. A file appears complete or not at all.
 *
 * @param output as the user wrote it; `undefined` or `-`: stdout
 * @param isNew fails when the file exists
 * @returns whether it went to a file; not to stdout, a device or a pipe
 */
export async function deliver(
  text: string,
  output: string | undefined,
  io: Io,
  { isNew = false }: { readonly isNew?: boolean } = {},
): Promise<boolean> {
  if (output === undefined || isStdout(output, io)) {
    io.print(text);
    return false;
  }
  await deferSignals(output, io, () => writeWhole(text, output, io, { isNew }));
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
export function writeWhole(text: string, output: string, io: Io, { isNew }: { readonly isNew: boolean }): void {
  const file = openFile(output, io, { isNew });
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

/** @param isNew `finish` fails when the file exists */
export function openFile(output: string, io: Io, { isNew }: { readonly isNew: boolean }): OpenFile {
  const place = placeOf(output, io);
  const attempt = <T>(step: () => T): T => {
    try {
      return step();
    } catch (error) {
      throw writeFailure(output, error);
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
      if (place.kind === 'file') attempt(() => moveIntoPlace(place, isNew));
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

function moveIntoPlace({ path, temporary, mode }: OutputPlace & { readonly kind: 'file' }, isNew: boolean): void {
  if (mode !== undefined) chmodSync(temporary, mode);
  if (isNew) moveToFreeName(temporary, path);
  else renameSync(temporary, path);
}
