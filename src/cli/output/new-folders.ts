import { mkdirSync, rmdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemCode } from '../../text/system-errors.ts';

/**
 * Makes a folder and the parents that it lacks; when one fails, those made before are removed.
 *
 * @returns removes the folders that were made, innermost first, unless somebody has put files there
 */
export function makeFolders(path: string): () => void {
  const made: string[] = [];
  const undo = () => removeEmpty(made);
  try {
    make(path, made);
  } catch (error) {
    undo();
    throw error;
  }
  return undo;
}

function make(path: string, made: string[]): void {
  try {
    mkdirSync(path);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
    make(dirname(path), made);
    mkdirSync(path);
  }
  made.push(path);
}

function removeEmpty(made: readonly string[]): void {
  try {
    for (const folder of [...made].reverse()) rmdirSync(folder);
  } catch {
    // Not empty: somebody uses it.
  }
}
