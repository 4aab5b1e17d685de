// npm run bench: every figure that the project holds itself to, measured in one run. Exit code 1 when one is missed.
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { parse } from 'yaml';
import { measureBatch } from './batch.mjs';
import { measureStartUp } from './start-up.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const launcher = join(root, 'bin', 'wirewise.js');
const rows = [
  ...measureStartUp(launcher),
  ...measureInside('engine'),
  ...measureInside('other-engines'),
  ...measureInside('batch-lines'),
  ...measureBatch(launcher, realLines()),
  ...measureInside('rule-packs'),
];

const width = Math.max(...rows.map(({ what }) => what.length));
console.log(`${'figure'.padEnd(width)}    measured       limit`);
for (const { what, value, limit, unit } of rows) {
  const verdict = limit === undefined ? '' : value <= limit ? 'holds' : 'MISSED';
  const bound = limit === undefined ? '' : `${limit} ${unit}`;
  console.log(
    `${what.padEnd(width)}  ${`${round(value)} ${unit}`.padStart(10)}  ${bound.padStart(10)}  ${verdict}`.trimEnd(),
  );
}
process.exitCode = rows.some(({ value, limit }) => limit !== undefined && value > limit) ? 1 : 0;

/** The published decisions, as lines of a batch. */
function realLines() {
  const scenarios = parse(readFileSync(join(root, 'rules', 'scenarios', 'public.yaml'), 'utf8'));
  return scenarios.map(({ id, answers }) => JSON.stringify({ id, answers }));
}

/** In a process of its own, so that its first call is a first call. */
function measureInside(name) {
  const bundle = join(root, 'node_modules', '.cache', `wirewise-bench-${name}.mjs`);
  buildSync({
    absWorkingDir: root,
    entryPoints: [`bench/${name}.ts`],
    outfile: bundle,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
  });
  try {
    return JSON.parse(execFileSync(process.execPath, [bundle, root], { encoding: 'utf8' }));
  } finally {
    rmSync(bundle);
  }
}

function round(value) {
  return value >= 10 ? value.toFixed(0) : value.toFixed(2);
}
