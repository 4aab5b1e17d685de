/** Names and values that steer a terminal, wherever a command prints them again. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EXIT } from '../../../src/cli/exit-codes.ts';
import { runWith } from '../fake-io.ts';
import { expectDecency, hostileFolder } from './decency.ts';

const cwd = hostileFolder();

const nasty = 'e\u202ev\u001b[31m\u009bx';
const folder = mkdtempSync(join(cwd, 'names-'));
mkdirSync(join(folder, nasty, 'protocols'), { recursive: true });
writeFileSync(
  join(folder, nasty, 'protocols/sse.yaml'),
  'id: sse\nextends: true\ncells: { corporate-proxy: { grade: 0, says: x, because: Ours., source: "judgement: us" } }\n',
);
const values = ['snippet', 'mqtt', '--language', 'typescript', `--set=topic=${nasty}`];

test.each([
  ['a folder of rules', ['rules', 'show', '--origin', '--rules', nasty]],
  ['a folder of rules', ['rules', 'show', '--rules', nasty, '--json']],
  ['a folder of rules', ['rules', 'validate', nasty]],
  ['a folder of rules', ['rules', 'validate', nasty, '--json']],
  ['a folder of rules', ['rules', 'test', nasty, '--json']],
  ['a folder of rules', ['recommend', '--rules', nasty, '--samples', '0', '--json']],
  ['a folder of rules', ['skill', '--rules', nasty]],
  ['a folder to write', ['rules', 'new', 'protocol', 'bus', '--out', `new-${nasty}`, '--json']],
  ['a folder to write', ['snippet', 'mqtt', '--language', 'typescript', '--out', `out-${nasty}`, '--json']],
  ['a value', values],
  ['a value', [...values, '--json']],
])('%s: %j', async (_what, argv) => {
  expect(await expectDecency(argv, { cwd: folder })).toBe(EXIT.ok);
});

test('a value comes back whole from JSON', async () => {
  const { stdout } = await runWith([...values, '--json'], { cwd: folder });
  expect(JSON.parse(stdout).values.topic).toBe(nasty);
});
