/** A folder to check recorded decisions in, and a rule pack of the house that changes under them. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { runWith } from './fake-io.ts';

export function makeFolder(): string {
  return mkdtempSync(join(tmpdir(), 'wirewise-records-'));
}

/** Writes a file and the folders on the way to it. */
export function put(cwd: string, name: string, text: string): void {
  mkdirSync(dirname(join(cwd, name)), { recursive: true });
  writeFileSync(join(cwd, name), text);
}

/** What `record` writes to stdout. */
export async function recordText(argv: readonly string[], cwd: string): Promise<string> {
  const { exitCode, stdout, stderr } = await runWith(['record', ...argv], { cwd });
  if (exitCode !== 0) throw new Error(stderr);
  return stdout;
}

/** Grades that the house gives: protocol to criterion to grade. */
export type HouseGrades = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Writes the pack `house` of this version, with other grades for some cells. */
export function putHouse(cwd: string, version: string, grades: HouseGrades, mistakes: readonly object[] = []): void {
  put(cwd, 'house/pack.yaml', stringify({ name: 'house', version }));
  for (const [id, row] of Object.entries(grades)) {
    const cells = Object.entries(row).map(([criterion, grade]) => [
      criterion,
      { grade, says: 'House', because: 'The house knows.', source: 'judgement: in-house knowledge' },
    ]);
    put(cwd, `house/protocols/${id}.yaml`, stringify({ id, extends: true, cells: Object.fromEntries(cells) }));
  }
  if (mistakes.length > 0) put(cwd, 'house/mistakes.yaml', stringify(mistakes));
}
