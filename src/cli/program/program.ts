import { Command } from 'commander';
import { VERSION } from '../../core/version.ts';
import { FORMATS } from '../../report/formats.ts';
import { printableLines } from '../../text/printable.ts';
import type { Context, Result } from '../context.ts';
import { EXIT_MEANINGS } from '../exit-codes.ts';
import { PLAIN_FORMATS } from '../options/format.ts';
import { refuseEmptyValues, refuseEmptyWords, refuseExcessWords, refuseRepeatedFlags } from './argument-checks.ts';
import { COMMANDS, COMPLETE, type CommandSpec } from './commands.ts';
import { answerFlags, commonFlags, decisionFlags } from './common-flags.ts';
import { addFlags, flagsNamed } from './flags.ts';

/** Where parsed commands leave what they came to. */
export interface Outcome {
  /** What commander printed by itself: help, or the version. */
  help?: string;
  result?: Result;
  options?: Readonly<Record<string, unknown>>;
}

/**
 * The command line. What `argv` does not name is declared no further than its help and its errors need: there are some
 * hundred flags, and a run uses a few.
 *
 * @param whole declares every flag of the command that `argv` names, for who wants to look at them
 */
export function buildProgram(
  context: Context,
  argv: readonly string[],
  outcome: Outcome,
  { whole = false }: { readonly whole?: boolean } = {},
): Command {
  const program = new Command('wirewise');
  // Commander copies these settings to a subcommand when it is created: they come first.
  program
    .configureHelp({
      // What can be chosen stands in the texts already; commander would add it once more.
      optionDescription: ({ description }) => description,
      // What a command takes stands in its own help; here a line for each keeps the whole on one screen.
      subcommandTerm: (command) => command.name(),
    })
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        outcome.help = (outcome.help ?? '') + text;
      },
      // Its messages quote what was typed.
      writeErr: (text) => context.io.stderr.write(printableLines(text)),
      outputError: (text, write) => write(inHouseWords(text)),
      getOutHelpWidth: () => 80,
      getErrHelpWidth: () => 80,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .showHelpAfterError('Run with --help for the flags.')
    .enablePositionalOptions()
    .description(
      'Which real-time protocol fits, why, and which mistakes to avoid.\nWithout a command it asks, in a terminal.',
    );
  const run: Run = { context, argv, outcome, whole };
  const named = COMMANDS.find(({ name }) => name === argv[0]);
  for (const spec of named ? [named] : COMMANDS) addCommand(program, spec, run);
  if (!named) {
    program.version(VERSION, '-V, --version', 'print the version');
    addWizard(program, run);
  }
  return program;
}

/** What commander says is wrong with a command line, as all else here says it. */
function inHouseWords(text: string): string {
  return text
    .replace(/^error: unknown option '(.*)'$/ms, 'error: Unknown flag "$1".')
    .replace(/\n\((Did you mean .*)\)$/m, ' $1')
    .replace(/^error: option '(?:-\w, )?(\S+) (.*)' argument missing$/m, 'error: Missing $2 after $1.')
    .replace(/^error: missing required argument '(.*)'$/m, 'error: Missing <$1>.');
}

/** What declaring a command needs to know of the run that it is for. */
interface Run {
  readonly context: Context;
  readonly argv: readonly string[];
  readonly outcome: Outcome;
  readonly whole: boolean;
}

function addCommand(program: Command, spec: CommandSpec, { context, argv, outcome, whole }: Run): void {
  const form = spec.args ? `${spec.name} ${spec.args}` : spec.name;
  const command = program.command(form, { hidden: spec.hidden === true }).summary(spec.says);
  if (!argv.includes(spec.name)) return;
  command.description(`${capitalise(spec.says)}.`);
  const formats = spec.formats ?? (spec.decides ? Object.keys(FORMATS) : PLAIN_FORMATS);
  const flags = [
    ...(spec.flags?.() ?? []),
    ...commonFlags(formats, spec),
    ...(spec.decides ? decisionFlags() : []),
    ...(spec.takesAnswers ? answerFlags(context.rules) : []),
  ];
  addFlags(command, whole ? flags : flagsNamed(flags, argv));
  if (spec.notes) command.addHelpText('after', spec.notes);
  command.addHelpText('after', `\nExample:\n  ${spec.example}`);
  refuseRepeatedFlags(command);
  refuseEmptyValues(command);
  command.allowExcessArguments();
  command.action(async () => {
    refuseExcessWords(command, context.rules.questions);
    // The word to be completed is often still empty.
    if (spec.name !== COMPLETE) refuseEmptyWords(command);
    const action = await spec.load();
    outcome.options = command.opts();
    outcome.result = await action(context, command.args, outcome.options);
  });
}

function addWizard(program: Command, { context, argv, outcome, whole }: Run): void {
  program.addHelpText(
    'after',
    `\nThe flags that answer questions work here, too: wirewise recommend --help\n\nExample:\n  wirewise recommend --preset chat\n\nExit codes:\n${exitCodeTable()}`,
  );
  const later = COMMANDS.find(({ name }) => argv.includes(name));
  if (later) {
    program.showHelpAfterError(`Flags come after the command: wirewise ${later.name} …`);
    return;
  }
  const flags = [
    ...commonFlags(Object.keys(FORMATS), { decides: true }),
    ...decisionFlags(),
    // In the help they would bury the commands; they stand in that of `recommend`.
    ...answerFlags(context.rules).map((flag) => ({ ...flag, isHidden: true })),
  ];
  addFlags(program, whole ? flags : flagsNamed(flags, argv));
  refuseRepeatedFlags(program);
  refuseEmptyValues(program);
  // A word that is no command comes here: the wizard's action names the nearest one.
  program.allowExcessArguments();
  program.action(async () => {
    const { wizard } = await import('../commands/wizard.ts');
    outcome.options = program.opts();
    outcome.result = await wizard(context, program.args, outcome.options);
  });
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function exitCodeTable(): string {
  return EXIT_MEANINGS.map(([code, meaning]) => `  ${String(code).padEnd(5)}${meaning}`).join('\n');
}
