/** Delivers documents that a team keeps: under the next number into a folder, and over nothing that was edited. */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, type Stats, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { printable } from '../../text/printable.ts';
import { Failure, usageFailure } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { deferSignals, deliver, writeFailure, writeWhole } from './atomic-file.ts';
import { putInPlace, systemCode } from './put-in-place.ts';
import { sealed, sealOf, unsealed } from './seal.ts';

export interface KeptTarget {
  /** As the user typed it: a file, or a folder that exists or ends in a slash. Absent or `-`: stdout. */
  readonly output: string | undefined;
  /** For a folder: the file's name, without number and extension. */
  readonly name: string;
  /** Whether a file that was edited may be written over. */
  readonly force: boolean;
  /** Whether to say nothing on stderr. */
  readonly quiet: boolean;
}

/** Writes the document, sealed; reports on stderr where it is, and whether it was there already. */
export async function deliverKept(document: string, target: KeptTarget, io: Io): Promise<void> {
  const { output, quiet } = target;
  const text = sealed(document);
  if (output === undefined || output === '-') {
    await deliver(text, output, io);
    return;
  }
  const { file, isNew } = await deferSignals(output, io, () => writeKept(text, output, target, io));
  if (quiet) return;
  const path = printable(file === undefined ? output : join(output, file));
  io.stderr.write(isNew ? `Wrote ${path}\n` : `${path} says the same already. Nothing was written.\n`);
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
    const there = statSync(path, { throwIfNoEntry: false });
    if (isFolder(output, there)) {
      const same = there && findSame(path, name, text);
      return same === undefined ? { file: writeNumbered(path, name, text), isNew: true } : { file: same, isNew: false };
    }
    if (there && !force) assertUntouched(path, there, output);
    // Not over a file that somebody makes meanwhile.
    writeWhole(text, output, io, there ? renameSync : putInPlace);
    return { file: undefined, isNew: true };
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw writeFailure(output, error);
  }
}

function isFolder(output: string, there: Stats | undefined): boolean {
  const isMeant = output.endsWith('/') || output.endsWith(sep);
  if (isMeant && there && !there.isDirectory()) {
    throw usageFailure([`Expected a folder, ${printable(output)} is a file.`]);
  }
  return isMeant || there?.isDirectory() === true;
}

function assertUntouched(path: string, there: Stats, output: string): void {
  const shown = printable(output);
  // A device or a pipe holds nothing that could be lost.
  if (!there.isFile()) return;
  const seal = sealOf(readFileSync(path, 'utf8'));
  if (seal === 'intact') return;
  const why = seal === 'edited' ? 'was edited since wirewise wrote it' : 'was not written by wirewise';
  const folder = printable(join(dirname(output), '/'));
  throw new Failure(
    EXIT.usage,
    `error: ${shown} ${why}. Nothing was written.\nTo put another beside it, give --output ${folder}; to write over it, --force.`,
  );
}

/**
 * The draft bears the number alone and is made exclusively, so that of two runs at once only one has a number at a time;
 * the other goes on to the next.
 *
 * @returns the name of the file
 */
function writeNumbered(folder: string, name: string, text: string): string {
  mkdirSync(folder, { recursive: true });
  const found = numbersIn(folder);
  const digits = found.length > 0 ? Math.max(...found.map((number) => number.length)) : DIGITS;
  for (let next = Math.max(0, ...found.map(Number)) + 1; ; next++) {
    const number = String(next).padStart(digits, '0');
    const draft = join(folder, `.${number}.draft`);
    try {
      writeFileSync(draft, text, { flag: 'wx' });
    } catch (error) {
      if (systemCode(error) === 'EEXIST') continue;
      rmSync(draft, { force: true });
      throw error;
    }
    try {
      // Somebody may have taken the number and be done since the folder was looked at.
      if (numbersIn(folder).map(Number).includes(next)) continue;
      const file = `${number}-${name}.md`;
      putInPlace(draft, join(folder, file));
      return file;
    } finally {
      rmSync(draft, { force: true });
    }
  }
}

/** The document of that name in the folder that says the same, on whichever day it was written. */
function findSame(folder: string, name: string, text: string): string | undefined {
  const content = undated(text);
  return readdirSync(folder).find(
    (file) =>
      file.replace(/^\d+-/, '') === `${name}.md` && undated(readFileSync(join(folder, file), 'utf8')) === content,
  );
}

/** A document without its seal, which covers its date, and without the date. */
function undated(text: string): string {
  return unsealed(text).replace(/^date: .*$/m, '');
}

/** Digits of the first record of a folder. */
const DIGITS = 4;

/** The numbers that names in the folder begin with, as they are written there. */
function numbersIn(folder: string): readonly string[] {
  // A name that begins with a date has no number; some teams name records so.
  return readdirSync(folder).flatMap((name) =>
    /^\d{4}-\d\d-\d\d\b/.test(name) ? [] : (/^(\d{1,6})-/.exec(name)?.[1] ?? []),
  );
}
