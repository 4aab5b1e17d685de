import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ajv } from '@wirewise/validators/json-schema';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { runWith } from '../fake-io.ts';
import { makeFolder, put } from '../records-world.ts';

const cwd = makeFolder();
const FLAGS = ['--direction', 'both', '--clients', 'browser,device', '--weight', 'latency=5', '--must', 'latency=2'];

async function record(...argv: readonly string[]) {
  return runWith(['record', ...argv], { cwd });
}

describe('wirewise record', () => {
  test('writes what was asked and chosen, as its schema has it, with a line for editors first', async () => {
    const { exitCode, stdout, stderr } = await record(...FLAGS, '--name', 'orders: "live"', '--why', 'two\nlines');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^# yaml-language-server: \$schema=/);
    const data: unknown = parse(stdout);
    expect(data).toMatchObject({
      version: 1,
      name: 'orders: "live"',
      why: 'two\nlines',
      answers: { direction: 'both', clients: ['browser', 'device'], weight: { latency: 5 }, must: { latency: 2 } },
      basis: { packs: ['core@1'], overrides: { weight: { latency: 5 }, must: { latency: 2 } } },
    });
    const { stdout: schema } = await runWith(['schema', 'check']);
    expect(ajv(JSON.parse(schema))(data)).toEqual([]);
    const checked = await runWith(['check', '-'], { cwd, stdin: stdout });
    expect(checked.exitCode).toBe(0);
  });

  test('writes the file whole, and never over one that exists', async () => {
    expect((await record('--direction', 'both', '--name', 'a', '--output', 'a.wirewise.yaml')).exitCode).toBe(0);
    const before = readFileSync(join(cwd, 'a.wirewise.yaml'), 'utf8');
    const { exitCode, stderr } = await record('--no-replay', '--name', 'b', '--output', 'a.wirewise.yaml');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Refusing to overwrite a.wirewise.yaml');
    expect(readFileSync(join(cwd, 'a.wirewise.yaml'), 'utf8')).toBe(before);
    expect((await record('--no-replay', '--name', 'b', '--output', 'a.wirewise.yaml', '--force')).exitCode).toBe(0);
    expect(readFileSync(join(cwd, 'a.wirewise.yaml'), 'utf8')).toContain('name: b');
  });

  test('keeps an extended decision, with all rivals that there are', async () => {
    const { exitCode, stdout } = await record('--pattern', 'work-queue', '--broker', 'unwanted', '--name', 'feed');
    expect(exitCode).toBe(0);
    const data = parse(stdout);
    expect(data).toMatchObject({ decision: 'polling', basis: { all: true } });
    expect(Object.keys(data.basis.grades.latency)).toContain('polling');
  });

  test.each([
    ['no name', ['--direction', 'both'], 2, 'Missing --name'],
    ['no answers', ['--name', 'x'], 2, 'Missing answers: without any, the advice is merely the default.'],
    ['an empty name', ['--name', ' '], 2, 'Expected some text after --name.'],
    ['a long name', ['--name', 'x'.repeat(201)], 2, 'Expected at most 200 characters after --name.'],
    ['a name that steers', ['--name', 'a\u001b[2J'], 2, 'Unexpected control character after --name.'],
    ['an unknown protocol', ['--name', 'x', '--decision', 'webscket'], 2, 'Did you mean "websocket"?'],
    ['an unknown mistake', ['--name', 'x', '--accept', 'reconnect-strom'], 2, 'Did you mean "reconnect-storm"?'],
    [
      'nothing feasible',
      ['--name', 'x', '--core', '--broker', 'unwanted', '--pattern', 'work-queue'],
      1,
      'nothing to record',
    ],
    ['one that is excluded', ['--name', 'x', '--direction', 'both', '--decision', 'sse'], 1, 'excludes sse'],
    ['one that is not first', ['--name', 'x', '--direction', 'both', '--decision', 'mqtt'], 1, 'mqtt ranks 2'],
  ])('writes nothing for %s', async (_what, argv, code, message) => {
    const { exitCode, stdout, stderr } = await record(...argv, '--output', 'never.yaml');
    expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: '' });
    expect(stderr).toContain(message);
    expect(() => readFileSync(join(cwd, 'never.yaml'))).toThrow('ENOENT');
  });

  test('wants warnings to be read and accepted, and says how', async () => {
    const argv = ['--direction', 'server-to-client', '--clients', 'browser', '--http', 'http1-only', '--name', 'x'];
    const refused = await record(...argv);
    expect(refused.exitCode).toBe(1);
    const accept = /add: --accept (\S+)/.exec(refused.stderr)?.[1] ?? '';
    expect(accept).not.toBe('');
    const { exitCode, stdout } = await record(...argv, '--accept', accept);
    expect(exitCode).toBe(0);
    expect(parse(stdout)).toMatchObject({ accepts: accept.split(',') });
  });

  test('names the rule packs in the command that it hands over', async () => {
    put(cwd, 'my house/pack.yaml', 'name: house\nversion: "1"\n');
    const { stdout } = await record('--direction', 'both', '--name', 'x', '--rules', 'my house');
    expect(stdout).toContain("#   wirewise check FILE --rules 'my house'");
    expect(parse(stdout)).toMatchObject({ basis: { packs: ['core@1', 'house@1'] } });
  });
});
