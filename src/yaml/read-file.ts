/** The only part of the loader that touches the disk. What goes wrong there comes back as a value. */
import { readdirSync, readFileSync, statSync } from 'node:fs';

/** Larger files are refused unread: the largest shipped one has about 40 kB. In bytes. */
export const LARGEST_FILE = 4 * 1024 * 1024;

export type FileRead =
  | { readonly kind: 'file'; readonly bytes: Uint8Array }
  | { readonly kind: 'missing' }
  | { readonly kind: 'too-large'; readonly size: number }
  | { readonly kind: 'unreadable'; readonly cause: string };

export type FolderRead =
  | { readonly kind: 'folder'; readonly entries: readonly FolderEntry[] }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly cause: string };

export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** What the loader needs of a file system; tests hand in one of their own. */
export interface RuleFs {
  readonly readFile: (path: string) => FileRead;
  /** Entries sorted by name. */
  readonly readFolder: (path: string) => FolderRead;
}

/** The real disk. */
export const nodeFs: RuleFs = { readFile, readFolder };

function readFile(path: string): FileRead {
  return guard(() => {
    const stat = statSync(path);
    if (stat.isDirectory()) return { kind: 'unreadable', cause: 'it is a folder' };
    // A pipe or a device would keep the read waiting, perhaps for ever.
    if (!stat.isFile()) return { kind: 'unreadable', cause: 'it is not a regular file' };
    if (stat.size > LARGEST_FILE) return { kind: 'too-large', size: stat.size };
    return { kind: 'file', bytes: readFileSync(path) };
  });
}

function readFolder(path: string): FolderRead {
  return guard(() => {
    const entries = readdirSync(path, { withFileTypes: true })
      .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    return { kind: 'folder', entries };
  });
}

const CAUSES: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: 'its symbolic links lead in a circle',
  ENOTDIR: 'it is not a folder',
  ENAMETOOLONG: 'its name is too long',
};

type Failure = { readonly kind: 'missing' } | { readonly kind: 'unreadable'; readonly cause: string };

function guard<T>(read: () => T): T | Failure {
  try {
    return read();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return code === 'ENOENT' ? { kind: 'missing' } : { kind: 'unreadable', cause: CAUSES[code] ?? code };
  }
}
