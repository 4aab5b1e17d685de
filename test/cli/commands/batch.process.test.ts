import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';

const BIN = resolve(import.meta.dirname, '../../../bin/wirewise.js');

function shell(command: string, cwd = tmpdir()): string {
  const env = { ...process.env, NODE: process.execPath, BIN };
  return execFileSync('bash', ['-c', command], { encoding: 'utf8', cwd, env, maxBuffer: 1 << 28 });
}

/** `yes` never ends: whoever does not stop reading does not end either. */
const ENDLESS = `yes '{"direction":"both"}'`;

describe('the built program in a pipe', () => {
  test('ends quietly when the reader leaves', () => {
    const out = shell(`${ENDLESS} | "$NODE" "$BIN" batch 2>&1 | head -1`);
    expect(JSON.parse(out)).toMatchObject({ recommendation: { protocol: 'websocket' } });
    expect(out.split('\n')).toHaveLength(2);
  });

  test.each(['batch', 'matrix'])('%s says so when the disk is full', (command) => {
    expect(shell(`echo '{}' | "$NODE" "$BIN" ${command} 2>&1 >/dev/full; echo $?`)).toBe(
      'error: Cannot write to standard output: the disk is full.\n2\n',
    );
  });

  test('exit code 1 after a bad line, 0 without one', () => {
    expect(shell(`printf '{}\\n!\\n' | "$NODE" "$BIN" batch -q | tail -1; echo "\${PIPESTATUS[1]}"`)).toMatch(/\n1\n$/);
    expect(shell(`printf '{}\\n{}' | "$NODE" "$BIN" batch -q; echo $?`)).toBe(
      `${'{"protocol":"websocket"}\n'.repeat(2)}0\n`,
    );
  });

  test('shards give together what one run gives', () => {
    const cwd = mkdtempSync(join(tmpdir(), 'wirewise-shards-'));
    const lines = Array.from({ length: 100 }, (_, id) => `{"id":${id},"answers":{"latency":${id + 1}}}`);
    writeFileSync(join(cwd, 'services.ndjson'), `${lines.join('\n')}\n`);
    const whole = shell(`"$NODE" "$BIN" batch services.ndjson`, cwd);
    const parts = shell(
      `split -n l/4 services.ndjson part. && ls part.* | xargs -P 2 -I {} "$NODE" "$BIN" batch {} -o {}.out && cat part.*.out`,
      cwd,
    );
    expect(parts).toBe(whole);
  });

  test('keeps its memory, however many lines there are', () => {
    const report = `data:text/javascript,process.on('exit',()=>process.stderr.write(String(process.resourceUsage().maxRSS)))`;
    // Long lines, which come back in the answers: 1,100 that were kept would take 50 MB or more.
    const lines = `line='{"id":"%050000d","answers":{"direction":"both"}}'; yes "$(printf "$line" 0)"`;
    const kibibytes = (count: number) =>
      Number(shell(`${lines} | head -${count} | "$NODE" --import "${report}" "$BIN" batch 2>&1 >/dev/null`));
    expect(kibibytes(1500)).toBeLessThan(1.4 * kibibytes(400));
  });
});

describe('a run that is broken off', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('by %s leaves no half-written file', async (signal) => {
    const cwd = mkdtempSync(join(tmpdir(), 'wirewise-signal-'));
    const child = spawn(process.execPath, [BIN, 'batch', '--output', 'out.ndjson'], {
      cwd,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    child.stdin.write('{}\n'.repeat(1000));
    while (readdirSync(cwd).length === 0) await delay(20);
    expect(readdirSync(cwd)).toEqual([expect.stringMatching(/^\.out\.ndjson\.\w+\.draft$/)]);
    child.kill(signal);
    const [code] = await once(child, 'close');
    expect({ code, said }).toEqual({ code: 130, said: '' });
    expect(readdirSync(cwd)).toEqual([]);
  });

  test('ends at once in the middle of a long chunk', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'wirewise-signal-'));
    // Some 20 ms a line: minutes for what one read brings.
    writeFileSync(join(cwd, 'lines.ndjson'), '{}\n'.repeat(20_000));
    const argv = [BIN, 'batch', 'lines.ndjson', '--samples', '10000', '-o', 'out.ndjson'];
    const child = spawn(process.execPath, argv, { cwd, stdio: 'ignore' });
    while (readdirSync(cwd).length === 1) await delay(20);
    await delay(300);
    const before = performance.now();
    child.kill('SIGINT');
    const [code] = await once(child, 'close');
    expect(code).toBe(130);
    expect(performance.now() - before).toBeLessThan(5000);
    expect(readdirSync(cwd)).toEqual(['lines.ndjson']);
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('by %s while a pipe waits for its writer', async (signal) => {
    const cwd = mkdtempSync(join(tmpdir(), 'wirewise-signal-'));
    shell('mkfifo lines', cwd);
    const child = spawn(process.execPath, [BIN, 'batch', 'lines', '-o', 'out.ndjson'], { cwd, stdio: 'ignore' });
    while (readdirSync(cwd).length === 1) await delay(20);
    await delay(200);
    child.kill(signal);
    expect(await once(child, 'close')).toEqual([null, signal]);
    expect(readdirSync(cwd)).toEqual(['lines']);
  });

  test('ends at once while its reader takes nothing', async () => {
    const child = spawn('bash', ['-c', `exec "${process.execPath}" "${BIN}" batch <(${ENDLESS})`], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    // What a pipe holds, and then nothing more.
    await once(child.stdout, 'readable');
    await delay(500);
    child.kill('SIGINT');
    child.stdout.resume();
    const [code] = await once(child, 'close');
    expect(code).toBe(130);
  });
});
