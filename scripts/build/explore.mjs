import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { transform } from 'esbuild';
import { bundle, root } from './bundle.mjs';

const STYLES = ['src/report/html/style.css', 'src/explore/explore.css'];

/**
 * Writes what the source imports as `#explore`: the program of the page and its style sheet. They are deflated, because
 * nobody reads them in the package.
 *
 * @param folder where to write
 * @returns the names of the npm packages in the program
 */
export async function writeExplore(folder) {
  const script = join(folder, 'explore.js');
  const packages = await bundle({
    entryPoints: ['src/explore/app/main.ts'],
    outfile: script,
    format: 'iife',
    platform: 'browser',
    target: ['chrome111', 'firefox113', 'safari16.4'],
    // A page is short of room; users who meet a bug see its message, and developers build it anew.
    minifyIdentifiers: true,
    write: true,
  });
  const css = STYLES.map((path) => readFileSync(join(root, path), 'utf8')).join('\n');
  const { code } = await transform(css, { loader: 'css', minify: true });
  const parts = { script: readFileSync(script, 'utf8').trim(), style: code.trim() };
  const deflated = deflateRawSync(JSON.stringify(parts), { level: 9 }).toString('base64');
  writeFileSync(
    join(folder, 'explore.cjs'),
    `const { inflateRawSync } = require('node:zlib');
const parts = JSON.parse(inflateRawSync(Buffer.from('${deflated}', 'base64')).toString());
exports.script = parts.script;
exports.style = parts.style;
`,
  );
  return packages;
}
