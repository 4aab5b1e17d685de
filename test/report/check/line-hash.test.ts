import { expect, test } from 'vitest';
import { lineHasher } from '../../../src/report/check/line-hash.ts';

const GREETINGS = [
  'e9496ae3ebfced30:1',
  'fb7c023a8b9ccb3f:1',
  'ce8ba1a563dcdaca:1',
  'e20e36e16fcb0cc8:1',
  'b3edc88f2938467e:1',
  'c8e28b0b4002a3a0:1',
  'c129715d7a2bc9a3:1',
];

// Input and output of the tests of GitHub's own upload action: github/codeql-action, src/fingerprints.test.ts (MIT).
test.each<[string, string[]]>([
  ['', ['c129715d7a2bc9a3:1']],
  [' a\nb\n  \t\tc\n d', ['271789c17abda88f:1', '54703d4cd895b18:1', '180aee12dab6264:1', 'a23a3dc5e078b07b:1']],
  [' hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n', GREETINGS],
  [' hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r', GREETINGS],
  [' hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n', GREETINGS],
  [' hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n', GREETINGS],
  [
    'Lorem ipsum dolor sit amet.\n'.repeat(10),
    [
      ...[1, 2, 3, 4, 5, 6].map((count) => `a7f2ff13bc495cf2:${count}`),
      'a7f2ff1481e87703:1',
      'a9cf91f7bbf1862b:1',
      '55ec222b86bcae53:1',
      'cc97dc7b1d7d8f7b:1',
      'c129715d7a2bc9a3:1',
    ],
  ],
])('the lines of %j have the hashes that GitHub gives them', (text, hashes) => {
  expect(hashes.map((_, at) => lineHasher(text)(at + 1))).toEqual(hashes);
});

test('a line keeps its hash when others come above it, and a line too far counts as the last', () => {
  const text = 'version: 1\nanswers: { direction: both }\ndecision: sse\n';
  const hash = lineHasher(text);
  expect(lineHasher(`# new\n\n${text}`)(4)).toBe(hash(2));
  expect(hash(99)).toBe(hash(4));
});
