import { createRequire } from 'node:module';
import { relative, resolve } from 'node:path';
import { root } from './bundle.mjs';
import { libraryFile } from './libraries.mjs';

const require = createRequire(import.meta.url);
/** src/cli/commands/explain.ts → cli-commands-explain.cjs; the entry itself is main.cjs. */
export function outputName(source) {
  const name = source
    .replace(/^src\//, '')
    .replace(/\.ts$/, '')
    .replaceAll('/', '-');
  return name === 'cli-main' ? 'main.cjs' : `${name}.cjs`;
}

/** An esbuild plugin that leaves dynamic imports, `#rules` and libraries to files of their own. */
export function separateDynamicImports() {
  const imported = [];
  const external = (file) => ({ path: `./${file}`, external: true });
  const plugin = {
    name: 'separate-dynamic-imports',
    setup({ onResolve }) {
      onResolve({ filter: /./ }, ({ kind, path, resolveDir }) => {
        const library = libraryFile(path);
        if (library) return library;
        if (path === '#rules') return external('rules.cjs');
        if (path === '#explore') return external('explore.cjs');
        if (kind !== 'dynamic-import' || !path.startsWith('.')) return undefined;
        const source = relative(root, resolve(resolveDir, path));
        imported.push(source);
        return external(outputName(source));
      });
      // Their module form asks for its own URL, which a bundle of CommonJS does not have.
      onResolve({ filter: /^(fdir|tinyglobby)$/ }, ({ path }) => ({ path: require.resolve(path) }));
    },
  };
  return { plugin, imported };
}
