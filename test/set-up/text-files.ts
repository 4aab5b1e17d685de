import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Plugin } from 'vitest/config';

const PREFIX = '\0text:';

/** Imports files in other languages as strings, as scripts/build/bundle.mjs does. Vite itself would process CSS. */
export function textFiles(): Plugin {
  return {
    name: 'text-files',
    enforce: 'pre',
    resolveId(source, importer) {
      if (!importer || !/^\..*\.(css|md|bash|zsh|fish)$/.test(source)) return undefined;
      return `${PREFIX}${resolve(dirname(importer), source)}.js`;
    },
    load(id) {
      if (!id.startsWith(PREFIX)) return undefined;
      const path = id.slice(PREFIX.length, -'.js'.length);
      return `export default ${JSON.stringify(readFileSync(path, 'utf8'))};`;
    },
  };
}
