import { describe, expect, test } from 'vitest';
import { runWith } from '../fake-io.ts';

const ANSWERS = ['--direction', 'server-to-client', '--clients', 'browser', '--pattern', 'broadcast'];

async function json(...argv: readonly string[]) {
  const { exitCode, stdout, stderr } = await runWith(['precedents', ...argv, '--json']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return JSON.parse(stdout);
}

describe('wirewise precedents', () => {
  test('lists published decisions, the nearest to the answers first, ten by default', async () => {
    const { precedents, total, advice } = await json(...ANSWERS);
    expect(precedents).toHaveLength(10);
    expect(total).toBeGreaterThan(100);
    const near = precedents.map(({ similarity }: { similarity: number }) => similarity);
    expect(near).toEqual([...near].sort((a, b) => b - a));
    for (const { chosen, agrees } of precedents) expect(agrees).toBe(chosen.includes(advice[0]));
  });

  test('says who, when, what they run, how near it is, where it is published, and what the advice is', async () => {
    const { stdout } = await runWith(['precedents', ...ANSWERS, '--limit', '2']);
    expect(stdout).toMatch(/^Published decisions, nearest to your answers first \(2 of \d+\)\n\n 1\. /);
    expect(stdout).toMatch(/, \d{4}\. Runs .+: (agrees|differs)/);
    expect(stdout).toMatch(/Very similar, compared on \d of your 3 answers\./);
    expect(stdout).toMatch(/^ {4}https:\/\//m);
    expect(stdout).toMatch(/Advice for these answers: .+\. [012] of the 2 listed agree\.\n$/s);
  });

  test('names the same ones as a decision does', async () => {
    const { stdout } = await runWith(['recommend', ...ANSWERS, '--json']);
    const named: readonly { readonly id: string }[] = JSON.parse(stdout).precedents;
    expect(named.length).toBeGreaterThan(0);
    const { precedents } = await json(...ANSWERS, '--limit', '200');
    const ids = precedents.map(({ id }: { id: string }) => id);
    for (const { id } of named) expect(ids.indexOf(id)).toBeLessThan(50);
  });

  test('keeps to a protocol that was chosen', async () => {
    const { precedents, total } = await json('--protocol', 'kafka', '--limit', '100', ...ANSWERS);
    expect(precedents).toHaveLength(total);
    for (const { chosen } of precedents) expect(chosen).toContain('kafka');
  });

  test('lists them by year, and compares nothing, where nothing is answered', async () => {
    const { precedents, advice } = await json('--language', 'go');
    const years = precedents.map(({ year }: { year: number }) => year);
    expect(years).toEqual([...years].sort((a, b) => b - a));
    expect(advice).toEqual([]);
    expect(precedents[0]).toMatchObject({ similarity: null, agrees: null });
    const { stdout } = await runWith(['precedents']);
    expect(stdout).toMatch(/^Published decisions, newest first/);
    expect(stdout).not.toMatch(/similar|advice/i);
  });

  test('says so where none is left, and refuses what it does not know', async () => {
    const { stdout } = await runWith(['precedents', '--protocol', 'coap']);
    expect(stdout).toMatch(/^(No published decision here runs|Published)/);
    const { exitCode, stderr } = await runWith(['precedents', '--protocol', 'kafak']);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: 'error: Unknown protocol "kafak" after --protocol. Did you mean "kafka"?\n',
    });
    expect((await runWith(['precedents', '--limit', '0'])).exitCode).toBe(2);
  });

  test('is in the help, in completion and in SKILL.md', async () => {
    expect((await runWith(['help'])).stdout).toContain('precedents');
    expect((await runWith(['complete', '--', 'prec'])).stdout).toContain('precedents');
    expect((await runWith(['complete', '--', 'precedents', '--protocol', 'kaf'])).stdout).toContain('kafka');
    expect((await runWith(['skill'])).stdout).toContain('`wirewise precedents`');
  });
});
