/** What every test of hostile input asks: no stack trace, no escape code, an exit code of the table, whatever comes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { EXIT } from '../../../src/cli/exit-codes.ts';
import { type FakeWorld, runWith } from '../fake-io.ts';
import { STEERING } from './hostile-text.ts';

let cwd = '/';
let tried = 0;

/** Makes the folder in which the commands of one test file run; it goes when the file is done. */
export function hostileFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wirewise-hostile-'));
  cwd = folder;
  tried = 0;
  afterAll(() => {
    rmSync(folder, { recursive: true });
    process.stderr.write(`${tried} hostile inputs tried\n`);
  });
  return folder;
}

/** For tests that ask something of their own instead. */
export function countInput(): void {
  tried++;
}

/** @returns the exit code */
export async function expectDecency(argv: readonly string[], world: FakeWorld = {}): Promise<number> {
  countInput();
  const { exitCode, stdout, stderr } = await runWith(argv, { cwd, ...world });
  expect([EXIT.ok, EXIT.notFeasible, EXIT.usage, EXIT.badRules]).toContain(exitCode);
  expect(stderr).not.toMatch(/\n {4}at /);
  expect(stderr).not.toMatch(STEERING);
  expect(stdout).not.toMatch(STEERING);
  if (exitCode >= EXIT.usage) expect(stderr).not.toBe('');
  return exitCode;
}
