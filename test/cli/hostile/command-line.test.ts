import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COMMAND_NAMES } from '../../../src/cli/program/commands.ts';
import { runs } from '../../set-up/runs.ts';
import { expectDecency, hostileFolder } from './decency.ts';
import { nastyText } from './hostile-text.ts';
import { knownWord } from './words.ts';

const cwd = hostileFolder();

// No word may name a place outside of the folder: some commands write where they are told.
const isInside = (word: string) => !/[/\\]/.test(word) && !word.includes('\0');
const word = fc.oneof({ weight: 3, arbitrary: knownWord }, { weight: 1, arbitrary: nastyText.filter(isInside) });
/** The lab measures for seconds whatever it is told. */
const argv = fc
  .tuple(fc.constantFrom(...COMMAND_NAMES.filter((name) => name !== 'lab'), ''), fc.array(word, { maxLength: 8 }))
  .map(([command, words]) => (command === '' ? words : [command, ...words]))
  .filter((words) => !words.includes('lab'));

describe('random command lines', () => {
  test('are answered decently', async () => {
    await fc.assert(
      fc.asyncProperty(argv, async (words) => {
        await expectDecency([...words, '--samples', '0']);
        await expectDecency(words.filter((one) => one !== '--color'));
      }),
      runs(125),
    );
  }, 120_000);

  test('write nothing but what they are told', () => {
    expect(readdirSync(cwd)).toEqual([]);
  });
});
