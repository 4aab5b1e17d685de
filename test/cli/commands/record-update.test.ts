import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { runWith } from '../fake-io.ts';
import { makeFolder, put, putHouse } from '../records-world.ts';

const FILE = 'orders.wirewise.yaml';
let cwd = '';
beforeEach(async () => {
  cwd = makeFolder();
  const { exitCode } = await runWith(['record', '--direction', 'both', '--name', 'orders', '-o', FILE], { cwd });
  expect(exitCode).toBe(0);
});

const text = (name = FILE) => readFileSync(join(cwd, name), 'utf8');
const update = (...argv: string[]) => runWith(['record', '--update', FILE, ...argv], { cwd });
const check = (...argv: string[]) => runWith(['check', ...argv], { cwd });

describe('wirewise record --update', () => {
  test('changes nothing where nothing has changed', async () => {
    const before = text();
    expect(await update()).toEqual({ exitCode: 0, stdout: '', stderr: `Wrote ${FILE}: still websocket.\n` });
    expect(text()).toBe(before);
  });

  test('decides anew with the rules of now, so that check holds again', async () => {
    putHouse(cwd, '1', { websocket: { bidirectional: 2 } });
    expect((await check('--rules', 'house')).exitCode).toBe(1);
    const { exitCode, stderr } = await update('--rules', 'house');
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^Wrote orders\.wirewise\.yaml: (?!websocket)[a-z0-9-]+, was websocket\.\n$/);
    expect((await check('--rules', 'house')).exitCode).toBe(0);
  });

  test('keeps what the team wrote, and takes answers from flags', async () => {
    put(cwd, FILE, text().replace('name: orders', 'name: orders # ours\nwhy: |\n  Two\n  lines'));
    expect((await update('--latency', '2s', '--quiet')).stderr).toBe('');
    expect(text()).toMatch(/^# yaml-language-server/);
    expect(text()).toContain('name: orders # ours\nwhy: |\n  Two\n  lines\n');
    expect(parse(text())).toMatchObject({
      answers: { direction: 'both', latency: 2000 },
      basis: { answers: { latency: { answer: 2000 } } },
    });
    expect((await check()).exitCode).toBe(0);
  });

  test('keeps JSON as JSON', async () => {
    await runWith(['record', '--direction', 'both', '--name', 'a', '--json', '-o', 'a.wirewise.json'], { cwd });
    expect((await runWith(['record', '--update', 'a.wirewise.json', '--latency', '1s'], { cwd })).exitCode).toBe(0);
    expect(JSON.parse(text('a.wirewise.json')).answers).toEqual({ direction: 'both', latency: 1000 });
  });

  test('leaves the file alone where it cannot be used, or would not hold', async () => {
    const before = text();
    expect((await update('--broker', 'unwanted', '--pattern', 'work-queue')).exitCode).toBe(1);
    expect((await update('--decision', 'mqtt')).exitCode).toBe(1);
    expect((await update('--format', 'json')).exitCode).toBe(2);
    expect(text()).toBe(before);
    put(cwd, FILE, 'answers: { directoin: both }\ndecision: sse\n');
    const { exitCode, stderr } = await update();
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`${FILE}:1:12: wrong-answer: Unknown question "directoin"`);
  });
});

describe('wirewise record --override', () => {
  const OVERRIDE = ['record', '--direction', 'both', '--name', 'x', '--decision', 'mqtt'];

  test('records another choice than the advice, which check then accepts', async () => {
    const refused = await runWith(OVERRIDE, { cwd });
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain('To choose mqtt anyway, add: --override "WHY"');
    const { exitCode } = await runWith([...OVERRIDE, '--override', 'We run it.', '-o', 'x.wirewise.yaml'], { cwd });
    expect(exitCode).toBe(0);
    expect(parse(text('x.wirewise.yaml'))).toMatchObject({ decision: 'mqtt', override: { because: 'We run it.' } });
    expect((await check('x.wirewise.yaml')).exitCode).toBe(0);
    expect((await runWith(['record', '--update', 'x.wirewise.yaml'], { cwd })).stderr).toContain('still mqtt');
  });

  test('has to be feasible all the same, and to differ from the advice', async () => {
    const excluded = await runWith([...OVERRIDE.slice(0, -1), 'sse', '--override', 'We want it.'], { cwd });
    expect(excluded.exitCode).toBe(1);
    expect(excluded.stderr).toContain('excludes sse');
    const idle = await runWith([...OVERRIDE.slice(0, -1), 'websocket', '--override', 'x'], { cwd });
    expect(idle).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: 'error: Unexpected --override: websocket ranks first, so there is nothing to override.\n',
    });
    const whole = await runWith([...OVERRIDE.slice(0, -2), '--override', 'x'], { cwd });
    expect(whole.stderr).toContain('Missing --decision');
  });
});

describe('wirewise check without FILE', () => {
  test('checks all records below the working directory', async () => {
    put(cwd, 'a/b/c.wirewise.json', '{"version":1,"name":"c","answers":{"direction":"both"},"decision":"sse"}');
    put(cwd, 'a/other.yaml', 'version: 1\ndecision: sse\n');
    put(cwd, 'node_modules/x/d.wirewise.yaml', 'nonsense');
    const { exitCode, stdout } = await check();
    expect(exitCode).toBe(1);
    expect(stdout).toContain('2 records');
    expect(stdout).toContain('a/b/c.wirewise.json');
  });

  test('says so where there are none', async () => {
    const { exitCode, stderr } = await runWith(['check'], { cwd: makeFolder() });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^error: No recorded decision below this folder: .*wirewise record/);
  });
});

describe('--answers takes', () => {
  test('a record', async () => {
    const { stdout } = await runWith(['recommend', '--answers', FILE, '--fields', 'answers'], { cwd });
    expect(JSON.parse(stdout)).toEqual({ answers: { direction: 'both' } });
  });

  test('a saved decision, with its weights and minima', async () => {
    const flags = ['--direction', 'both', '--weight', 'latency=5', '--must', 'latency=2', '--no-starter', '--json'];
    const saved = await runWith(['recommend', ...flags], { cwd });
    const again = await runWith(['recommend', '--answers', '-', '--no-starter', '--json'], {
      cwd,
      stdin: saved.stdout,
    });
    expect(again).toEqual(saved);
  });

  test.each([
    ['answers:\n  directoin: both\n', '2:3: wrong-answer: Unknown question "directoin"'],
    ['answers: {}\noverrides:\n  weight: { latncy: 1 }\n', '3:13: wrong-answer: Unknown criterion "latncy"'],
    ['answers: [1]\n', '1:10: wrong-answer: Expected a map of answers'],
  ])('and places what is wrong in them: %j', async (stdin, message) => {
    const { exitCode, stderr } = await runWith(['recommend', '--answers', '-'], { cwd, stdin });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});
