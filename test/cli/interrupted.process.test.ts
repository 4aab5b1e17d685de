/** Whatever ends a run early: a file is there whole or not at all, and nothing is left beside it. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const BIN = join(resolve(import.meta.dirname, '../..'), 'bin/wirewise.js');

function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), 'wirewise-interrupted-'));
}

/** Starts the program and sends it a signal after a while. */
async function interrupt(argv: readonly string[], cwd: string, signal: NodeJS.Signals, afterMs: number) {
  const child = spawn(process.execPath, [BIN, ...argv], { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const timer = setTimeout(() => child.kill(signal), afterMs);
  const [code, ended] = await new Promise<[number | null, NodeJS.Signals | null]>((done) => {
    child.on('close', (...how) => done(how));
  });
  clearTimeout(timer);
  return { code, ended, stderr };
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs the program with signal-at.cjs in it.
 *
 * @param at the number of the call that the signal comes before; `undefined`: no signal
 * @returns `calls`: the calls that change files, or the one that the signal came before
 */
function runWithSignal(argv: readonly string[], signal: NodeJS.Signals, at?: number) {
  const cwd = emptyFolder();
  const log = join(emptyFolder(), 'log');
  const { status, signal: ended } = spawnSync(
    process.execPath,
    ['--require', join(import.meta.dirname, 'signal-at.cjs'), BIN, ...argv],
    {
      cwd,
      stdio: 'ignore',
      env: { ...process.env, SIGNAL: signal, SIGNAL_LOG: log, ...(at !== undefined && { SIGNAL_AT: String(at) }) },
    },
  );
  return { status, ended, left: filesIn(cwd), calls: readFileSync(log, 'utf8').trimEnd().split('\n') };
}

/** Every file below a folder by its path, with its text. */
function filesIn(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    entries
      .filter((entry) => !entry.isDirectory())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => [relative(folder, path), readFileSync(path, 'utf8')]),
  );
}

describe.each([
  ['a report', ['recommend', '--json', '--samples', '0', '-o', 'out.json']],
  ['a document of a folder', ['recommend', '--format', 'adr', '--samples', '0', '--quiet', '-o', 'adr/']],
  ['a record', ['record', '--preset', 'chat', '--name', 'x', '-o', 'x.wirewise.yaml']],
  ['a project', ['snippet', 'mqtt', '--language', 'typescript', '--out', 'starter']],
])('a signal before any change that %s makes', (_what, argv) => {
  const whole = runWithSignal(argv, 'SIGTERM');

  test.each(whole.calls.map((call, at) => [at, call] as const))('call %i, %s: the work is done first', (at, call) => {
    for (const signal of at === 0 ? SIGNALS : (['SIGTERM'] as const)) {
      const { status, ended, left, calls } = runWithSignal(argv, signal, at);
      expect({ status, ended, calls }).toEqual({ status: null, ended: signal, calls: [call] });
      expect(left).toEqual(whole.left);
    }
  });
});

describe('a pipe that nobody reads', () => {
  // Mostly waiting, so all at once.
  test.concurrent.each([
    ['SIGINT', ['recommend', '--preset', 'chat', '--samples', '0']],
    ['SIGTERM', ['recommend', '--preset', 'chat', '--samples', '0', '--format', 'adr']],
    ['SIGHUP', ['record', '--preset', 'chat', '--name', 'x']],
    ['SIGINT', ['batch', '/dev/null']],
  ] as const)('is waited for no longer than until %s: %j', async (signal, argv) => {
    const cwd = emptyFolder();
    execFileSync('mkfifo', [join(cwd, 'pipe')]);
    expect(await interrupt([...argv, '--output', 'pipe'], cwd, signal, 1500)).toMatchObject({ ended: signal });
    expect(readdirSync(cwd)).toEqual(['pipe']);
  });
});

describe('a file that is there', () => {
  test.each([['recommend', '--quiet'], ['batch', '--quiet'], ['matrix']])('keeps its mode: %s %s', (...argv) => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, 'file'), 'old');
    chmodSync(join(cwd, 'file'), 0o600);
    const run = { cwd, input: '{}\n' };
    expect(spawnSync(process.execPath, [BIN, ...argv, '-o', 'file'], run).status).toBe(0);
    expect(readFileSync(join(cwd, 'file'), 'utf8')).not.toBe('old');
    expect(statSync(join(cwd, 'file')).mode & 0o777).toBe(0o600);
  });

  test('a link to it stays a link', () => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, 'real.json'), 'old');
    chmodSync(join(cwd, 'real.json'), 0o664);
    symlinkSync('real.json', join(cwd, 'link.json'));
    const { status } = spawnSync(process.execPath, [BIN, 'recommend', '--quiet', '-o', 'link.json'], { cwd });
    expect(status).toBe(0);
    expect(readFileSync(join(cwd, 'real.json'), 'utf8')).toBe('websocket\n');
    expect(statSync(join(cwd, 'real.json')).mode & 0o777).toBe(0o664);
    expect(readdirSync(cwd).sort()).toEqual(['link.json', 'real.json']);
  });
});

describe('streams that are closed', () => {
  test.each([
    ['stdin', '<&-', 0],
    ['stdout', '>&-', 0],
    ['stderr', '2>&-', 0],
    ['all of them', '<&- >&- 2>&-', 0],
  ])('%s', (_, redirection, expected) => {
    const command = `"${process.execPath}" "${BIN}" recommend --preset chat ${redirection}`;
    const { status, stderr } = spawnSync('bash', ['-c', command], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: expected, stderr: '' });
  });

  test('the wizard without a stdin says what works instead', () => {
    const { status, stderr } = spawnSync('bash', ['-c', `"${process.execPath}" "${BIN}" <&-`], { encoding: 'utf8' });
    expect(status).toBe(2);
    expect(stderr).toContain('wirewise recommend');
  });
});
