// The batch as a process of its own: CPU against bare JSON, cost and memory as lines grow.
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './median.mjs';

const THOUSAND = 1000;
/** One short line many times over: what it decides does not matter to how cost and memory grow, how many there are does. */
const SHORT_LINE = '{"direction":"both"}\n';
/** Little to decide and to print, for otherwise a million lines take a quarter of an hour. */
const TERSE = ['--core', '--quiet'];
const TERSE_BATCH = `batch ${TERSE.join(' ')}`;
/** What both sides of the comparison have done before it is looked at: a run is long, its first second is not. */
const COMPARED_LINES = 10 * THOUSAND;

const bareJson = fileURLToPath(new URL('bare-json.mjs', import.meta.url));
const report = `data:text/javascript,process.on('exit',()=>{const{userCPUTime,systemCPUTime,maxRSS}=process.resourceUsage();process.stderr.write(JSON.stringify({cpuMs:(userCPUTime+systemCPUTime)/1000,maxRSS}))})`;

/** @param lines real ones, as text without newlines */
export function measureBatch(launcher, lines) {
  const folder = mkdtempSync(join(tmpdir(), 'wirewise-bench-'));
  try {
    return [againstBareJson(launcher, lines, folder), ...growth(launcher, folder)];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function againstBareJson(launcher, lines, folder) {
  const file = join(folder, 'lines.ndjson');
  const once = join(folder, 'once.ndjson');
  const decisions = join(folder, 'decisions.ndjson');
  writeFileSync(once, lines.map((line) => `${line}\n`).join(''));
  const output = openSync(decisions, 'w');
  execFileSync(process.execPath, [launcher, 'batch', once], { stdio: ['ignore', output, 'inherit'] });
  closeSync(output);
  repeat(file, readFileSync(once, 'utf8'), COMPARED_LINES / lines.length);
  const ratios = Array.from({ length: 3 }, () => {
    const bare = run([bareJson, file, decisions]);
    return run([launcher, 'batch', file]).cpuMs / bare.cpuMs;
  });
  return { what: 'batch, whole process, CPU against a bare one of JSON', value: median(ratios), unit: '×' };
}

function growth(launcher, folder) {
  const measure = (thousands) => {
    const file = join(folder, 'short.ndjson');
    repeat(file, SHORT_LINE.repeat(THOUSAND), thousands);
    const { cpuMs, maxRSS } = run([launcher, 'batch', ...TERSE, file]);
    return { mebibytes: maxRSS / 1024, lineMicroseconds: cpuMs / thousands };
  };
  const [thousand, ten, hundred, million] = [1, 10, 100, 1000].map(measure);
  // A peak depends on when garbage is collected, and a long run has more peaks than a short one.
  const mebibytesOfTen = Math.max(ten.mebibytes, measure(10).mebibytes, measure(10).mebibytes);
  return [
    {
      what: `${TERSE_BATCH}, CPU of a line in 1,000, start-up included`,
      value: thousand.lineMicroseconds,
      unit: 'µs',
    },
    { what: `${TERSE_BATCH}, CPU of a line in 10,000`, value: ten.lineMicroseconds, unit: 'µs' },
    { what: `${TERSE_BATCH}, CPU of a line in 100,000`, value: hundred.lineMicroseconds, unit: 'µs' },
    {
      what: `${TERSE_BATCH}, a line in 1,000,000 against one in 100,000`,
      value: million.lineMicroseconds / hundred.lineMicroseconds,
      unit: '×',
      limit: 1.1,
    },
    { what: `${TERSE_BATCH}, most memory over 10,000 lines`, value: mebibytesOfTen, unit: 'MiB' },
    {
      what: `${TERSE_BATCH}, most memory over 1,000,000 lines, against that`,
      value: million.mebibytes / mebibytesOfTen,
      unit: '×',
      limit: 1.2,
    },
  ];
}

function run(args) {
  const { stderr, status } = spawnSync(process.execPath, ['--import', report, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stderr);
}

function repeat(file, text, times) {
  const out = openSync(file, 'w');
  for (let i = 0; i < times; i++) writeSync(out, text);
  closeSync(out);
}
