import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FORMATS } from '../../../src/report/formats.ts';
import { builtInRules } from '../../../src/rules/built-in.ts';
import { runWith } from '../fake-io.ts';

const cwd = mkdtempSync(join(tmpdir(), 'wirewise-from-'));
writeFileSync(join(cwd, 'tsconfig.json'), '{}');
const rules = await builtInRules();
const { stdout: saved } = await runWith(['recommend', '--preset', 'chat', '--all', '--json'], { cwd });

type Json = Record<string, unknown>;

/** A saved decision with something about it changed, in one line as `batch` writes it. */
function changed(change: (decision: Json) => void): string {
  const decision: Json = JSON.parse(saved);
  change(decision);
  return `${JSON.stringify(decision)}\n`;
}

const from = (stdin: string, ...argv: string[]) => runWith(['recommend', '--from', '-', ...argv], { stdin, cwd });

/** What holds the protocol ranked first, changed. */
function first(decision: Json, change: object): void {
  const ranking = decision['ranking'];
  if (Array.isArray(ranking)) Object.assign(ranking[0], change);
}

describe('recommend --from', () => {
  test.each(rules.presets.map(({ id }) => id))(
    'prints %s as it was printed when it was decided, in any format',
    async (id) => {
      const argv = ['recommend', '--preset', id, '--samples', '200'];
      const { stdout: decision, exitCode } = await runWith([...argv, '--json'], { cwd });
      for (const format of Object.keys(FORMATS)) {
        const direct = await runWith([...argv, '--format', format], { cwd });
        expect(await from(decision, '--format', format), format).toEqual(direct);
        // A format that cannot say this refuses, the same in both cases.
        const isRefused = direct.stderr.startsWith('error: No ');
        expect(direct.exitCode, format).toBe(isRefused ? 2 : exitCode);
      }
    },
  );

  test('takes a file, too', async () => {
    writeFileSync(join(cwd, 'decision.json'), saved);
    const { exitCode, stdout } = await runWith(['recommend', '--from', 'decision.json', '--json'], { cwd });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: saved });
  });

  test('ends with 1 when nothing was feasible', async () => {
    const { stdout } = await runWith(
      ['recommend', '--core', '--broker', 'unwanted', '--pattern', 'work-queue', '--json'],
      {
        cwd,
      },
    );
    const { exitCode, stdout: text } = await from(stdout);
    expect(exitCode).toBe(1);
    expect(text).toMatch(/^No protocol meets every requirement/);
  });

  test('tells the protocol alone with --quiet', async () => {
    const { exitCode, stdout, stderr } = await from(
      changed((decision) =>
        Object.assign(decision, { tool: { name: 'w', version: '9', rules: { packs: [], digest: '' } } }),
      ),
      '--quiet',
    );
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 0,
      stdout: `${JSON.parse(saved).recommendation.protocol}\n`,
      stderr: '',
    });
  });

  test('needs neither starter nor command, and then tells the command itself', async () => {
    const line = changed((decision) => {
      delete decision['snippet'];
      delete decision['command'];
    });
    for (const format of Object.keys(FORMATS)) {
      const { exitCode, stdout, stderr } = await from(line, '--format', format);
      expect({ exitCode, stderr }, format).toEqual({ exitCode: 0, stderr: '' });
      expect(stdout).not.toContain('undefined');
    }
    expect((await from(line)).stdout).toContain(JSON.parse(saved).command);
  });

  test('keeps what a later version added', async () => {
    const later = changed((decision) => {
      decision['future'] = { deep: [1, 'two'] };
      first(decision, { medal: 'gold' });
    });
    expect(JSON.parse((await from(later, '--json')).stdout)).toEqual(JSON.parse(later));
  });

  test('says when it was decided with other rules', async () => {
    const { stdout, stderr } = await from(
      changed((decision) =>
        Object.assign(decision, {
          tool: {
            name: 'wirewise',
            version: '9',
            rules: { packs: ['core@0', 'house@2'], digest: 'sha256:0123456789abc' },
          },
        }),
      ),
    );
    expect(stderr).toBe(
      `note: Decided with other rules than are loaded now; shown as it was decided.\n      Then: core@0 + house@2 (sha256:01234567)\n      Now:  core@1 (${rules.digest.slice(0, 15)})\n`,
    );
    expect(stdout).toMatch(/^WebSocket ranks first\. /);
  });

  test('falls back to ids for what the rules of today do not know', async () => {
    // Programs say "undefined" by themselves.
    const strange = changed((decision) => delete decision['snippet'])
      .replaceAll(`"${rules.protocols[0]?.id}"`, '"gone-protocol"')
      .replaceAll(`"${rules.criteria[0]?.id}"`, '"gone-criterion"')
      .replaceAll(`"${rules.questions[1]?.id}"`, '"gone-question"');
    for (const format of Object.keys(FORMATS)) {
      const { exitCode, stdout, stderr } = await from(strange, '--format', format);
      const refusal = 'error: No AsyncAPI document: the rules do not know gone-protocol.\n';
      const expected = stderr === refusal ? { exitCode: 2, stderr: refusal } : { exitCode: 0, stderr: '' };
      expect({ exitCode, stderr }, format).toEqual(expected);
      expect(stdout).not.toMatch(/undefined|NaN/);
    }
  });

  test('lets no control character through to the terminal, in any format', async () => {
    const hostile = changed((decision) => {
      first(decision, { name: 'A\u001b[2JB\u009b31mC\rD' });
      decision['command'] = 'wirewise \u0007\u202e';
      decision['answers'] = { '\u001b]0;owned': 'x\u0000y' };
    });
    for (const format of Object.keys(FORMATS)) {
      const { exitCode, stdout } = await from(hostile, '--format', format);
      expect(exitCode).toBe(0);
      expect(stdout, format).not.toMatch(/[^\P{Cc}\n\t]|\u202e/u);
    }
    expect((await from(hostile)).stdout).toContain('A\\u{1b}[2JB\\u{9b}31mC\\u{d}D');
  });

  test.each([
    [['--direction', 'both'], '--direction'],
    [['--preset', 'chat', '--core'], '--preset, --core'],
    [['--no-replay', '--must', 'latency'], '--must, --replay'],
    [['--answers', 'x.yaml'], '--answers'],
    [['--samples', '5', '--seed', '2'], '--samples, --seed'],
  ])('refuses %j: the decision is made', async (argv, flags) => {
    const { exitCode, stdout, stderr } = await from(saved, ...argv);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toBe(`error: Unexpected ${flags} with --from: it shows a saved decision.\n`);
  });
});

describe('what is no decision', () => {
  const deep = (open: string, close: string) => open.repeat(100_000) + close.repeat(100_000);
  test.each<[string, string, string | RegExp]>([
    ['nothing', '', '1:1: empty-file: Expected a decision, the file is empty.'],
    ['null', 'null', '1:1: wrong-type: Expected a decision, as "wirewise recommend --json" prints it, got nothing.'],
    [
      'a list',
      '[1]',
      '1:1: wrong-type: Expected a decision, as "wirewise recommend --json" prints it, got a list of 1.',
    ],
    [
      'answers',
      '{"direction": "both"}',
      '1:1: missing-key: Missing "schemaVersion": this is not a decision. Save one with "wirewise recommend --json".',
    ],
    [
      'a later version',
      '{\n  "schemaVersion": 2\n}',
      '2:20: wrong-value: Expected schemaVersion 1, got 2: a newer wirewise wrote this. Update yours, or decide again.',
    ],
    [
      'another version',
      '{"schemaVersion": "1"}',
      /^\(standard input\):1:19: wrong-value: Expected 1, got "1"\. Remove the quotes\./m,
    ],
    [
      'a line of batch that failed',
      '{"schemaVersion":1,"line":3,"error":{"message":"Unknown question \\"x\\"."}}',
      '1:1: wrong-value: Expected a decision: batch could not decide this line. Unknown question "x".',
    ],
    [
      'two lines of batch',
      `${changed(() => {})}${changed(() => {})}`,
      '2:1: wrong-value: Expected one decision, here begins a second. Pass one line to --from -.',
    ],
    ['a file that breaks off', saved.slice(0, 3000), /^\(standard input\):\d+:\d+: yaml-syntax: .+\n$/],
    ['deep lists', deep('[', ']'), /:1:101: too-deep: Expected at most 60 levels/],
    ['deep maps', deep('{"a":', '}').replace(':}', ':1}'), /too-deep: Expected at most 60 levels/],
    [
      'a repeated key',
      saved.replace('"schemaVersion": 1', '"schemaVersion": 1,\n  "schemaVersion": 1'),
      '3:3: duplicate-key: Duplicate key "schemaVersion", first in line 2. Keep one of them.',
    ],
    [
      'a repeated key far down',
      saved.replace('"rank": 1,', '"rank": 1, "rank": 1,'),
      /duplicate-key: Duplicate key "rank"/,
    ],
    [
      'a reserved name',
      saved.replace('"schemaVersion": 1', '"schemaVersion": 1, "__proto__": {}'),
      /reserved-name: Unexpected key "__proto__"/,
    ],
    ['too much', ' '.repeat(10_000_000), 'error: Cannot read standard input: it is larger than 2 MiB.\n'],
    [
      'text for a number',
      saved.replace(/"score": [\d.]+/, '"score": "1"'),
      /:\d+:14: wrong-type: Expected a number, got "1"\. Remove the quotes\./,
    ],
    [
      'no ranking',
      changed((decision) => delete decision['ranking']),
      '1:1: missing-key: Missing "ranking": expected a list.',
    ],
    [
      'an unknown outcome',
      saved.replace('"outcome": "recommended"', '"outcome": "recomended"'),
      /Did you mean "recommended"\?/,
    ],
    ['a name of two lines', changed((decision) => first(decision, { name: 'A\nUse B.' })), /Expected one line of text/],
    ['numbers without end', saved.replace(/"score": [\d.]+/, '"score": 1e999'), /Expected a number, got Infinity/],
  ])('%s', async (_, text, message) => {
    const { exitCode, stdout, stderr } = await from(text);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).not.toMatch(/\n {4}at /);
    if (typeof message !== 'string') expect(stderr).toMatch(message);
    else expect(stderr.replace(/^\(standard input\):/, '')).toBe(message.endsWith('\n') ? message : `${message}\n`);
  });

  test('bytes that are no UTF-8 are placed', async () => {
    writeFileSync(
      join(cwd, 'latin.json'),
      Buffer.from(saved.replace('"name": "wirewise"', '"name": "wire\u00fcwise"'), 'latin1'),
    );
    const { exitCode, stderr } = await runWith(['recommend', '--from', 'latin.json'], { cwd });
    expect(exitCode).toBe(2);
    expect(stderr).toBe('latin.json:4:18: not-utf8: Expected UTF-8, found other bytes. Save the file as UTF-8.\n');
  });

  test('of very many problems the first twenty are told', async () => {
    const { stderr } = await from(saved.replace(/"points": [\d.]+/g, '"points": "x"'));
    const lines = stderr.trimEnd().split('\n');
    expect(lines).toHaveLength(21);
    expect(lines.at(-1)).toMatch(/^… and \d+ more\.$/);
  });

  test('a file that is not there is told', async () => {
    const { exitCode, stderr } = await runWith(['recommend', '--from', 'nowhere.json'], { cwd });
    expect(exitCode).toBe(2);
    expect(stderr).toBe('error: Cannot read nowhere.json: it does not exist.\n');
  });
});
