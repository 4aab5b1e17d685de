import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { runWith } from '../fake-io.ts';
import { KEY, TerminalSession } from './pty.ts';

const BIN = resolve(import.meta.dirname, '../../../bin/wirewise.js');

test('the wizard ends with the command that records the decision, and the command works', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'wirewise-wizard-'));
  const report = join(cwd, 'report.txt');
  const terminal = new TerminalSession(`'${process.execPath}' '${BIN}' --preset chat --samples 0 > '${report}'`);
  await terminal.when('Tab review', KEY.tab);
  await terminal.when('> See the result', KEY.enter);
  expect(await terminal.ended).toBe(0);
  const command = /^ {2}(wirewise record .*) --name NAME --output NAME\.wirewise\.yaml$/m.exec(
    readFileSync(report, 'utf8'),
  );
  const words = (command?.[1] ?? '').split(' ').slice(1);
  expect(words[0]).toBe('record');
  expect((await runWith([...words, '--name', 'chat'], { cwd })).exitCode).toBe(0);
}, 30_000);
