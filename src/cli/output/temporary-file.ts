/** Files are written under a temporary name in their folder and moved when they are complete. */
import { constants, copyFileSync, linkSync, unlinkSync } from 'node:fs';
import { basename, join } from 'node:path';

/**
 * A name that no other run uses: process ids repeat, as in containers. It begins with the name of the file, cut, because
 * that may be as long as a name can be.
 *
 * @param folder where the temporary file goes
 */
export function temporaryName(folder: string, path: string): string {
  return join(folder, `.${basename(path).slice(0, 40)}.${randomHex()}.draft`);
}

/** Twelve random digits. The global of Web Crypto is loaded when first used, `node:crypto` at once, in nine milliseconds. */
function randomHex(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(6))).toString('hex');
}

/**
 * Moves a file to a name of the same folder that no file has. Unlike a rename, it fails (EEXIST) when somebody has made
 * such a file in the meantime.
 */
export function moveToFreeName(temporary: string, path: string): void {
  try {
    linkSync(temporary, path);
  } catch (error) {
    // Not every file system has links.
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(systemCode(error))) throw error;
    copyFileSync(temporary, path, constants.COPYFILE_EXCL);
  }
  unlinkSync(temporary);
}

/** The code of a system error, such as EEXIST; empty for other errors. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
