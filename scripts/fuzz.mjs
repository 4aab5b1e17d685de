// npm run fuzz: all fuzzers of test/fuzz/. `-- 1000000` tries that many inputs, `-- 50000 "rule packs"` of one kind.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './build/bundle.mjs';

const USUAL = '240000';
const [inputs = USUAL, only] = process.argv.slice(2);
const env = { ...process.env, FUZZ_INPUTS: inputs, ...(only !== undefined && { FUZZ_ONLY: only }) };
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
// The first half of the fuzzers is the one kind that is asked for.
const files = only === undefined ? 'test/fuzz/' : 'test/fuzz/hostile-first';
const { status } = spawnSync(process.execPath, [vitest, 'run', '--project', 'hostile', files], {
  cwd: root,
  env,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
