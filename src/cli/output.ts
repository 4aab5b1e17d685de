import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { EXIT } from './exit-codes.ts';
import { Failure, systemErrorInWords } from './failure.ts';
import type { Io } from './io.ts';

/**
 * Writes a report to the file that `--output` names, or to stdout. A file appears whole or not at all: it is written
 * beside its place and moved there.
 */
export function deliver(text: string, output: string | undefined, io: Io): void {
  if (output === undefined || output === '-') {
    io.stdout.write(text);
    return;
  }
  const { path, draft } = placeOf(output, io);
  try {
    writeFileSync(draft ?? path, text, { flag: draft ? 'wx' : 'w' });
    if (draft) renameSync(draft, path);
  } catch (error) {
    if (draft) rmSync(draft, { force: true });
    throw new Failure(EXIT.usage, `error: Cannot write ${output}: ${systemErrorInWords(error)}.`);
  }
}

/** Where a file is to appear, and where it is written until it is whole. */
export interface OutputPlace {
  readonly path: string;
  /** Absent for a device or a pipe, which must be written to and not replaced. */
  readonly draft?: string;
}

/** @param output as the user wrote it */
export function placeOf(output: string, io: Io): OutputPlace {
  const path = resolve(io.cwd, output);
  if (isDeviceOrPipe(path)) return { path };
  return { path, draft: join(dirname(path), `.${basename(path)}.${process.pid}.draft`) };
}

function isDeviceOrPipe(path: string): boolean {
  try {
    const present = statSync(path);
    return !present.isFile() && !present.isDirectory();
  } catch {
    // Whatever is wrong with the path, writing there will tell.
    return false;
  }
}
