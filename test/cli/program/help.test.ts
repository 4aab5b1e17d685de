import { describe, expect, test } from 'vitest';
import { COMMAND_NAMES } from '../../../src/cli/program/commands.ts';
import { builtInRules } from '../../../src/rules/built-in.ts';
import { runWith } from '../fake-io.ts';

const COMMANDS = ['', ...COMMAND_NAMES];

/** To copy in one piece, or without a space to break it at. */
function isWhole(line: string): boolean {
  return /^ +(wirewise|source) |^ +\S{40,}$/.test(line);
}

async function help(command: string, columns: number): Promise<string> {
  const argv = [...command.split(' ').filter(Boolean), '--help'];
  const { stdout, exitCode } = await runWith(argv, { terminal: true, columns });
  expect(exitCode).toBe(0);
  return stdout;
}

describe.each(COMMANDS)('wirewise %s --help', (command) => {
  test.each([40, 52, 66, 79, 80, 200])('fits %i columns', async (columns) => {
    const lines = (await help(command, columns)).split('\n');
    const wide = lines.filter((line) => line.length > Math.min(columns, 80) && !isWhole(line));
    expect(wide).toEqual([]);
  });

  test('fits one screen', async () => {
    expect((await help(command, 80)).trimEnd().split('\n').length).toBeLessThanOrEqual(40);
  });

  test('says the same in 40 columns as in 80', async () => {
    const words = (text: string) => text.split(/\s+/);
    expect(words(await help(command, 40))).toEqual(words(await help(command, 80)));
  });
});

describe('wirewise help answers', () => {
  test('lists each question with its answers or units, and each preset', async () => {
    const rules = await builtInRules();
    const { stdout, exitCode } = await runWith(['help', 'answers']);
    expect(exitCode).toBe(0);
    for (const { id, kind, options } of rules.questions) {
      expect(stdout).toContain(`  --${id}`);
      if (kind === 'choice' || kind === 'choices') for (const { value } of options) expect(stdout).toContain(value);
    }
    expect(stdout).toMatch(/--latency .*\n +a number in ms; also with ms, s, min, h or d\n/);
    expect(stdout).toMatch(/--replay .*\n? +.*yes, no; also --replay and --no-replay\n/);
    for (const { id } of rules.presets) expect(stdout).toContain(`--preset ${id}`);
  });

  test.each([40, 80])('fits %i columns', async (columns) => {
    const { stdout } = await runWith(['help', 'answers'], { terminal: true, columns });
    expect(stdout.split('\n').filter((line) => line.length > columns && !/^ +wirewise /.test(line))).toEqual([]);
  });

  test('lists the questions nowhere else', async () => {
    expect((await runWith(['help', 'recommend'])).stdout).not.toContain('--direction <');
    expect((await runWith(['help', 'recommend'])).stdout).toContain('wirewise help answers');
    expect((await runWith(['help', 'check'])).stdout).not.toContain('wirewise help answers');
  });

  test('is suggested for a slip of the finger', async () => {
    const { exitCode, stderr } = await runWith(['help', 'answer']);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: 'error: Unknown command "answer". Did you mean "answers"?\n',
    });
  });
});

test('flags that change nothing are accepted, and not listed', async () => {
  for (const argv of [
    ['matrix', '-q'],
    ['recommend', '--all', '-q'],
    ['schema', 'answers', '--no-color'],
  ]) {
    expect((await runWith(argv)).exitCode).toBe(0);
  }
  expect((await runWith(['help', 'matrix'])).stdout).not.toMatch(/--quiet|--no-input|--accessible/);
  expect((await runWith(['help', 'recommend'])).stdout).not.toMatch(/--all|changes nothing/);
  expect((await runWith(['complete', '--', 'matrix', '--qu'])).stdout).not.toContain('--quiet');
});
