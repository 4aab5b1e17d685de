/** The first look at a command line: what has to be known before rule packs, and so their flags, are loaded. */
import { CommanderError } from 'commander';
import { expectedNames } from '../../text/did-you-mean.ts';
import { usageFailure } from '../errors.ts';
import { RULES_FLAGS } from '../options/common-flags.ts';
import type { Flags, OptionsOf } from '../options/flags.ts';
import { switchFlag } from '../options/flags.ts';
import { messageOf, newCommand } from './commander.ts';
import { COMMAND_NAMES, COMMANDS, COMPLETE } from './commands.ts';
import { declareFlags } from './declare-flags.ts';

/** What the first pass reads; the second one declares these flags, too, and reads the same. */
const FIRST_FLAGS = {
  ...RULES_FLAGS,
  quiet: switchFlag('', 'q'),
  help: switchFlag('', 'h'),
  version: switchFlag('', 'V'),
} as const satisfies Flags;

/** A command line before its second pass. */
export interface FirstPass {
  /** The words for the second pass: `help COMMAND` has become `COMMAND --help`. */
  readonly argv: readonly string[];
  /** The rule packs of `--rules`. */
  readonly rules: readonly string[];
  readonly isProjectIgnored: boolean;
  /** Whether no rule pack has a bearing on the output of its command. */
  readonly needsNoRules: boolean;
  /** Whether it may ask for the help or the version, which have to work without rule packs. */
  readonly mayBeHelp: boolean;
  /** Names of all flags on it, such as `--json`. */
  readonly flags: ReadonlySet<string>;
  /** A help that is about no single command; absent: none was asked for. */
  readonly topic?: typeof ANSWERS;
}

/** `wirewise help answers` lists the questions. */
const ANSWERS = 'answers';

/** @throws Failure when a flag of the rules has no value, or `help` names no command */
export function readFirst(argv: readonly string[]): FirstPass {
  const { options, operands, unknown } = parseFirst(argv);
  const [first, second] = operands;
  if (first === 'help' && argv[0] !== 'help') throw usageFailure(['Flags come after the command: wirewise help …']);
  if (first === 'help' && second === ANSWERS) {
    return { ...readFirst(['--help', ...argv.slice(2)]), mayBeHelp: true, topic: ANSWERS };
  }
  if (first === 'help') return { ...readFirst([...helpOf(second), '--help', ...argv.slice(2)]), mayBeHelp: true };
  // A command line that is being completed names its packs up to the word that is not finished yet.
  const { rules, project } = first === COMPLETE ? unlessWrong(operands.slice(1, -1)) : options;
  const flags = unknown.filter((word) => word.startsWith('-')).map((word) => word.split('=')[0] ?? '');
  return {
    argv,
    rules,
    isProjectIgnored: !project,
    needsNoRules: isWithoutRules(argv[0]),
    mayBeHelp: options.help || options.version,
    flags: new Set([...flags, '--rules', '--no-project', '--quiet', ...(options.help ? ['--help'] : [])]),
  };
}

function isWithoutRules(command: string | undefined): boolean {
  const spec = COMMANDS.find(({ name }) => name === command);
  return spec?.flags({ presets: [], questions: [] })['rules']?.isIdle === true;
}

function parseFirst(argv: readonly string[]) {
  const program = newCommand('wirewise', { columns: 80, print: () => undefined })
    .helpOption(false)
    .allowUnknownOption();
  declareFlags(program, FIRST_FLAGS, { argv });
  try {
    const { operands, unknown } = program.parseOptions([...argv]);
    return { options: program.opts<OptionsOf<typeof FIRST_FLAGS>>(), operands, unknown };
  } catch (error) {
    throw error instanceof CommanderError ? messageOf(error, [], 'Run with --help for the flags.') : error;
  }
}

function helpOf(command: string | undefined): readonly string[] {
  if (command === undefined) return [];
  if (COMMAND_NAMES.includes(command)) return [command];
  throw usageFailure([`Unknown command "${command}".${expectedNames(command, [...COMMAND_NAMES, ANSWERS])}`]);
}

/** The flags of an unfinished command line, which may have any mistake. */
function unlessWrong(argv: readonly string[]): OptionsOf<typeof RULES_FLAGS> {
  try {
    return parseFirst(argv).options;
  } catch {
    return { rules: [], project: true };
  }
}
