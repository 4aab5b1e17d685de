/** Replaces a file only while it holds what was read from it: of several runs that change one file, none is lost. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { systemCode } from '../../text/system-errors.ts';
import { usageFailure } from '../errors.ts';
import { isOlderThan, moveToFreeName, temporaryName } from './temporary-file.ts';

/** Age of a lock, in milliseconds, from which its run does not live any more: a lock lives for some milliseconds. */
const ABANDONED_MS = 10_000;

/**
 * Moves a complete draft over a file. A lock keeps other runs from doing so between the comparison and the rename.
 *
 * @param shown the file as the user wrote it
 * @param bytes what the file held when it was read
 * @throws Failure when the file holds something else by now, is gone, or another run is replacing it
 */
export function replaceUnchanged(draft: string, path: string, bytes: Uint8Array, shown: string): void {
  const changed = usageFailure([
    `Cannot write ${shown}: it was changed after it was read. Nothing was written; run the command again.`,
  ]);
  const lock = join(dirname(path), `.${basename(path).slice(0, 40)}.lock`);
  const token = `${process.pid} ${hostname()} ${basename(temporaryName('', path))}`;
  if (!take(lock, path, token)) throw changed;
  try {
    const isSame = read(path)?.equals(bytes) === true && read(lock)?.toString() === token;
    if (!isSame) throw changed;
    renameSync(draft, path);
  } finally {
    if (read(lock)?.toString() === token) rmSync(lock, { force: true });
  }
}

/** Whether this run has the lock now. The lock appears with its token in it, so that a killed run can be told. */
function take(lock: string, path: string, token: string): boolean {
  const draft = temporaryName(dirname(path), path);
  writeFileSync(draft, token, { flag: 'wx' });
  try {
    return moveTo(draft, lock) || (removeAbandoned(lock, path) && moveTo(draft, lock));
  } finally {
    rmSync(draft, { force: true });
  }
}

function moveTo(draft: string, lock: string): boolean {
  try {
    moveToFreeName(draft, lock);
    return true;
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
    return false;
  }
}

/** Whether the lock is gone: its run was killed. It is moved away first, because only one of several runs can do that. */
function removeAbandoned(lock: string, path: string): boolean {
  const token = read(lock)?.toString();
  if (token === undefined) return true;
  if (isAlive(token) && !isOlderThan(lock, ABANDONED_MS)) return false;
  const aside = temporaryName(dirname(path), path);
  try {
    renameSync(lock, aside);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
    return true;
  }
  // Another run removed the abandoned lock and has its own: it gets that back.
  const isOfOther = read(aside)?.toString() !== token;
  if (isOfOther && moveTo(aside, lock)) return false;
  rmSync(aside, { force: true });
  return !isOfOther;
}

/** Whether the run that wrote the token may still live: of another machine, nothing is known. */
function isAlive(token: string): boolean {
  const [pid, host] = token.split(' ');
  if (host !== hostname()) return true;
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch (error) {
    return systemCode(error) !== 'ESRCH';
  }
}

function read(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
