import { renameSync, rmSync, writeFileSync } from 'node:fs';
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
  const path = resolve(io.cwd, output);
  const draft = join(dirname(path), `.${basename(path)}.${process.pid}.draft`);
  try {
    writeFileSync(draft, text, { flag: 'wx' });
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw new Failure(EXIT.usage, `error: Cannot write ${output}: ${systemErrorInWords(error)}.`);
  }
}
