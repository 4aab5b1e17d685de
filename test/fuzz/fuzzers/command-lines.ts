import fc from 'fast-check';
import { COMMAND_NAMES } from '../../../src/cli/program/commands.ts';
import { nastyText } from '../../cli/hostile/hostile-text.ts';
import { knownWord } from '../../cli/hostile/words.ts';
import { runDecently } from '../decent.ts';
import { fuzzerOf } from '../fuzzer.ts';

/** The lab measures for seconds whatever it is told, and samples take long. */
const SLOW = ['lab', '--samples'];
const commands = COMMAND_NAMES.filter((name) => !SLOW.includes(name));
// No word may name a place where something could be read or written.
const foreign = nastyText.filter((word) => !/[/\\\0]/.test(word));
const word = fc.oneof({ weight: 6, arbitrary: knownWord }, { weight: 1, arbitrary: foreign });
const pair = fc.tuple(word, foreign).map(([flag, value]) => `${flag}=${value}`);

export const fuzzer = fuzzerOf({
  kind: 'command lines',
  share: 4,
  inputs: fc
    .tuple(
      fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...commands) }, { weight: 1, arbitrary: fc.constant('') }),
      fc.array(fc.oneof({ weight: 9, arbitrary: word }, { weight: 1, arbitrary: pair }), { maxLength: 7 }),
    )
    .map(([command, words]) =>
      [command, ...words].filter((one) => one !== '' && !SLOW.includes(one.split('=')[0] ?? '')),
    ),
  attempt: (argv) => runDecently(argv),
});
