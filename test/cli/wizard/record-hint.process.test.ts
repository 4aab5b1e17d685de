import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
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
  await terminal.when('Tab result', KEY.tab);
  await terminal.when('> See the result', KEY.enter);
  expect(await terminal.ended).toBe(0);
  const command = /^ {2}(wirewise record .*) --name NAME --output NAME\.wirewise\.yaml$/m.exec(
    readFileSync(report, 'utf8'),
  );
  const words = (command?.[1] ?? '').split(' ').slice(1);
  expect(words[0]).toBe('record');
  expect((await runWith([...words, '--name', 'chat'], { cwd })).exitCode).toBe(0);
}, 30_000);

test('Ctrl-C prints the command that goes on from there, and the command does', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'wirewise-wizard-'));
  const program = `'${process.execPath}' '${BIN}'`;
  const terminal = new TerminalSession(`cd '${cwd}'; ${program} > /dev/null`, { columns: 200 });
  await terminal.when('> Chat', KEY.enter);
  await terminal.when('Tab result', KEY.tab);
  await terminal.when('Content: Events or messages', KEY.down.repeat(3) + KEY.enter);
  await terminal.when('Which way do messages flow?', KEY.up + KEY.enter);
  await terminal.when('These are your answers', KEY.ctrlC);
  expect(await terminal.ended).toBe(130);
  const [, flags] = /Cancelled\. To go on from here:\n {2}wirewise (.*)$/.exec(terminal.text()) ?? [];
  expect(flags).toBe('--preset chat --direction client-to-server');
  const again = new TerminalSession(`cd '${cwd}'; ${program} ${flags} > /dev/null`);
  await again.when('Tab result', KEY.tab);
  await again.when('Direction: Client to server', KEY.ctrlC);
  expect(await again.ended).toBe(130);
}, 60_000);

test.each(['chat', 'read-only-feed', 'iot-telemetry'])(
  'after %s the advice is still on the screen, and the line that writes the starter works',
  async (preset) => {
    const cwd = mkdtempSync(join(tmpdir(), 'wirewise-wizard-'));
    const terminal = new TerminalSession(`cd '${cwd}'; '${process.execPath}' '${BIN}' --preset ${preset}`);
    // Where the use case settles it, the result is offered at once.
    const first = await terminal.until((screen) => /Tab result|> See the result/.test(screen), 'the first prompt');
    if (first.includes('Tab result')) terminal.press(KEY.tab);
    await terminal.when('> See the result', KEY.enter);
    expect(await terminal.ended).toBe(0);
    const shown = terminal.visible();
    expect(shown).toMatch(/^(Use \S+|\S.* fits best|.*too close to call)/m);
    expect(shown).toContain('\nWhy\n');
    expect(shown).not.toContain('import ');
    const joined = terminal.visible().replace(/(.{80})\n/g, '$1');
    const words = (/Starter: +wirewise (snippet .*)$/m.exec(joined)?.[1] ?? '').split(' ');
    expect(await runWith(words, { cwd })).toMatchObject({ exitCode: 0, stderr: '' });
    expect(readdirSync(join(cwd, words.at(-1) ?? ''))).toContain('README.md');
    // Nobody said which language it should be: the others are named.
    expect(joined).toMatch(/Or with: +--language .*\bdelphi\b/);
    const report = (/All figures: (.*)$/m.exec(joined)?.[1] ?? '').split(' ').slice(1);
    expect((await runWith(report, { cwd })).stdout).toContain('Ranking, of 100 points');
  },
  60_000,
);

test('the end of --accessible has no bars, neither on the screen nor in a file', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'wirewise-wizard-'));
  const command = `cd '${cwd}'; '${process.execPath}' '${BIN}' --preset chat --samples 0 --accessible`;
  const toFile = new TerminalSession(`${command} -o report.txt`);
  await toFile.when('Answer:', 'r\r');
  await toFile.when('?: help, b: back.\nAnswer:', '1\r');
  expect(await toFile.ended).toBe(0);
  const report = readFileSync(join(cwd, 'report.txt'), 'utf8');
  expect(report).toContain('1. WebSocket: ');
  expect(report).not.toMatch(/[\u2500-\u259f]/);
  const terminal = new TerminalSession(command, { rows: 200 });
  await terminal.when('Answer:', 'r\r');
  await terminal.when('?: help, b: back.\nAnswer:', '1\r');
  expect(await terminal.ended).toBe(0);
  expect(terminal.text()).toContain('\nUse WebSocket.');
  expect(terminal.text()).not.toMatch(/[\u2500-\u259f]/);
  expect(terminal.raw).not.toContain('\u001B');
}, 60_000);
