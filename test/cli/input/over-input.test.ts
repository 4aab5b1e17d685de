import { mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { runWith } from '../fake-io.ts';

const SYSTEM = 'version: 1\nname: x\nlegs:\n  a: { direction: both }\n';
const FILES = { 'system.yaml': SYSTEM, 'answers.yaml': 'direction: both\n' };

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'wirewise-over-input-'));
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(cwd, name), text);
  symlinkSync('answers.yaml', join(cwd, 'link.yaml'));
});

describe('no command writes over what it reads', () => {
  test.each([
    [['system', 'system.yaml', '--output', 'system.yaml'], 'system.yaml'],
    [['system', 'system.yaml', '--output', './system.yaml'], 'system.yaml'],
    [['recommend', '--answers', 'answers.yaml', '--output', 'link.yaml'], 'answers.yaml'],
    [['explore', '--answers', 'answers.yaml', '--output', 'answers.yaml'], 'answers.yaml'],
    [['record', '--system', 'system.yaml', '--force', '--output', 'system.yaml'], 'system.yaml'],
  ])('%j', async (argv, named) => {
    const { exitCode, stderr, stdout } = await runWith(argv, { cwd });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(`Refusing to overwrite ${named}: this command reads it.`);
    for (const [name, text] of Object.entries(FILES)) expect(readFileSync(join(cwd, name), 'utf8')).toBe(text);
  });

  test('but beside it', async () => {
    const { exitCode } = await runWith(['system', 'system.yaml', '--output', 'report.txt'], { cwd });
    expect(exitCode).toBe(0);
    expect(readFileSync(join(cwd, 'report.txt'), 'utf8')).toContain('x: ');
  });
});

test.each([
  [['matrix', 'sse'], 'Server-Sent Events'],
  [['recommend', '--direction', 'both', '--format', 'adr'], 'status: proposed'],
  [['system', 'system.yaml', '--format', 'adr'], 'status: proposed'],
])('%j --output - prints', async (argv, text) => {
  const { exitCode, stdout } = await runWith([...argv, '--output', '-'], { cwd });
  expect(exitCode).toBe(0);
  expect(stdout).toContain(text);
});

test.each(['1e308', '1000001'])('a weight of %s is refused, wherever it stands', async (weight) => {
  const flag = await runWith(['recommend', '--weight', `latency=${weight}`], { cwd });
  expect(flag.stderr).toContain('with N from 0 to 1000000');
  const stdin = `weight: { latency: ${weight} }\n`;
  const file = await runWith(['recommend', '--answers', '-'], { cwd, stdin });
  expect(file.stderr).toMatch(/:1:20: wrong-answer: Expected a number from 0 to 1000000\./);
  expect([flag.exitCode, file.exitCode]).toEqual([2, 2]);
});

test('an amount that no number holds gives no estimate', async () => {
  const huge = ['--current', 'polling', '--poll-interval', '1e-300', '--poll-bytes', '1e300', '--rate', '1e300'];
  const { exitCode, stdout } = await runWith(['recommend', '--message-bytes', '1e300', ...huge], { cwd });
  expect(exitCode).toBe(0);
  expect(stdout).not.toMatch(/NaN|Infinity/);
});

test.each([
  ['two legs of one name', '  a: { direction: both }\n', /:5:3: .*Duplicate key "a"/],
  ['a key that JavaScript reserves', '  __proto__: { direction: both }\n', /:5:3: .*"__proto__"/],
])('check refuses a recorded system with %s', async (_, line, message) => {
  const stdin = `${SYSTEM}${line}decisions: { a: websocket }\n`;
  const { exitCode, stdout } = await runWith(['check', '-'], { cwd, stdin });
  expect(exitCode).toBe(2);
  expect(stdout.replace(/\n {2,}/g, ' ')).toMatch(message);
});
