/** A lowest grade that is set by hand replaces what the answers require, wherever it is written. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { runWith } from '../fake-io.ts';
import { makeFolder, put } from '../records-world.ts';

/** Answers that exclude every protocol. */
const FLAGS = ['--app-closed'];
const ANSWERS = { 'app-closed': true };

interface Broken {
  readonly breaks: readonly { readonly criterion: string }[];
}

describe('the grade 0', () => {
  const cwd = makeFolder();
  let none: Readonly<Record<string, number>> = {};
  let byHand: string[] = [];
  beforeAll(async () => {
    const { excluded, outcome } = JSON.parse((await runWith(['recommend', ...FLAGS, '--json'])).stdout);
    expect(outcome).toBe('none-feasible');
    const criteria = excluded.flatMap(({ breaks }: Broken) => breaks.map(({ criterion }) => criterion));
    none = Object.fromEntries(criteria.map((criterion: string) => [criterion, 0]));
    byHand = Object.keys(none).flatMap((criterion) => ['--must', `${criterion}=0`]);
  });

  test('on the command line, and in the command that is printed', async () => {
    const { stdout } = await runWith(['recommend', ...FLAGS, ...byHand, '--json']);
    const { excluded, outcome, overrides, command } = JSON.parse(stdout);
    expect({ excluded, overrides }).toEqual({ excluded: [], overrides: { must: none } });
    expect(outcome).not.toBe('none-feasible');
    expect(command).toContain(byHand.join(' '));
  });

  test('in an answers file, and on a line of a batch', async () => {
    const stdin = JSON.stringify({ ...ANSWERS, must: none });
    expect((await runWith(['recommend', '--answers', '-'], { stdin })).exitCode).toBe(0);
    expect(JSON.parse((await runWith(['batch'], { stdin })).stdout)).toMatchObject({ excluded: [] });
  });

  test('in a record, which holds, and is decided anew', async () => {
    const file = 'x.wirewise.yaml';
    const argv = ['record', ...FLAGS, ...byHand, '--name', 'x', '--output', file];
    expect(await runWith(argv, { cwd })).toMatchObject({ exitCode: 0 });
    expect((await runWith(['check', file], { cwd })).exitCode).toBe(0);
    expect((await runWith(['record', '--update', file, '--latency', '1s'], { cwd })).exitCode).toBe(0);
    expect(parse(readFileSync(join(cwd, file), 'utf8')).answers).toMatchObject({ must: none, latency: 1000 });
    put(cwd, 'edited.wirewise.yaml', readFileSync(join(cwd, file), 'utf8').replace(/^ {2}must:\n(?: {4}.*\n)+/m, ''));
    const { exitCode, stdout } = await runWith(['check', 'edited.wirewise.yaml'], { cwd });
    expect(exitCode).toBe(1);
    expect(stdout).toContain('app-closed');
  });
});
