/** Whatever `--output` and `--out` name that cannot be written: told in words, with nothing left behind. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { EXIT } from '../../../src/cli/exit-codes.ts';
import { runWith } from '../fake-io.ts';
import { expectDecency, hostileFolder } from './decency.ts';

const cwd = hostileFolder();

const WRITERS: readonly (readonly string[])[] = [
  ['recommend', '--preset', 'chat', '--samples', '0', '--output'],
  ['recommend', '--preset', 'chat', '--samples', '0', '--format', 'adr', '--output'],
  ['record', '--preset', 'chat', '--name', 'orders', '--output'],
  ['check', '../kept.wirewise.yaml', '--output'],
  ['batch', '../lines.ndjson', '--output'],
  ['matrix', '--output'],
  ['skill', '--output'],
  ['snippet', 'sse', '--language', 'python', '--out'],
  ['rules', 'new', 'pack', 'house', '--out'],
];

const PLACES = [
  'file/beneath',
  'file/beneath/deeper',
  'round',
  'round/beneath',
  'nowhere-link',
  'nowhere-link/beneath',
  'no/where/far',
  'n'.repeat(256),
  `${'d/'.repeat(2100)}x`,
  'nul\0byte',
  '',
];

let folder = '';

beforeEach(async () => {
  folder = mkdtempSync(join(cwd, 'places-'));
  const record = await runWith(['record', '--preset', 'chat', '--name', 'kept'], { cwd });
  writeFileSync(join(cwd, 'kept.wirewise.yaml'), record.stdout);
  writeFileSync(join(cwd, 'lines.ndjson'), '{}\n');
  writeFileSync(join(folder, 'file'), 'mine\n');
  symlinkSync('round', join(folder, 'round'));
  symlinkSync('nowhere', join(folder, 'nowhere-link'));
  mkdirSync(join(folder, 'full'));
});

describe.each(WRITERS.map((words) => [words.join(' '), words] as const))('%s', (_name, words) => {
  test.each(PLACES.map((place) => [place.slice(0, 30), place] as const))('%j', async (_short, place) => {
    const before = readdirSync(folder);
    const code = await expectDecency([...words, place], { cwd: folder });
    // Folders that are not there are made for a project, and for nothing else.
    if (!words.includes('--out') || place.startsWith('file') || place.startsWith('round'))
      expect(code).toBe(EXIT.usage);
    if (code !== EXIT.ok) expect(readdirSync(folder)).toEqual(before);
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('mine\n');
  });
});

test('the name of a folder is no name for a file', async () => {
  for (const words of WRITERS.filter((one) => !one.includes('--out') && !one.includes('adr'))) {
    expect(await expectDecency([...words, 'absent/'], { cwd: folder })).toBe(EXIT.usage);
  }
  expect(readdirSync(folder)).not.toContain('absent');
});

test('a device takes what record writes', async () => {
  expect(await expectDecency(['record', '--preset', 'chat', '--name', 'x', '--output', '/dev/null'])).toBe(EXIT.ok);
});
