import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** Files in other languages, which the source imports as strings; vitest.config.ts does the same. */
const TEXT_FILES = { '.css': 'text', '.md': 'text', '.bash': 'text', '.zsh': 'text', '.fish': 'text' };

/**
 * Bundles with the settings that all bundles share.
 *
 * @returns the names of the npm packages in the bundle
 */
export async function bundle(options) {
  const { metafile } = await build({
    absWorkingDir: root,
    bundle: true,
    // Not the names: somebody has to read the stack that exit code 70 prints.
    minifyWhitespace: true,
    minifySyntax: true,
    platform: 'node',
    target: 'node20',
    legalComments: 'none',
    loader: TEXT_FILES,
    metafile: true,
    logLevel: 'error',
    ...options,
  });
  return Object.keys(metafile.inputs).flatMap((path) => path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1] ?? []);
}

/** Bundles a module of the source and imports it. */
export async function importSource(path, folder) {
  const outfile = join(folder, `${path.replaceAll('/', '-')}.cjs`);
  await bundle({ entryPoints: [path], outfile, format: 'cjs' });
  const module = await import(outfile);
  rmSync(outfile);
  return module;
}
