/** The words that mean something on a command line, or as a key of a batch line. */
import fc from 'fast-check';
import { COMMAND_NAMES } from '../../../src/cli/program/commands.ts';
import { builtInRules } from '../../../src/rules/built-in.ts';

const rules = await builtInRules();

/** A command, a flag, or the id of a protocol, question, option or preset. */
export const knownWord = fc.constantFrom(
  ...COMMAND_NAMES,
  ...rules.questions.flatMap(({ id, options }) => [
    `--${id}`,
    `--no-${id}`,
    ...options.map(({ value }) => String(value)),
  ]),
  ...rules.protocols.map(({ id }) => id),
  ...rules.presets.map(({ id }) => id),
  ...['--json', '--all', '--format', '--preset', '--weight', '--must', '--samples', '--seed', '--criteria', '--notes'],
  ...[
    '--language',
    '--name',
    '--accept',
    '--decision',
    '--role',
    '--set',
    '--server',
    '--criterion',
    '--mistake',
    '--answers',
    '--from',
    '--draft',
    '--file',
    '--quiet',
    '--color',
    '--help',
  ],
);
