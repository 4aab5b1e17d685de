// npm run calibrate: bundles scripts/calibrate/ and runs it. `-- --write` renews rules/confidence.yaml.
import { join } from 'node:path';
import { root } from './build/bundle.mjs';
import { runBundled } from './build/run-bundled.mjs';

const bundle = join(root, 'dist', 'calibrate.mjs');
runBundled('scripts/calibrate/main.ts', bundle, process.argv.slice(2), { stdio: 'inherit' });
