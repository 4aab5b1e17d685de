/** Sizes are bounded: what is too large is refused in time, and no message grows with the file. */
import { describe, expect, test } from 'vitest';
import { runWith } from '../fake-io.ts';
import { makeFolder, put } from '../records-world.ts';

/** What each size is divided by where the size itself is not under test. */
const SMALL = 8;

type Large = readonly [name: string, text: (divisor: number) => string];

const LARGE: readonly Large[] = [
  ['blank lines', (divisor) => '\n'.repeat(1_400_000 / divisor)],
  ['a map of one key', (divisor) => 'a: b\n'.repeat(90_000 / divisor)],
  ['an alias in each place', (divisor) => `a: ${'*a '.repeat(700_000 / divisor)}`],
  ['a text over many lines', (divisor) => `x: "${'a\n'.repeat(700_000 / divisor)}"`],
  ['open brackets', (divisor) => `{"version"${'\n'.repeat(700_000 / divisor)}`],
  ['tags', (divisor) => '! '.repeat(50_000 / divisor)],
];

type Way = readonly [what: string, file: string, argv: readonly string[]];

const ANSWERS: Way = ['answers', 'a.yaml', ['recommend', '--answers', 'a.yaml']];
/** All read through one reader: one of them meets the full sizes. */
const OTHER_WAYS: readonly Way[] = [
  ['a folder to check', 'a.wirewise.yaml', ['check', '.']],
  ['a record', 'a.wirewise.yaml', ['check', 'a.wirewise.yaml']],
  ['a decision', 'a.yaml', ['recommend', '--from', 'a.yaml']],
  ['a project', 'wirewise.yaml', ['recommend']],
];

async function expectRefusal([, file, argv]: Way, text: string): Promise<void> {
  const cwd = makeFolder();
  put(cwd, file, text);
  const { exitCode, stdout, stderr } = await runWith(argv, { cwd });
  expect([2, 3]).toContain(exitCode);
  expect((stdout + stderr).length).toBeLessThan(300_000);
}

describe.each(LARGE)('%s', (_name, text) => {
  test('as answers, as large as may be', () => expectRefusal(ANSWERS, text(1)));

  test.each(OTHER_WAYS)('as %s', (...way) => expectRefusal(way, text(SMALL)));
});

test('very many problems are counted, and not listed', async () => {
  const cwd = makeFolder();
  put(cwd, 'a.yaml', `direction: both\n${'direction: both\n'.repeat(5000)}`);
  const { exitCode, stderr } = await runWith(['recommend', '--answers', 'a.yaml'], { cwd });
  expect(exitCode).toBe(2);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1001);
  expect(stderr).toMatch(/: more-problems: 4000 more problems are not listed\.\n$/);
});

test('a file of very many lines is refused', async () => {
  const cwd = makeFolder();
  put(cwd, 'a.yaml', `direction: both\n${'#\n'.repeat(100_000)}`);
  const { stderr } = await runWith(['recommend', '--answers', 'a.yaml'], { cwd });
  expect(stderr).toBe('a.yaml:1:1: file-too-large: Expected at most 100000 lines.\n');
});
