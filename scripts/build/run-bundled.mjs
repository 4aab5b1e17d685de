import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { buildSync } from 'esbuild';
import { root } from './bundle.mjs';

/**
 * Bundles a TypeScript program and runs it with the root of the repository as its first argument.
 *
 * @param entry path from the root
 * @param outfile removed afterwards
 * @param words further arguments
 * @param options of `execFileSync`, whose result it returns
 */
export function runBundled(entry, outfile, words, options) {
  buildSync({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
  });
  try {
    return execFileSync(process.execPath, [outfile, root, ...words], options);
  } finally {
    rmSync(outfile);
  }
}
