// Writes dist/types/: the declarations of the library, for imports (.d.ts) and for require (.d.cts).
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './bundle.mjs';

const types = join(root, 'dist/types');
execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'scripts/tsconfig.types.json'], {
  cwd: root,
  stdio: 'inherit',
});
// tsc leaves the endings of imports as they are in the source; only a project that allows it may import `.ts`.
for (const name of readdirSync(types, { recursive: true }).filter((one) => one.endsWith('.d.ts'))) {
  const path = join(types, name);
  const text = readFileSync(path, 'utf8');
  const withEndings = (ending) => text.replace(/(['"]\.{1,2}\/[^'"]+)\.ts(['"])/g, `$1.${ending}$2`);
  writeFileSync(path.replace(/\.ts$/, '.cts'), withEndings('cjs'));
  writeFileSync(path, withEndings('js'));
}
