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
  await terminal.until((screen) => /See the result|Not sure/.test(screen), 'a question');
  // Whatever is still asked, Enter goes on; the review ends it.
  for (let turns = 0; turns < 40 && !terminal.text().includes('See the result'); turns++) {
    await terminal.when('Not sure', KEY.up + KEY.enter);
    await new Promise((wait) => setTimeout(wait, 100));
  }
  for (let turns = 0; turns < 3; turns++) {
    const isOver = await Promise.race([terminal.ended, new Promise((wait) => setTimeout(wait, 700))]);
    if (isOver === 0) break;
    await terminal.when('', KEY.enter);
  }
  expect(await terminal.ended).toBe(0);
  const command = /^ {2}(wirewise record .*) --name NAME --output NAME\.wirewise\.yaml$/m.exec(
    readFileSync(report, 'utf8'),
  );
  const words = (command?.[1] ?? '').split(' ').slice(1);
  expect(words[0]).toBe('record');
  expect((await runWith([...words, '--name', 'chat'], { cwd })).exitCode).toBe(0);
}, 30_000);
