// npm run fuzz: all fuzzers of test/fuzz/, and all other properties with many runs. `-- 1000000` tries that many inputs,
// `-- 50000 "rule packs"` of one kind, without the other properties.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './build/bundle.mjs';

const USUAL = '240000';
/** Times the runs that `npm test` makes. */
const TEST_RUNS = '10';
const NO_LIMIT = ['--testTimeout', '0'];
const [inputs = USUAL, only] = process.argv.slice(2);

// The first half of the fuzzers is the one kind that is asked for.
const files = only === undefined ? 'test/fuzz/' : 'test/fuzz/hostile-first';
const fuzzed = vitest(['--project', 'hostile', files], {
  FUZZ_INPUTS: inputs,
  ...(only !== undefined && { FUZZ_ONLY: only }),
});
const folders = ['test/rules', 'test/core', 'test/documents', 'test/report', 'test/starters', 'test/cli/hostile'];
const tried = only === undefined ? vitest([...folders, ...NO_LIMIT], { TEST_RUNS }) : 0;
process.exitCode = fuzzed || tried;

function vitest(words, env) {
  const program = join(root, 'node_modules/vitest/vitest.mjs');
  const { status } = spawnSync(process.execPath, [program, 'run', ...words], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: 'inherit',
  });
  return status ?? 1;
}
