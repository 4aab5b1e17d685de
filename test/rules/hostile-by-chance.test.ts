/** Files made by chance: none makes the loader throw, and every problem it finds has a place that exists. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadPacks } from '../../src/rules/load.ts';
import { runs } from '../set-up/runs.ts';
import { memoryFs } from './memory-fs.ts';
import { SMALL_PACK, smallRules } from './small-pack.ts';

const FILES = [
  'pack.yaml',
  'criteria.yaml',
  'questions.yaml',
  'presets.yaml',
  'mistakes.yaml',
  'estimates.yaml',
  'languages.yaml',
  'protocols/drum.yaml',
  'protocols/flag.yaml',
] as const;

/** Pieces of rule files, so that chance makes files that are nearly right. */
const PIECES = [
  ...[
    '- ',
    '  ',
    '\n',
    '\n  ',
    '\n    ',
    ': ',
    '[',
    ']',
    '{',
    '}',
    ', ',
    '"',
    "'",
    '|',
    '>-',
    '#',
    '&a ',
    '*a',
    '? ',
    '!!str ',
  ],
  ...[
    'id',
    'kind',
    'options',
    'when',
    'unless',
    'cells',
    'extends',
    'requires',
    'also',
    'answers',
    'inputs',
    'headerBytes',
  ],
  ...['choice', 'number', 'weather', 'clear', 'distance', 'drum', 'speed', 'true', 'null', '3', '-1', '.nan', '1e999'],
  ...['all', 'any', 'not', 'count', 'of', 'first', 'saving', 'given', 'from', '__proto__', 'constructor', '\t', '\r\n'],
];

describe('chance', () => {
  const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((pieces) => pieces.join(''));
  const content = fc.oneof(
    { weight: 4, arbitrary: text.map((one) => new TextEncoder().encode(one)) },
    fc.uint8Array({ maxLength: 60 }),
  );

  test('never makes it throw, and every problem has a place', () => {
    const base = smallRules();
    fc.assert(
      fc.property(fc.constantFrom(...FILES), content, (name, file) => {
        const fs = memoryFs({ [`over/${name}`]: file });
        const { rules, diagnostics } = loadPacks({ base, dirs: ['over'], fs });
        expect(rules === undefined).toBe(diagnostics.length > 0);
        for (const { place, message } of diagnostics) {
          expect(place.line).toBeGreaterThanOrEqual(1);
          expect(place.column).toBeGreaterThanOrEqual(1);
          expect(message).not.toMatch(/\p{Cc}|undefined|\[object|Invalid input|Invalid option/u);
        }
      }),
      runs(250),
    );
  });

  test('anywhere in a good file never makes it throw', () => {
    const files = Object.fromEntries(
      [...FILES.slice(0, 8), 'protocols/pigeon.yaml'].map((name) => [
        `p/${name}`,
        readFileSync(join(SMALL_PACK, name), 'utf8'),
      ]),
    );
    const change = fc.record({
      name: fc.constantFrom(...Object.keys(files)),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.nat(12),
      piece: fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 3 })),
    });
    expect(loadPacks({ dirs: ['p'], fs: memoryFs(files) }).diagnostics).toEqual([]);
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const changed = { ...files };
        for (const { name, at, length, piece } of changes) {
          const before = changed[name] ?? '';
          const start = Math.floor(at * before.length);
          changed[name] = before.slice(0, start) + piece + before.slice(start + length);
        }
        const { rules, diagnostics } = loadPacks({ dirs: ['p'], fs: memoryFs(changed) });
        expect(rules === undefined).toBe(diagnostics.length > 0);
        for (const { place, message } of diagnostics) {
          const lines = (changed[place.file] ?? '').split('\n');
          expect(place.line).toBeLessThanOrEqual(lines.length);
          expect(place.column).toBeLessThanOrEqual((lines[place.line - 1] ?? '').length + 1);
          expect(message).not.toMatch(/\p{Cc}|undefined|\[object|Invalid input|Invalid option/u);
        }
      }),
      runs(125),
    );
  });

  test('as a value of any shape in any field never makes it throw', () => {
    const base = smallRules();
    const fields = [
      'id',
      'kind',
      'options',
      'when',
      'unless',
      'cells',
      'needs',
      'combinesWith',
      'answers',
      'extends',
      'label',
    ];
    const value = fc.jsonValue({ maxDepth: 4 });
    const entry = fc
      .dictionary(fc.constantFrom(...fields), value)
      .map((one) => ({ id: 'drum', kind: 'number', ...one }));
    fc.assert(
      fc.property(fc.constantFrom(...FILES), entry, (name, one) => {
        const json = JSON.stringify(name.startsWith('protocols') ? one : [one]);
        const { diagnostics } = loadPacks({ base, dirs: ['over'], fs: memoryFs({ [`over/${name}`]: json }) });
        for (const { message } of diagnostics)
          expect(message).not.toMatch(/\p{Cc}|undefined|\[object|Invalid input|Invalid option/u);
      }),
      runs(125),
    );
  });
});
