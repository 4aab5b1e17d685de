/** Parses a command line with commander, which only parses: it runs nothing and prints nothing. */
import { Argument, type Command, CommanderError } from 'commander';
import { VERSION } from '../../core/version.ts';
import { capitalise } from '../../text/lists.ts';
import type { PreparedRun } from '../context.ts';
import { usageFailure } from '../errors.ts';
import { EXIT_MEANINGS } from '../exit-codes.ts';
import { listFlags } from '../options/flags.ts';
import type { FlagRules } from '../options/options.ts';
import { answersHelp } from './answers-help.ts';
import { checkFormat, checkWords } from './argument-checks.ts';
import { fitNotes, messageOf, newCommand } from './commander.ts';
import { COMMANDS, COMPLETE, type CommandSpec, WIZARD } from './commands.ts';
import { declareFlags } from './declare-flags.ts';
import type { FirstPass } from './first-pass.ts';

/** A parsed command line: a command that is ready to run, or a text to print (the help or the version). */
export type Parsed = { readonly run: PreparedRun } | { readonly print: string };

/**
 * @param rules of this run: their questions are flags
 * @param columns of the terminal, for the help
 * @throws Failure for a command line with a mistake
 */
export function parse(line: FirstPass, rules: FlagRules, columns: number): Parsed {
  if (line.topic !== undefined) return { print: answersHelp(rules, columns) };
  const printed: string[] = [];
  const prepared: PreparedRun[] = [];
  const program = newCommand('wirewise', { columns, print: (text) => printed.push(text) });
  const setting: Setting = { line, rules, columns, take: (run) => prepared.push(run) };
  const named = COMMANDS.find(({ name }) => name === line.argv[0]);
  for (const spec of named ? [named] : COMMANDS) addCommand(program, spec, setting);
  if (!named) addWizard(program, setting);
  try {
    program.parse([...line.argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw messageOf(error, flagsOf(named ?? WIZARD, rules), hintOf(line, named));
  }
  const [run] = prepared;
  return run ? { run } : { print: printed.join('') };
}

const ANSWERS_NOTE = `
Each question is a flag, too, such as --direction both: wirewise help answers`;

const OVERVIEW_NOTES = [
  '  wirewise help recommend   its flags, which work here, too; so for each command',
  '  wirewise help answers     the questions, with their answers and units',
];

/** What declaring the commands needs. */
interface Setting {
  readonly line: FirstPass;
  readonly rules: FlagRules;
  readonly columns: number;
  /** Gets the command that was parsed. */
  readonly take: (prepared: PreparedRun) => void;
}

function addCommand(program: Command, spec: CommandSpec, { line, rules, columns, take }: Setting): void {
  const command = program.command(spec.name, { hidden: spec.isHidden === true }).summary(spec.says);
  if (!line.argv.includes(spec.name)) return;
  command.description(`${capitalise(spec.says)}.`).allowExcessArguments();
  for (const word of spec.args?.split(' ') ?? []) command.addArgument(new Argument(word));
  declare(command, spec, line, rules);
  const notes = [spec.notes, spec.flags(rules)['given'] && ANSWERS_NOTE].filter((text) => text !== undefined);
  for (const text of notes) command.addHelpText('after', () => fitNotes(text, columns));
  command.addHelpText('after', `\nExample:\n  ${spec.example}`);
  command.action(() => {
    const isSet = (name: string) => program.getOptionValueSource(name) === 'cli';
    if (Object.keys(program.opts()).some(isSet)) throw usageFailure([flagsComeAfter(spec.name)]);
    // The word to be completed is often still empty.
    if (spec.name !== COMPLETE) checkWords(command, rules.questions);
    checkFormat(command.opts());
    take(spec.prepare(command));
  });
}

function addWizard(program: Command, { line, rules, columns, take }: Setting): void {
  program
    .version(VERSION, '-V, --version', 'print the version')
    .description(WIZARD.says)
    .helpCommand(false)
    // A word that is no command comes here: the wizard suggests the nearest one.
    .allowExcessArguments();
  declare(program, WIZARD, line, rules);
  const codes = EXIT_MEANINGS.map(([code, meaning]) => `${code} ${meaning}`).join('; ');
  const notes = ['', ...OVERVIEW_NOTES, '', `Exit codes: ${codes}.`];
  program.addHelpText('after', fitNotes(notes.join('\n'), columns));
  program.action(() => {
    checkFormat(program.opts());
    take(WIZARD.prepare(program));
  });
}

/** Declares the flags that the command line names; all of them where it names others, or asks for the help. */
function declare(command: Command, spec: CommandSpec, { argv, flags }: FirstPass, rules: FlagRules): void {
  const known = new Set(namesOf(spec, rules));
  const isWhole = [...flags].some((name) => !known.has(name));
  declareFlags(command, spec.flags(rules), { argv, only: isWhole ? undefined : flags });
}

function namesOf(spec: CommandSpec, rules: FlagRules): string[] {
  const negations = rules.questions.flatMap(({ id, kind }) => (kind === 'boolean' ? [`--no-${id}`] : []));
  return [...listFlags(spec.flags(rules)).flatMap(({ names }) => names), ...negations];
}

function flagsOf(spec: CommandSpec, rules: FlagRules): string[] {
  return namesOf(spec, rules).filter((name) => name.startsWith('--'));
}

function hintOf({ argv }: FirstPass, named: CommandSpec | undefined): string {
  const later = named ? undefined : COMMANDS.find(({ name }) => argv.includes(name));
  return later ? flagsComeAfter(later.name) : 'Run with --help for the flags.';
}

function flagsComeAfter(command: string): string {
  return `Flags come after the command: wirewise ${command} …`;
}
