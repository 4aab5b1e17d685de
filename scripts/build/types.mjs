// Writes dist/types/: the declarations of the library, for imports (.d.ts) and for require (.d.cts).
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { root } from './bundle.mjs';

const types = join(root, 'dist/types');
const entries = ['index.d.ts', 'core.d.ts'].map((name) => join(types, name));

function tsc(...args) {
  const command = [join(root, 'node_modules/typescript/bin/tsc'), ...args];
  return execFileSync(process.execPath, command, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

rmSync(types, { recursive: true, force: true });
tsc('-p', 'scripts/tsconfig.types.json');
// tsc also writes the declarations of what the library only runs; nobody can import those.
const reached = new Set(
  tsc('--listFilesOnly', '--ignoreConfig', ...entries)
    .split('\n')
    .map((line) => resolve(line)),
);
for (const entry of readdirSync(types, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name);
  if (entry.isFile() && !reached.has(path)) rmSync(path);
}
for (const name of readdirSync(types, { recursive: true }).toSorted().reverse()) {
  const path = join(types, name);
  if (!name.endsWith('.ts') && readdirSync(path).length === 0) rmdirSync(path);
}
// tsc leaves the endings of imports as they are in the source; only a project that allows it may import `.ts`.
for (const name of readdirSync(types, { recursive: true }).filter((one) => one.endsWith('.d.ts'))) {
  const path = join(types, name);
  const text = readFileSync(path, 'utf8');
  const withEndings = (ending) => text.replace(/(['"]\.{1,2}\/[^'"]+)\.ts(['"])/g, `$1.${ending}$2`);
  writeFileSync(path.replace(/\.ts$/, '.cts'), withEndings('cjs'));
  writeFileSync(path, withEndings('js'));
}
