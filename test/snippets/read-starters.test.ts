import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readStarters } from '../../src/rules/starters.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'starters-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(manifest: string, files: Readonly<Record<string, string>>): void {
  const dir = join(folder, 'pigeon', 'go');
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'starter.yaml'), manifest);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
}

const GOOD = ['client:', '  files: { main.go: main.go }', '  run: go run .', '  proof: reviewed'];

test('a folder that is not there holds no starters', () => {
  expect(readStarters(join(folder, 'none'))).toEqual({});
});

test('reads manifests and programs', () => {
  put([...GOOD, '  values:', '    to: { says: Where, default: loft }'].join('\n'), { 'main.go': 'fly("{{to}}")' });
  expect(readStarters(folder)).toEqual({
    pigeon: {
      go: {
        client: {
          files: [{ path: 'main.go', template: 'fly("{{to}}")' }],
          run: 'go run .',
          proof: 'reviewed',
          slots: { to: { says: 'Where', kind: 'text', default: 'loft' } },
        },
      },
    },
  });
});

describe('each problem names file and cause', () => {
  const main = { 'main.go': 'fly("{{to}}")' };
  const slot = (line: string) => [...GOOD, '  values:', `    to: { says: Where, ${line} }`].join('\n');
  const cases: readonly (readonly [string, string, Readonly<Record<string, string>>, string])[] = [
    ['no file', GOOD.join('\n'), {}, 'Missing file main.go of the client.'],
    ['a file too many', GOOD.join('\n'), { 'main.go': '', 'old.go': '' }, 'no role uses old.go.'],
    ['bad YAML', 'client: [', main, 'Flow sequence'],
    ['an unknown key', [...GOOD, '  colour: red'].join('\n'), main, 'Unrecognized key: "colour"'],
    [
      'a way out of the folder',
      GOOD.join('\n').replace('main.go:', '"../main.go":'),
      main,
      'Expected a relative path of plain names',
    ],
    ['an undeclared slot', GOOD.join('\n'), main, 'Unknown value to: not under "values".'],
    ['an unused value', slot('default: x'), { 'main.go': '' }, 'The value to is in no file.'],
    [
      'a slot that is no literal',
      slot('default: x'),
      { 'main.go': '"{{to}}" + "a {{to}}"' },
      'main.go has a "{{" outside a slot',
    ],
    ['a default of another kind', slot('default: 1'), main, 'Expected text for to, got 1.'],
    [
      'an answer out of range',
      slot('kind: integer, default: 1, atMost: 2, from: { a: { b: 3 } }'),
      main,
      'to: 3 is out of its own range.',
    ],
    ['a default that starts wrong', slot('default: x, starts: [y]'), main, 'to: "x" does not start with y.'],
    ['a claim without ground', GOOD.join('\n').replace('reviewed', 'ran'), { 'main.go': '' }, 'Expected "against"'],
    ['an unknown proof', GOOD.join('\n').replace('reviewed', 'sure'), main, 'client.proof'],
  ];
  test.each(cases)('%s', (_name, manifest, files, cause) => {
    put(manifest, files);
    expect(() => readStarters(folder)).toThrow(cause);
    expect(() => readStarters(folder)).toThrow('pigeon/go/starter.yaml: ');
  });

  test('a folder without a manifest', () => {
    mkdirSync(join(folder, 'pigeon', 'go'), { recursive: true });
    expect(() => readStarters(folder)).toThrow('pigeon/go/starter.yaml: ');
  });
});
