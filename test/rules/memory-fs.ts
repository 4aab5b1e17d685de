import type { FolderEntry, RuleFs } from '../../src/yaml/read-file.ts';

/** A disk that holds these files by path, with "/" between the names; folders are there as soon as a file is in them. */
export function memoryFs(files: Readonly<Record<string, string | Uint8Array>>): RuleFs {
  return {
    readFile: (path) => {
      const content = files[path];
      if (content === undefined) return { kind: 'missing' };
      return { kind: 'file', bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content };
    },
    readFolder: (path) => {
      const entries = new Map<string, FolderEntry>();
      for (const file of Object.keys(files).filter((one) => one.startsWith(`${path}/`))) {
        const [name = '', ...rest] = file.slice(path.length + 1).split('/');
        entries.set(name, { name, isFolder: rest.length > 0 });
      }
      const sorted = [...entries.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
      return sorted.length === 0 ? { kind: 'missing' } : { kind: 'folder', entries: sorted };
    },
  };
}
