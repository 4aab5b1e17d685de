/** Text and files that nobody writes on purpose, drawn by fast-check. */
import fc from 'fast-check';

/** Everything but line ends and tabs that steers a terminal; SGR codes, too, since no output here is coloured. */
export const STEERING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/** A word or a text, from anywhere. */
export const nastyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom(
    '\u001b[2J',
    '\u001b]0;title\u0007',
    '\u009b31m',
    '\u202eevil',
    '__proto__',
    'constructor',
    'toString',
    '-',
    '--',
    '=',
    '',
    ' ',
    '\0',
    '\n',
    '../../etc',
    '%s%n',
    'NaN',
    'Infinity',
    '-0',
    '1e999',
    '0x10',
    '9'.repeat(400),
    'a'.repeat(10_000),
    '强制',
    '👩‍👩‍👧‍👦',
  ),
);

/** A file that was good, with bytes thrown in, cut out and doubled. */
export function damaged(good: Uint8Array): fc.Arbitrary<Uint8Array> {
  const piece = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 4 }),
    fc.constantFrom(
      ...[
        '&a ',
        '*a',
        '? ',
        '- ',
        '{',
        '[',
        ': ',
        '!!js ',
        '<<: ',
        '\u001b[1m',
        '\0',
        '\r',
        '\ufeff',
        '"',
        '__proto__: 1\n',
        '9'.repeat(400),
      ].map((text) => Buffer.from(text)),
    ),
  );
  const cut = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), out: fc.nat(20), piece });
  return fc.array(cut, { minLength: 1, maxLength: 5 }).map((cuts) =>
    cuts.reduce((bytes, { at, out, piece: more }) => {
      const start = Math.floor(at * bytes.length);
      return Buffer.concat([bytes.subarray(0, start), more, bytes.subarray(start + out)]);
    }, Buffer.from(good)),
  );
}

/** What breaks readers of YAML: depth, aliases that multiply, size. */
export const BOMBS: Readonly<Record<string, string>> = {
  'lists in lists': '['.repeat(100_000),
  'maps in maps': '{a: '.repeat(50_000),
  'blocks in blocks': Array.from({ length: 2_000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
  'aliases that multiply': [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    ...'bcdefghij'.split('').map((name, at) => `${name}: &${name} [${`*${'abcdefghi'[at]},`.repeat(9)}]`),
  ].join('\n'),
  'an alias of itself': 'a: &a [*a]',
  'ten megabytes in one line': `direction: ${'b'.repeat(10_000_000)}`,
  'ten megabytes of keys': Array.from({ length: 700_000 }, (_, at) => `key${at}: 1`).join('\n'),
  'a key that is the prototype': '__proto__: { direction: both }',
  'the constructor': 'constructor: { prototype: { direction: both } }',
};
