/** Documents that a team keeps and edits: numbered in a folder, and never overwritten once they were edited. */
import { readdirSync, readFileSync, rmSync, type Stats, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { printable } from '../../text/printable.ts';
import { pathWord, shellQuote } from '../../text/shell.ts';
import { systemCode } from '../../text/system-errors.ts';
import { Failure, usageFailure } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { InputFile } from '../input/read-input.ts';
import type { Io } from '../io.ts';
import { deferSignals, deliver, writeWhole } from './atomic-file.ts';
import { hashState, withHash, withoutHash } from './content-hash.ts';
import { makeFolders } from './new-folders.ts';
import { isStdout, writeFailure } from './output-place.ts';
import { isOlderThan, moveToFreeName } from './temporary-file.ts';

export interface KeptTarget {
  /** As the user typed it: a file, or a folder that exists or ends in a slash. Absent or `-`: stdout. */
  readonly output: string | undefined;
  /** File name in a folder, without number and extension. */
  readonly name: string;
  /** Whether a file that was edited may be overwritten. */
  readonly force: boolean;
  /** Whether to print nothing on stderr. */
  readonly quiet: boolean;
}

/** Writes the document with its hash; reports on stderr where it is, and whether it was there already. */
export async function deliverKept(document: string, target: KeptTarget, io: Io): Promise<void> {
  const { output, quiet } = target;
  const text = withHash(document);
  if (output === undefined || isStdout(output, io)) {
    await deliver(text, output, io);
    return;
  }
  const { file, isNew } = await deferSignals(output, io, () => writeKept(text, output, target, io));
  if (quiet) return;
  const path = printable(file === undefined ? output : join(output, file));
  io.stderr.write(isNew ? `Wrote ${path}\n` : `${path} already has this content. Nothing was written.\n`);
}

interface Kept {
  /** The name of the file in its folder; `undefined` when `output` names the file itself. */
  readonly file: string | undefined;
  /** Whether it was written by this run. */
  readonly isNew: boolean;
}

function writeKept(text: string, output: string, { name, force }: KeptTarget, io: Io): Kept {
  const path = resolve(io.cwd, output);
  try {
    const present = statSync(path, { throwIfNoEntry: false });
    if (isFolder(output, present)) {
      const same = present && findSame(path, name, text);
      return same === undefined ? { file: writeNumbered(path, name, text), isNew: true } : { file: same, isNew: false };
    }
    const madeFrom = present && !force ? readUnedited(path, present, output) : undefined;
    writeWhole(text, output, io, { isNew: !present, madeFrom });
    return { file: undefined, isNew: true };
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw writeFailure(output, error);
  }
}

function isFolder(output: string, present: Stats | undefined): boolean {
  const isMeant = output.endsWith('/') || output.endsWith(sep);
  if (isMeant && present && !present.isDirectory()) {
    throw usageFailure([`Expected a folder, ${printable(output)} is a file.`]);
  }
  return isMeant || present?.isDirectory() === true;
}

/** The file as it was written; a Failure if it was edited; `undefined` for a device or a pipe, which have nothing to lose. */
function readUnedited(path: string, present: Stats, output: string): InputFile | undefined {
  const shown = printable(output);
  if (!present.isFile()) return undefined;
  const bytes = readFileSync(path);
  const state = hashState(bytes.toString('utf8'));
  if (state === 'intact') return { name: path, bytes };
  const why = state === 'edited' ? 'was edited since wirewise wrote it' : 'was not written by wirewise';
  const folder = shellQuote(pathWord(join(dirname(output), '/')));
  throw new Failure(
    EXIT.usage,
    `error: ${shown} ${why}. Nothing was written.\nTo write another file next to it, give --output ${folder}; to overwrite it, --force.`,
  );
}

/** @returns the name of the file; folders that were made for it are removed when it cannot be written */
function writeNumbered(folder: string, name: string, text: string): string {
  const removeFolders = makeFolders(folder);
  try {
    return writeNext(folder, name, text);
  } catch (error) {
    removeFolders();
    throw error;
  }
}

/**
 * A number is reserved by a draft of that name, which is created exclusively: of several runs at once, one has the
 * number, and the others take the next.
 */
function writeNext(folder: string, name: string, text: string): string {
  const found = numbersIn(folder);
  const digits = found.length > 0 ? Math.max(...found.map((number) => number.length)) : DIGITS;
  for (let next = Math.max(0, ...found.map(Number)) + 1; ; next++) {
    const number = String(next).padStart(digits, '0');
    const { draft, abandoned } = reserve(join(folder, `.${number}`), text);
    if (draft === undefined) continue;
    try {
      // Another run may have taken the number and finished since the folder was read.
      if (numbersIn(folder).map(Number).includes(next)) continue;
      const file = `${number}-${name}.md`;
      moveToFreeName(draft, join(folder, file));
      for (const leftover of abandoned) rmSync(leftover, { force: true });
      return file;
    } finally {
      rmSync(draft, { force: true });
    }
  }
}

/** Age of a draft, in milliseconds, from which its run was interrupted: a draft lives for some milliseconds. */
const ABANDONED_MS = 60_000;

/**
 * Writes a draft under the first name that no other run has. A draft of an interrupted run stays until the number has
 * its file, so that two runs that find it agree on who has the number.
 *
 * @returns `draft` is `undefined` when another run has the number
 */
function reserve(stem: string, text: string): { draft: string | undefined; abandoned: readonly string[] } {
  const abandoned: string[] = [];
  for (;;) {
    const draft = `${stem}${abandoned.length > 0 ? `.${abandoned.length}` : ''}.draft`;
    try {
      writeFileSync(draft, text, { flag: 'wx' });
      return { draft, abandoned };
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') {
        rmSync(draft, { force: true });
        throw error;
      }
    }
    if (!isOlderThan(draft, ABANDONED_MS)) return { draft: undefined, abandoned };
    abandoned.push(draft);
  }
}

/** The document of that name in the folder that says the same, on whichever day it was written. */
function findSame(folder: string, name: string, text: string): string | undefined {
  const content = undated(text);
  return readdirSync(folder, { withFileTypes: true }).find(
    (entry) =>
      entry.isFile() &&
      entry.name.replace(/^\d+-/, '') === `${name}.md` &&
      undated(readFileSync(join(folder, entry.name), 'utf8')) === content,
  )?.name;
}

/** A document without its hash, which covers the date, and without the date. */
function undated(text: string): string {
  return withoutHash(text).replace(/^date: .*$/m, '');
}

/** Digits of the first number of a folder. */
const DIGITS = 4;

/** The numbers at the beginning of the file names of a folder, as they are written there. */
function numbersIn(folder: string): readonly string[] {
  // Some teams begin names with a date, which is not a number.
  return readdirSync(folder).flatMap((name) =>
    /^\d{4}-\d\d-\d\d\b/.test(name) ? [] : (/^(\d{1,6})-/.exec(name)?.[1] ?? []),
  );
}
