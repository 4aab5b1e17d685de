/** The only part of the loader that reads the disk. It returns failures as values. */
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { systemCode, systemErrorInWords } from '../text/system-errors.ts';

/** In bytes. Larger files are refused without reading them; the largest built-in file has about 85 kB. */
export const LARGEST_FILE = 2 * 1024 * 1024;

type FileRead =
  | { readonly kind: 'file'; readonly bytes: Uint8Array }
  | { readonly kind: 'missing' }
  | { readonly kind: 'too-large'; readonly size: number }
  | { readonly kind: 'unreadable'; readonly cause: string };

type FolderRead =
  | { readonly kind: 'folder'; readonly entries: readonly FolderEntry[] }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly cause: string };

export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** The part of a file system that the loader uses; tests pass one of their own. */
export interface RuleFs {
  /** @param within a folder: a path that leads out of it, through symbolic links, is unreadable; or `path` itself: a link is */
  readonly readFile: (path: string, within?: string) => FileRead;
  /** The entries are sorted by name. */
  readonly readFolder: (path: string, within?: string) => FolderRead;
}

/** The real disk. */
export const nodeFs: RuleFs = { readFile, readFolder };

function readFile(path: string, within?: string): FileRead {
  return guard(() => {
    if (within !== undefined && !isInside(path, within)) return OUTSIDE;
    const stat = statSync(path);
    if (stat.isDirectory()) return { kind: 'unreadable', cause: 'it is a folder' };
    // A pipe or a device would keep the read waiting, perhaps for ever.
    if (!stat.isFile()) return { kind: 'unreadable', cause: 'it is not a regular file' };
    if (stat.size > LARGEST_FILE) return { kind: 'too-large', size: stat.size };
    return { kind: 'file', bytes: readFileSync(path) };
  });
}

function readFolder(path: string, within?: string): FolderRead {
  return guard(() => {
    if (within !== undefined && !isInside(path, within)) return OUTSIDE;
    const entries = readdirSync(path, { withFileTypes: true })
      .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    return { kind: 'folder', entries };
  }, notFolder);
}

const OUTSIDE = { kind: 'unreadable', cause: 'its symbolic link leads out of the pack' } as const;

function isInside(path: string, folder: string): boolean {
  const real = realpathSync(path);
  const root = path === folder ? join(realpathSync(dirname(path)), basename(path)) : realpathSync(folder);
  return real === root || real.startsWith(root.endsWith(sep) ? root : `${root}${sep}`);
}

type Failure = { readonly kind: 'missing' } | { readonly kind: 'unreadable'; readonly cause: string };

/** Of a folder, ENOTDIR means that it is a file. */
function notFolder(error: unknown): string {
  return systemCode(error) === 'ENOTDIR' ? 'it is not a folder' : systemErrorInWords(error);
}

function guard<T>(read: () => T, inWords = systemErrorInWords): T | Failure {
  try {
    return read();
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return { kind: 'missing' };
    return { kind: 'unreadable', cause: inWords(error) };
  }
}
