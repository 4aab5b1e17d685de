/** Sizes are bounded: what is too large is refused in time, and no message grows with the file. */
import { describe, expect, test } from 'vitest';
import { runWith } from '../fake-io.ts';
import { makeFolder, put } from '../records-world.ts';

const MANY = 700_000;

describe.each<[string, string]>([
  ['blank lines', '\n'.repeat(2 * MANY)],
  ['a map of one key', 'a: b\n'.repeat(90_000)],
  ['an alias in each place', `a: ${'*a '.repeat(MANY)}`],
  ['a text over many lines', `x: "${'a\n'.repeat(MANY)}"`],
  ['open brackets', `{"version"${'\n'.repeat(MANY)}`],
  ['tags', '! '.repeat(50_000)],
])('%s', (_name, text) => {
  test.each([
    ['check', ['check', '.']],
    ['a record', ['check', 'a.wirewise.yaml']],
    ['answers', ['recommend', '--answers', 'a.yaml']],
    ['a decision', ['recommend', '--from', 'a.yaml']],
    ['a project', ['recommend']],
  ])('as %s', async (what, argv) => {
    const cwd = makeFolder();
    const name = what === 'a record' ? 'a.wirewise.yaml' : what === 'a project' ? 'wirewise.yaml' : 'a.yaml';
    put(cwd, name, text);
    const { exitCode, stdout, stderr } = await runWith(argv, { cwd });
    expect([2, 3]).toContain(exitCode);
    expect((stdout + stderr).length).toBeLessThan(300_000);
  });
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
