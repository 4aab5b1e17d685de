import { describe, expect, test } from 'vitest';
import { type Line, LineSplitter } from '../../../src/cli/commands/batch/line-splitter.ts';

function split(chunks: readonly Buffer[], longest = 100): Line[] {
  const splitter = new LineSplitter(longest);
  return [...chunks.flatMap((chunk) => [...splitter.push(chunk)]), ...splitter.finish()];
}

const text = (number: number, line: string): Line => ({ number, text: line });

describe('LineSplitter', () => {
  test.each<[string, string, Line[]]>([
    ['nothing', '', []],
    ['a last line without its newline', 'a\nb', [text(1, 'a'), text(2, 'b')]],
    ['a newline at the end begins no line', 'a\n', [text(1, 'a')]],
    ['empty lines count, and are passed over', 'a\n\n \t\n\r\nb\n', [text(1, 'a'), text(5, 'b')]],
    ['byte order marks, as concatenated files have them', '\ufeffa\n\ufeffb\n\ufeff', [text(1, 'a'), text(2, 'b')]],
    ['a replacement character that was written so', '\ufffd\n', [text(1, '\ufffd')]],
  ])('%s', (_name, input, lines) => {
    expect(split([Buffer.from(input)])).toEqual(lines);
  });

  test('chunks may be cut anywhere: within a character, between CR and LF', () => {
    const input = Buffer.from('{"a":"häßlich"}\r\n\n"👋🏽 — 通信"\r\nlast');
    const whole = split([input]);
    expect(whole).toEqual([text(1, '{"a":"häßlich"}\r'), text(3, '"👋🏽 — 通信"\r'), text(4, 'last')]);
    for (let size = 1; size <= input.length; size++) {
      const chunks: Buffer[] = [];
      for (let at = 0; at < input.length; at += size) chunks.push(input.subarray(at, at + size));
      expect(split(chunks), `chunks of ${size}`).toEqual(whole);
    }
  });

  test('bytes that are no UTF-8 spoil their own line only', () => {
    const input = Buffer.concat([Buffer.from('a\n'), Buffer.from([0xc3, 0x28, 0x0a]), Buffer.from('b')]);
    expect(split([input])).toEqual([
      text(1, 'a'),
      { number: 2, problem: 'Expected text in UTF-8, got other bytes.' },
      text(3, 'b'),
    ]);
  });

  test('a line may be as long as the longest, and no byte longer', () => {
    for (const size of [1, 7, 1000]) {
      const input = Buffer.from(`${'x'.repeat(100)}\n${'y'.repeat(101)}\nz\n${'w'.repeat(300)}`);
      const chunks: Buffer[] = [];
      for (let at = 0; at < input.length; at += size) chunks.push(input.subarray(at, at + size));
      const problem = 'Expected a line of at most 100 bytes, got a longer one.';
      expect(split(chunks)).toEqual([
        text(1, 'x'.repeat(100)),
        { number: 2, problem },
        text(3, 'z'),
        { number: 4, problem },
      ]);
    }
  });

  test('a line of many small chunks grows its buffer', () => {
    const splitter = new LineSplitter(1_000_000);
    for (let i = 0; i < 1000; i++) expect([...splitter.push(Buffer.from('0123456789'.repeat(30)))]).toEqual([]);
    expect([...splitter.finish()]).toEqual([text(1, '0123456789'.repeat(30_000))]);
  });
});
