/** Whatever ends a run early: a file is there whole or not at all, and nothing is left beside it. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const BIN = join(resolve(import.meta.dirname, '../..'), 'bin/wirewise.js');
const MOMENTS = 12;

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

describe.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s', (signal) => {
  test('at any moment leaves a report whole or not there', async () => {
    const whole = JSON.parse(spawnSync(process.execPath, [BIN, 'recommend', '--json'], { encoding: 'utf8' }).stdout);
    for (let moment = 0; moment < MOMENTS; moment++) {
      const cwd = emptyFolder();
      const afterMs = 40 + moment * 15;
      const { code, ended, stderr } = await interrupt(['recommend', '--json', '-o', 'out.json'], cwd, signal, afterMs);
      expect(ended === signal || code === 0).toBe(true);
      expect(stderr).toBe('');
      const left = readdirSync(cwd);
      if (left.length > 0) {
        expect(left).toEqual(['out.json']);
        expect(JSON.parse(readFileSync(join(cwd, 'out.json'), 'utf8')).ranking).toEqual(whole.ranking);
      }
    }
  });

  test('at any moment leaves a project whole or not there', async () => {
    for (let moment = 0; moment < MOMENTS; moment++) {
      const cwd = emptyFolder();
      const argv = ['snippet', 'mqtt', '--language', 'typescript', '--out', 'starter'];
      const { code, ended } = await interrupt(argv, cwd, signal, 40 + moment * 10);
      expect(ended === signal || code === 0).toBe(true);
      const left = readdirSync(cwd);
      if (left.length > 0) {
        expect(left).toEqual(['starter']);
        expect(readdirSync(join(cwd, 'starter'))).toContain('README.md');
      }
    }
  });
});

describe('a pipe that nobody reads', () => {
  test.each([
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
