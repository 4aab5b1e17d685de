/** Files are written under a temporary name in their folder and moved when they are complete. */
import { constants, copyFileSync, linkSync, lstatSync, readdirSync, rmSync, unlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { systemCode } from '../../text/system-errors.ts';

/**
 * A name that no other run uses: process ids repeat, as in containers. It begins with the name of the file, cut, because
 * that may be as long as a name can be.
 *
 * @param folder where the temporary file goes
 */
export function temporaryName(folder: string, path: string): string {
  return join(folder, `.${stemOf(path)}.${randomHex()}.draft`);
}

/** The temporary names for a path. */
function temporaryPattern(path: string): RegExp {
  const stem = stemOf(path).replace(/[^A-Za-z0-9]/g, '\\$&');
  return new RegExp(`^\\.${stem}\\.[0-9a-f]{12}\\.draft$`);
}

function stemOf(path: string): string {
  return basename(path).slice(0, 40);
}

/** Twelve random digits. The global of Web Crypto is loaded when first used, `node:crypto` at once, in nine milliseconds. */
function randomHex(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(6))).toString('hex');
}

/** Not every file system has links, and some files may have none. */
const WITHOUT_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'ERR_ACCESS_DENIED'];

/**
 * Moves a file to a name of the same folder that no file has. Unlike a rename, it fails (EEXIST) when somebody has made
 * such a file in the meantime.
 */
export function moveToFreeName(temporary: string, path: string): void {
  try {
    linkSync(temporary, path);
  } catch (error) {
    if (!WITHOUT_LINKS.includes(systemCode(error))) throw error;
    copyFileSync(temporary, path, constants.COPYFILE_EXCL);
  }
  unlinkSync(temporary);
}

/** Keeps what a file holds under a second name of the same disk, while the file stays where it is. */
export function keepCopy(path: string, copy: string): void {
  try {
    linkSync(path, copy);
  } catch (error) {
    if (!WITHOUT_LINKS.includes(systemCode(error))) throw error;
    copyFileSync(path, copy, constants.COPYFILE_EXCL);
  }
}

/** Age of a temporary file, in milliseconds, from which no run writes to it any more. */
const ABANDONED_MS = 24 * 60 * 60 * 1000;

/** Removes the temporary files and folders that interrupted runs left when they wrote to the same path. */
export function removeAbandoned(folder: string, path: string): void {
  const ofPath = temporaryPattern(path);
  try {
    for (const name of readdirSync(folder).filter((one) => ofPath.test(one))) {
      const leftover = join(folder, name);
      if (isOlderThan(leftover, ABANDONED_MS)) rmSync(leftover, { recursive: true, force: true });
    }
  } catch {
    // They are in nobody's way.
  }
}

/** Whether nobody has changed a file for so long; false when that cannot be found out. */
export function isOlderThan(path: string, ageMs: number): boolean {
  const entry = lstatSync(path, { throwIfNoEntry: false });
  // A date in the future is wrong: the clock was put back since.
  return entry !== undefined && Math.abs(Date.now() - entry.mtimeMs) > ageMs;
}
