// npm run calibrate: bundles scripts/calibrate/ and runs it. `-- --write` renews rules/confidence.yaml.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const bundle = join(root, 'dist', 'calibrate.mjs');
mkdirSync(dirname(bundle), { recursive: true });
buildSync({
  absWorkingDir: root,
  entryPoints: ['scripts/calibrate/main.ts'],
  outfile: bundle,
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  logLevel: 'error',
});
try {
  execFileSync(process.execPath, [bundle, root, ...process.argv.slice(2)], { stdio: 'inherit' });
} finally {
  rmSync(bundle);
}
