// Whole-process CPU (user + system) of the built program against `node` running an empty file.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from './median.mjs';

const ROUNDS = 9;
const RUNS_A_ROUND = 10;

const COMMANDS = [
  { name: 'wirewise --version', args: ['--version'], limit: 1.15 },
  {
    name: 'wirewise recommend --json',
    args: ['recommend', '--preset', 'chat', '--json'],
    // Node 20 takes twice as long to start as later versions do, so that the same work is a smaller share.
    limit: Number.parseInt(process.versions.node, 10) < 22 ? 1.6 : 2,
  },
  {
    name: 'wirewise recommend --json, 10,000 draws',
    args: ['recommend', '--preset', 'chat', '--json', '--samples', '10000'],
  },
];

/** One row for each command: the median over rounds of its CPU divided by bare node's in the same round. */
export function measureStartUp(launcher) {
  const folder = mkdtempSync(join(tmpdir(), 'wirewise-bench-'));
  const empty = join(folder, 'empty.js');
  writeFileSync(empty, '');
  try {
    const ratios = COMMANDS.map(() => []);
    for (let round = 0; round < ROUNDS; round++) {
      const bare = cpuSeconds([empty]);
      for (const [at, { args }] of COMMANDS.entries()) ratios[at].push(cpuSeconds([launcher, ...args]) / bare);
    }
    return COMMANDS.map(({ name, limit }, at) => ({
      what: `${name}, CPU against bare node`,
      value: median(ratios[at]),
      ...(limit !== undefined && { limit }),
      unit: '×',
    }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** CPU seconds of RUNS_A_ROUND runs, as bash's `time` reports them of its children. */
function cpuSeconds(args) {
  const script = `TIMEFORMAT='%3U %3S'; time (for i in $(seq ${RUNS_A_ROUND}); do "$0" "$@" >/dev/null; done)`;
  const report = execFileSync('bash', ['-c', `{ ${script} ; } 2>&1`, process.execPath, ...args], { encoding: 'utf8' });
  const [user, system] = report.trim().split(/\s+/).map(Number);
  return user + system;
}
