/** Whatever the width of the terminal and of the letters: no line of a report is wider. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { builtInRules } from '../../src/rules/built-in.ts';
import { runWith } from './fake-io.ts';

/** Nothing counts, so that all tie. */
const ZERO = (await builtInRules()).criteria.flatMap(({ id }) => ['--weight', `${id}=0`]);

const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  recommend: ['recommend', '--preset', 'chat', '--all', '--samples', '100'],
  'recommend with mistakes': ['recommend', '--preset', 'iot-telemetry', '--current', 'polling', '--samples', '100'],
  'recommend, none feasible': ['recommend', '--broker', 'unwanted', '--pattern', 'work-queue'],
  'recommend, long names': ['recommend', '--preset', 'read-only-feed', '--all', '--samples', '100'],
  'recommend, a tie': ['recommend', '--samples', '100', ...ZERO],
  matrix: ['matrix', '--all', '--criteria', 'all'],
  'matrix with notes': ['matrix', '--all', '--notes'],
  explain: ['explain', 'mqtt', '--preset', 'chat'],
  compare: ['compare', 'websocket', 'sse', '--preset', 'chat'],
  'explain a mistake': ['explain', '--mistake', 'polling-in-a-loop'],
  'explain a criterion': ['explain', '--criterion', 'no-broker'],
  'rules show': ['rules', 'show', '--origin'],
  'rules test': ['rules', 'test'],
  'rules diff': ['rules', 'diff', gradesOfSse(4), gradesOfSse(0)],
};
const WIDTHS = [40, 41, 57, 80, 99, 120, 200];

/** A pack that gives Server-Sent Events this grade everywhere. */
function gradesOfSse(grade: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'wirewise-grades-'));
  mkdirSync(join(folder, 'protocols'));
  writeFileSync(join(folder, 'pack.yaml'), 'name: house\nversion: "1"\n');
  const protocol = readFileSync(join(import.meta.dirname, '../../rules/protocols/sse.yaml'), 'utf8');
  const cells = /^cells:\n(?: .*\n|\n)+/m.exec(protocol)?.[0].replaceAll(/^( +)grade: \d$/gm, `$1grade: ${grade}`);
  writeFileSync(join(folder, 'protocols/sse.yaml'), `id: sse\nextends: true\n${cells}`);
  return folder;
}

/** Server-Sent Events under a name and with cells that take two columns a letter, or none. */
function widePack(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wirewise-wide-'));
  mkdirSync(join(folder, 'protocols'));
  cpSync(join(import.meta.dirname, '../../rules/pack.yaml'), join(folder, 'pack.yaml'));
  const protocol = readFileSync(join(import.meta.dirname, '../../rules/protocols/sse.yaml'), 'utf8')
    .replace('id: sse', 'id: wide')
    .replace(/^name: .*$/m, 'name: サーバー送信イベントサーバー送信イベント👩‍👩‍👧‍👦')
    .replaceAll(/^( +)says: .*$/gm, '$1says: 強い制約e\u0301🚀')
    .replaceAll(/^( +)because: .*$/gm, `$1because: ${'接続は一方向で、再接続は自動です。👍🏽 '.repeat(6)}`);
  writeFileSync(join(folder, 'protocols', 'wide.yaml'), protocol);
  return folder;
}

/** What must stay in one piece: a command to copy, a link, a long id, and the lines of a starter. */
function isBreakable(line: string): boolean {
  return !/https?:\/\/|wirewise recommend|--[a-z]|\S{34,}/.test(line);
}

function withoutStarter(text: string): string {
  return text.replace(/^--- [\s\S]*?(?=^=> )/m, '');
}

describe.each(WIDTHS)('%i columns', (columns) => {
  test.each(Object.entries(COMMANDS))('hold %s', async (_name, argv) => {
    const { stdout } = await runWith(argv, { terminal: true, columns, env: { NO_COLOR: '1' } });
    const lines = withoutStarter(stdout).split('\n');
    expect(lines.length).toBeGreaterThan(5);
    expect(lines.filter((line) => isBreakable(line) && stringWidth(line) > columns)).toEqual([]);
  });

  test('hold letters that take two columns', async () => {
    const pack = widePack();
    for (const argv of [
      ['matrix', 'wide', 'mqtt', '--notes'],
      ['explain', 'wide'],
      ['compare', 'wide', 'mqtt'],
    ]) {
      const { stdout, stderr } = await runWith([...argv, '--rules', pack], {
        terminal: true,
        columns,
        env: { NO_COLOR: '1' },
      });
      expect(stderr).toBe('');
      const lines = stdout.split('\n');
      expect(stdout).toContain('サーバー');
      expect(lines.filter((line) => isBreakable(line) && stringWidth(line) > columns)).toEqual([]);
    }
  });
});
