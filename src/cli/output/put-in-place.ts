import { constants, copyFileSync, linkSync } from 'node:fs';

/**
 * Gives a draft its place in the same folder; the draft stays. Unlike renaming, linking fails (EEXIST) when somebody has
 * put a file there meanwhile. Not every file system has links.
 */
export function putInPlace(draft: string, place: string): void {
  try {
    linkSync(draft, place);
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(systemCode(error))) throw error;
    copyFileSync(draft, place, constants.COPYFILE_EXCL);
  }
}

/** Such as EEXIST; empty for what is no error of the system. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
