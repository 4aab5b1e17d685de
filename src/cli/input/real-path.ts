import { realpathSync } from 'node:fs';

/** An absolute path without links; `undefined` where nothing is there. */
export function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
