import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readStarters } from './starters.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'starters-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(manifest: string, files: Readonly<Record<string, string>>): void {
  const dir = join(folder, 'pigeon', 'go');
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'starter.yaml'), manifest);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text, 'latin1');
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

describe('variants', () => {
  const main = { 'main.go': 'fly()' };
  const product = (name: string, extra: readonly string[] = []) => {
    const dir = join(folder, 'pigeon', 'go', name);
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, 'starter.yaml'), [...extra, ...GOOD].join('\n'));
    writeFileSync(join(dir, 'main.go'), `fly("${name}")`);
  };

  test('are folders beside the usual one', () => {
    put(['variant: homing', ...GOOD].join('\n'), main);
    product('racing');
    const starter = (template: string) => ({
      files: [{ path: 'main.go', template }],
      run: 'go run .',
      proof: 'reviewed',
      slots: {},
    });
    expect(readStarters(folder)).toEqual({
      pigeon: {
        go: {
          variant: 'homing',
          client: starter('fly()'),
          variants: { racing: { client: starter('fly("racing")') } },
        },
      },
    });
  });

  test('want a name for the usual one', () => {
    put(GOOD.join('\n'), main);
    product('racing');
    expect(() => readStarters(folder)).toThrow(
      /starter\.yaml:1:1: missing-key: Missing "variant": .* other than racing\./,
    );
  });

  test('have names of their own', () => {
    put(['variant: racing', ...GOOD].join('\n'), main);
    product('racing');
    expect(() => readStarters(folder)).toThrow(/starter\.yaml:1:1: wrong-value: Unexpected variant: the folder racing/);
  });

  test('are one level deep', () => {
    put(['variant: homing', ...GOOD].join('\n'), main);
    product('racing', ['variant: homing']);
    expect(() => readStarters(folder)).toThrow(/racing.starter\.yaml:1:1: wrong-value: Unexpected variant/);
  });
});

describe('each problem names its place and its cause', () => {
  const main = { 'main.go': 'fly("{{to}}")' };
  const good = GOOD.join('\n');
  const slot = (line: string) => [...GOOD, '  values:', `    to: { says: Where, ${line} }`].join('\n');
  const deep = (bracket: string) => good.replace('go run .', `\n    ${bracket.repeat(100_000)}`);
  const cases: readonly (readonly [string, string, Readonly<Record<string, string>>, string])[] = [
    ['no file', good, {}, 'main.go:1:1: missing-file: Missing file'],
    ['a file too many', good, { 'main.go': '', 'old.go': '' }, 'old.go:1:1: unexpected-file: Unexpected file: no role'],
    ['bad YAML', 'client: [', main, 'starter.yaml:1:10: yaml-syntax: Expected "]"'],
    ['nothing', '', main, 'starter.yaml:1:1: empty-file: '],
    ['brackets in brackets', deep('['), main, 'starter.yaml:4:103: too-deep: Expected at most 60 levels'],
    ['braces in braces', deep('{'), main, 'starter.yaml:4:103: too-deep: Expected at most 60 levels'],
    ['lists in lists', deep('- '), main, 'starter.yaml:4:200: too-deep: Expected at most 60 levels'],
    ['an alias of itself', good.replace('go run .', '&a [*a]'), main, 'starter.yaml:3:12: yaml-syntax: Expected *a'],
    ['a repeated key', `${good}\n  run: go`, main, 'starter.yaml:5:3: duplicate-key: Duplicate key "run"'],
    [
      'an unknown key',
      `${good}\n  colour: red`,
      main,
      'starter.yaml:5:3: unknown-key: Unknown key "colour". Expected one',
    ],
    [
      'a mistyped key',
      `${good}\n  instal: x`,
      main,
      'starter.yaml:5:3: unknown-key: Unknown key "instal". Did you mean',
    ],
    ['a missing key', good.replace('  run: go run .\n', ''), main, 'starter.yaml:2:3: missing-key: Missing "run"'],
    [
      'a way out of the folder',
      good.replace('main.go:', '"../main.go":'),
      main,
      'starter.yaml:2:12: wrong-value: Expected a relative path of plain names',
    ],
    ...['CON.go', 'lib/nul', 'aux', 'main.', '-rf', '.bashrc', 'a/../b', 'COM1.go'].map(
      (path) =>
        [
          `the path ${path}`,
          good.replace('main.go:', `"${path}":`),
          main,
          'starter.yaml:2:12: wrong-value: Expected a relative path of plain names',
        ] as const,
    ),
    [
      'a file in the way of a folder',
      good.replace('main.go: main.go', 'main.go: main.go, main.go/b: main.go'),
      main,
      'starter.yaml:2:30: wrong-value: Expected another path: "main.go" is in the way.',
    ],
    [
      'two names that are one on Windows',
      good.replace('main.go: main.go', 'main.go: main.go, Main.go: main.go'),
      main,
      'starter.yaml:2:30: wrong-value: Expected another path: "main.go" is in the way.',
    ],
    [
      'a readme of its own',
      good.replace('main.go:', 'README.md:'),
      main,
      'starter.yaml:2:12: wrong-value: Expected another path: "readme.md" is in the way.',
    ],
    [
      'a template from elsewhere',
      good.replace(': main.go', ': ../../main.go'),
      main,
      'starter.yaml:2:21: wrong-value: Expected the name of a file in this folder',
    ],
    ['an undeclared slot', good, main, 'main.go:1:5: unknown-name: Unknown value to: not under "values".'],
    ['an unused value', slot('default: x'), { 'main.go': '' }, 'starter.yaml:6:5: unknown-name: The value to is in'],
    [
      'a slot that is no literal',
      slot('default: x'),
      { 'main.go': '"{{to}}" +\n "a {{to}}"' },
      'main.go:2:5: wrong-value: Expected no "{{" outside a slot',
    ],
    ['a program in other bytes', good, { 'main.go': '\xff' }, 'main.go:1:1: not-utf8: '],
    [
      'a default of another kind',
      slot('default: 1'),
      main,
      'starter.yaml:6:33: wrong-type: Expected text for to, got 1.',
    ],
    [
      'a default that is a list',
      slot('default: []'),
      main,
      'starter.yaml:6:33: wrong-value: Expected text or a number or',
    ],
    [
      'an answer out of range',
      slot('kind: integer, default: 1, atMost: 2, from: { a: { b: 3 } }'),
      main,
      'starter.yaml:6:78: wrong-value: to: 3 is out of its own range.',
    ],
    [
      'a default that starts wrong',
      slot('default: x, starts: [y]'),
      main,
      'starter.yaml:6:33: wrong-value: to: "x" does not start with y.',
    ],
    ['a claim without ground', good.replace('reviewed', 'ran'), { 'main.go': '' }, 'starter.yaml:4:10: wrong-value: '],
    [
      'an unknown proof',
      good.replace('reviewed', 'sure'),
      main,
      'starter.yaml:4:10: wrong-value: Expected survives, ran, compiled',
    ],
    [
      'faults without the proof of them',
      good.replace('reviewed', 'ran\n  against: a loft\n  survives: [hawks]'),
      main,
      'starter.yaml:4:10: wrong-value: Expected "survives" with the proof survives',
    ],
    [
      'the proof without the faults',
      good.replace('reviewed', 'survives\n  against: a loft'),
      main,
      'starter.yaml:4:10: wrong-value: Expected "survives" with the proof survives',
    ],
  ];
  test.each(cases)('%s', (_name, manifest, files, cause) => {
    put(manifest, files);
    expect(() => readStarters(folder)).toThrow(`${join(folder, 'pigeon', 'go')}${sep}${cause}`);
  });

  test('a folder without a manifest', () => {
    mkdirSync(join(folder, 'pigeon', 'go'), { recursive: true });
    expect(() => readStarters(folder)).toThrow(/starter\.yaml:1:1: missing-file: /);
  });

  test('a folder that is called by no id', () => {
    mkdirSync(join(folder, 'pigeon', '__proto__'), { recursive: true });
    expect(() => readStarters(folder)).toThrow(/__proto__:1:1: file-name: /);
  });

  test('all problems at once, in order', () => {
    put(slot('default: 1'), { 'main.go': '{{', 'old.go': '' });
    const dir = join(folder, 'pigeon', 'go');
    expect(() => readStarters(folder)).toThrow(
      [
        `The starters in ${folder} have problems:`,
        `${join(dir, 'main.go')}:1:1: wrong-value: Expected no "{{" outside a slot; a slot is a whole literal, '{{name}}'.`,
        `${join(dir, 'old.go')}:1:1: unexpected-file: Unexpected file: no role in starter.yaml uses it.`,
        `${join(dir, 'starter.yaml')}:6:5: unknown-name: The value to is in no file.`,
        `${join(dir, 'starter.yaml')}:6:33: wrong-type: Expected text for to, got 1.`,
      ].join('\n'),
    );
  });
});
