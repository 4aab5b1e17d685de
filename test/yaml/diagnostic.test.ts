import { describe, expect, test } from 'vitest';
import { printable } from '../../src/text/printable.ts';
import { type Diagnostic, formatDiagnostic, sortDiagnostics } from '../../src/yaml/diagnostic.ts';
import { placesIn } from '../../src/yaml/places.ts';

const at = (file: string, line: number, column: number, message = 'M.'): Diagnostic => ({
  code: 'wrong-value',
  place: { file, line, column },
  message,
});

describe('a diagnostic', () => {
  test('is formatted as editors link it', () => {
    expect(formatDiagnostic(at('rules/x.yaml', 3, 14))).toBe('rules/x.yaml:3:14: wrong-value: M.');
  });

  test('cannot steer the terminal by the name of its file', () => {
    expect(formatDiagnostic(at('a\u001b[2Jb\n.yaml', 1, 1))).toBe('a\\u{1b}[2Jb\\u{a}.yaml:1:1: wrong-value: M.');
  });

  test('stands by file, line and column as numbers, and once', () => {
    const list = [at('b', 1, 1), at('a', 10, 1), at('a', 9, 2), at('a', 9, 2), at('a', 9, 2, 'A.'), at('B', 1, 1)];
    expect(sortDiagnostics(list)).toEqual([
      at('B', 1, 1),
      at('a', 9, 2, 'A.'),
      at('a', 9, 2),
      at('a', 10, 1),
      at('b', 1, 1),
    ]);
  });
});

describe('printable', () => {
  test.each([
    ['plain, ünï, 強', 'plain, ünï, 強'],
    ['\u001b[31m', '\\u{1b}[31m'],
    ['\ud800', '\\u{d800}'],
    ['\u202etxt', '\\u{202e}txt'],
    ['x'.repeat(201), `${'x'.repeat(199)}…`],
  ])('of %j', (text, safe) => {
    expect(printable(text)).toBe(safe);
  });
});

describe('the place of an offset', () => {
  const placeAt = placesIn('f', 'ab\ncd\r\n\nx');

  test.each([
    [0, 1, 1],
    [2, 1, 3],
    [3, 2, 1],
    [6, 2, 4],
    [7, 3, 1],
    [8, 4, 1],
    [9, 4, 2],
    [99, 4, 2],
    [-1, 1, 1],
  ])('%i is line %i, column %i', (offset, line, column) => {
    expect(placeAt(offset)).toEqual({ file: 'f', line, column });
  });

  test('of no text is its beginning', () => {
    expect(placesIn('f', '')(5)).toEqual({ file: 'f', line: 1, column: 1 });
  });
});
