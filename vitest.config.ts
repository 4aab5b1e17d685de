import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vitest/config';

export default defineConfig({
  plugins: [textFiles()],
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/real/**'],
    globalSetup: 'test/build-once.ts',
    testTimeout: 30_000,
  },
});

/** Imports files in other languages as strings, as scripts/build.mjs does. Vite would read a style sheet in its own way. */
function textFiles(): Plugin {
  const prefix = '\0text:';
  return {
    name: 'text-files',
    enforce: 'pre',
    resolveId(source, importer) {
      if (!importer || !/^\..*\.(css|md|bash|zsh|fish)$/.test(source)) return undefined;
      return `${prefix}${resolve(dirname(importer), source)}.js`;
    },
    load(id) {
      if (!id.startsWith(prefix)) return undefined;
      const path = id.slice(prefix.length, -'.js'.length);
      return `export default ${JSON.stringify(readFileSync(path, 'utf8'))};`;
    },
  };
}
