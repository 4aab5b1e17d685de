import { describe, expect, test } from 'vitest';
import { runWith } from '../fake-io.ts';

const COMMANDS = ['', 'recommend', 'batch', 'check', 'record', 'rules', 'schema', 'snippet', 'lab', 'completion'];

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

  test('says the same in 40 columns as in 80', async () => {
    const words = (text: string) => text.split(/\s+/);
    expect(words(await help(command, 40))).toEqual(words(await help(command, 80)));
  });
});
