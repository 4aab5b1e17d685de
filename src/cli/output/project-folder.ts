/** Writes the files of a project to a folder: all or none, overwriting only with --force, and never outside of it. */
import {
  lstatSync,
  mkdirSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isPortablePath } from '../../text/portable-path.ts';
import { printable } from '../../text/printable.ts';
import { systemErrorInWords } from '../../text/system-errors.ts';
import { Failure, usageFailure } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { makeFolders } from './new-folders.ts';
import { keepCopy, moveToFreeName, removeAbandoned, temporaryName } from './temporary-file.ts';

export interface ProjectFile {
  /** Relative, with `/`, of plain names. */
  readonly path: string;
  readonly text: string;
}

export interface ProjectTarget {
  readonly cwd: string;
  /** As the user typed it. */
  readonly dir: string;
  /** Whether existing files may be overwritten. Folders, links and devices never are. */
  readonly force: boolean;
  /** Check only, and fail as the real run would. */
  readonly dryRun: boolean;
}

export interface WrittenFile {
  readonly path: string;
  readonly bytes: number;
  /** Whether it replaces a file. */
  readonly replaces: boolean;
}

/**
 * A new folder is filled under a temporary name and renamed. Into an existing folder, each file is moved from a temporary
 * folder next to it (or in it, where its parent cannot be written to); when one move fails, all are undone. Links below
 * the folder are not followed; the folder itself may be a link.
 *
 * @returns the files in their order
 * @throws Failure that lists every obstacle; then nothing has changed
 */
export function writeProject(files: readonly ProjectFile[], target: ProjectTarget): readonly WrittenFile[] {
  const strange = files.find(({ path }) => !isPortablePath(path));
  if (strange) throw new Error(`Not a plain relative path: ${strange.path}`);
  const dir = resolve(target.cwd, target.dir);
  const root = findFolder(dir, target.dir);
  const replaced = root === undefined ? [] : checkFolder(root, files, target);
  if (!target.dryRun) {
    try {
      if (root === undefined) createFolder(dir, files);
      else fillFolder(root, files, new Set(replaced));
    } catch (error) {
      if (error instanceof RollbackError) throw new Failure(EXIT.usage, `error: ${error.message}`);
      throw new Failure(EXIT.usage, `error: Cannot write to ${printable(target.dir)}: ${systemErrorInWords(error)}.`);
    }
  }
  return files.map(({ path, text }) => ({ path, bytes: Buffer.byteLength(text), replaces: replaced.includes(path) }));
}

/** The real path of the folder; `undefined` when it does not exist yet. */
function findFolder(dir: string, typed: string): string | undefined {
  const shown = printable(typed);
  try {
    const entry = look(dir);
    if (entry === undefined) return undefined;
    if (!statSync(dir).isDirectory()) throw usageFailure([`Expected a folder after --out, ${shown} is a file.`]);
    return realpathSync(dir);
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw usageFailure([`Cannot write to ${shown}: ${systemErrorInWords(error)}.`]);
  }
}

/** Reports all obstacles at once. @returns the paths of files that will be replaced */
function checkFolder(root: string, files: readonly ProjectFile[], { dir, force }: ProjectTarget): string[] {
  const problems = new Set<string>();
  const existing: string[] = [];
  const shown = (path: string) => printable(join(dir, path));
  for (const { path } of files) {
    const parts = path.split('/');
    for (let depth = 1; depth <= parts.length; depth++) {
      const part = parts.slice(0, depth).join('/');
      const entry = lookSafely(join(root, part), shown(part));
      if (entry === undefined) break;
      const isLast = depth === parts.length;
      if (entry.isSymbolicLink()) problems.add(`${shown(part)} is a link, which might lead elsewhere.`);
      else if (!isLast && !entry.isDirectory()) problems.add(`Expected a folder, ${shown(part)} is a file.`);
      else if (isLast && !entry.isFile()) problems.add(`Expected a file, ${shown(part)} is something else.`);
      else if (isLast) existing.push(path);
      if (!entry.isDirectory()) break;
    }
  }
  if (!force) for (const path of existing) problems.add(`${shown(path)} exists. Give --force to overwrite it.`);
  if (problems.size > 0) throw usageFailure([...problems, 'Nothing was written.']);
  return existing;
}

function look(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

function lookSafely(path: string, shown: string): Stats | undefined {
  try {
    return look(path);
  } catch (error) {
    throw usageFailure([`Cannot write to ${shown}: ${systemErrorInWords(error)}.`]);
  }
}

function createFolder(dir: string, files: readonly ProjectFile[]): void {
  const parent = dirname(dir);
  const removeParents = makeFolders(parent);
  removeAbandoned(parent, dir);
  const temporary = temporaryName(parent, dir);
  try {
    mkdirSync(temporary);
    for (const { path, text } of files) {
      mkdirSync(dirname(join(temporary, path)), { recursive: true });
      writeFileSync(join(temporary, path), text, { flag: 'wx' });
    }
    renameSync(temporary, dir);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    removeParents();
    throw error;
  }
}

/** Some moves could not be undone. */
class RollbackError extends Error {}

function fillFolder(root: string, files: readonly ProjectFile[], replaced: ReadonlySet<string>): void {
  const temporary = makeTemporaryFolder(root);
  const undo: (() => void)[] = [];
  try {
    for (const [at, { text }] of files.entries()) writeFileSync(join(temporary, `new-${at}`), text, { flag: 'wx' });
    for (const [at, { path }] of files.entries()) {
      makeParents(root, path, undo);
      const place = join(root, path);
      if (replaced.has(path)) {
        const kept = join(temporary, `old-${at}`);
        // The old file stays in its place until the new one takes it: killed in between, no file is missing.
        keepCopy(place, kept);
        renameSync(join(temporary, `new-${at}`), place);
        undo.push(() => renameSync(kept, place));
        continue;
      }
      moveToFreeName(join(temporary, `new-${at}`), place);
      undo.push(() => unlinkSync(place));
    }
  } catch (error) {
    rollBack(undo, temporary);
    rmSync(temporary, { recursive: true, force: true });
    throw error;
  }
  rmSync(temporary, { recursive: true, force: true });
}

function rollBack(undo: readonly (() => void)[], temporary: string): void {
  try {
    for (const step of [...undo].reverse()) step();
  } catch (error) {
    const cause = systemErrorInWords(error);
    throw new RollbackError(
      `Cannot take back what was begun: ${cause}. What was there lies in ${printable(temporary)}.`,
    );
  }
}

/** Next to the folder; in it where its parent cannot be written to or is on another disk, from which no file can be moved. */
function makeTemporaryFolder(root: string): string {
  const beside = dirname(root);
  if (beside !== root && statSync(beside).dev === statSync(root).dev) {
    try {
      removeAbandoned(beside, root);
      const temporary = temporaryName(beside, root);
      mkdirSync(temporary);
      return temporary;
    } catch {
      // The folder itself may still be writable.
    }
  }
  const temporary = temporaryName(root, root);
  mkdirSync(temporary);
  return temporary;
}

/** Makes the parent folders of a file. */
function makeParents(root: string, path: string, undo: (() => void)[]): void {
  const parts = path.split('/').slice(0, -1);
  for (const depth of parts.keys()) {
    const folder = join(root, ...parts.slice(0, depth + 1));
    if (look(folder) === undefined) {
      mkdirSync(folder);
      undo.push(() => rmdirSync(folder));
    }
  }
  const folder = join(root, ...parts);
  // Somebody may have put a link there since it was checked.
  if (realpathSync(folder) !== folder) throw Object.assign(new Error(`${folder} has changed`), { code: 'ELOOP' });
}

/** Lists the files that were written, or would be. */
export function describeProject(files: readonly WrittenFile[], dir: string, dryRun: boolean): string {
  const count = files.length === 1 ? '1 file' : `${files.length} files`;
  const lines = files.map(({ path, replaces }) => `  ${path}${replaces ? ' (replaced)' : ''}`);
  const next = dryRun ? 'Nothing was written.' : 'README.md says how to run it.';
  return `${dryRun ? 'Would write' : 'Wrote'} ${count} to ${printable(dir)}:\n${lines.join('\n')}\n${next}\n`;
}
