import { describe, expect, test } from 'vitest';
import { safeJson } from '../../src/report/safe-json.ts';
import { printable, quote } from '../../src/text/printable.ts';

describe('what formats text unseen', () => {
  test.each([
    ['a mark of Arabic direction', '\u061c', '\\u{61c}'],
    ['a space without width', '\u200b', '\\u{200b}'],
    ['a soft hyphen', '\u00ad', '\\u{ad}'],
    ['a word joiner', '\u2060', '\\u{2060}'],
    ['a tag', '\u{e0041}', '\\u{e0041}'],
    ['the end of tags', '\u{e007f}', '\\u{e007f}'],
    ['an isolate', '\u2066', '\\u{2066}'],
    ['a control character', '\u009b', '\\u{9b}'],
  ])('%s is printed as its number, and in JSON as an escape', (_, char, shown) => {
    expect(printable(`a${char}b`)).toBe(`a${shown}b`);
    expect(quote(`a${char}b`)).toBe(`"a${shown}b"`);
    const json = safeJson({ key: char });
    expect(json).toMatch(/^[ -~\n]*$/);
    expect(JSON.parse(json)).toEqual({ key: char });
  });

  test.each([
    ['an emoji of several', '👩‍👩‍👧'],
    ['a flag', '🇳🇴'],
    ['Persian with its joiner', 'می‌خواهم'],
    ['a sign of Arabic numbers', '\u0600١٢'],
    ['a letter with a mark', 'e\u0301'],
  ])('%s stays', (_, text) => {
    expect(printable(text)).toBe(text);
  });
});
