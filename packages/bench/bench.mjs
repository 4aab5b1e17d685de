// npm run bench: every figure that the project holds itself to, measured in one run. Exit code 1 when one is missed.
// `npm run bench -- --write` puts the table and the machine into BENCHMARKS.md as well.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../../scripts/build/bundle.mjs';
import { runBundled } from '../../scripts/build/run-bundled.mjs';
import { measureBatch } from './batch.mjs';
import { readScenarios } from './scenarios.mjs';
import { measureStartUp } from './start-up.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const launcher = join(root, 'bin', 'wirewise.js');
const rows = [
  ...measureStartUp(launcher),
  ...measureInside('engine'),
  ...measureInside('system'),
  ...measureInside('other-engines'),
  ...measureInside('batch-lines'),
  ...measureBatch(
    launcher,
    readScenarios(root).map((one) => JSON.stringify(one)),
  ),
  ...measureInside('rule-packs'),
];

const table = rows.map(({ what, value, limit, unit }) => [
  what,
  `${round(value)} ${unit}`,
  limit === undefined ? '' : `${limit} ${unit}`,
  limit === undefined ? '' : value <= limit ? 'holds' : 'MISSED',
]);
const width = Math.max(...table.map(([what]) => what.length));
for (const [what, value, limit, verdict] of [['figure', 'measured', 'limit', ''], ...table])
  console.log(`${what.padEnd(width)}  ${value.padStart(10)}  ${limit.padStart(10)}  ${verdict}`.trimEnd());
if (process.argv.includes('--write')) writePage();
process.exitCode = rows.some(({ value, limit }) => limit !== undefined && value > limit) ? 1 : 0;

/** In a process of its own, so that its first call is a first call. */
function measureInside(name) {
  const bundle = join(here, 'dist', `${name}.mjs`);
  return JSON.parse(runBundled(`packages/bench/${name}.ts`, bundle, [], { encoding: 'utf8' }));
}

/** Between the marks of BENCHMARKS.md; the words around them stay. */
function writePage() {
  const page = join(root, 'BENCHMARKS.md');
  const [begin, end] = ['<!-- table:begin -->', '<!-- table:end -->'];
  const text = readFileSync(page, 'utf8');
  const [{ model }] = cpus();
  const machine = `${cpus().length} × ${model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, ${type()} ${release()}, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}.`;
  const lines = [['figure', 'measured', 'limit', ''], ['---', '--:', '--:', '---'], ...table];
  const content = [machine, '', ...lines.map((cells) => `| ${cells.join(' | ')} |`)].join('\n');
  const [from, to] = [text.indexOf(begin) + begin.length, text.indexOf(end)];
  writeFileSync(page, `${text.slice(0, from)}\n\n${content}\n\n${text.slice(to)}`);
}

function round(value) {
  return value >= 10 ? value.toFixed(0) : value.toFixed(2);
}
