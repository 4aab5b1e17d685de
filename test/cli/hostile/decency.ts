/** What every test of hostile input asks: no stack trace, no escape code, an exit code of the table, whatever comes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { EXIT } from '../../../src/cli/exit-codes.ts';
import { type FakeWorld, runWith } from '../fake-io.ts';

/** The folder in which the commands of one test file run. */
export const cwd = mkdtempSync(join(tmpdir(), 'wirewise-hostile-'));
let tried = 0;

afterAll(() => {
  rmSync(cwd, { recursive: true });
  process.stderr.write(`${tried} hostile inputs tried\n`);
});

/** For tests that ask something of their own instead. */
export function countInput(): void {
  tried++;
}

/** Everything but line ends and tabs that steers a terminal; SGR codes, too, since no output here is coloured. */
export const STEERING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

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
