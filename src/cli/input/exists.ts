import { lstatSync } from 'node:fs';

/** True for a link that leads nowhere, too. False where the folder above cannot be read: using the path reports why. */
export function exists(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}
