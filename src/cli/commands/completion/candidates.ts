import type { Argument, Command, Option } from 'commander';
import type { Question } from '../../../core/model.ts';
import { builtInProxies } from '../../../rules/built-in-projects.ts';
import type { Context } from '../../context.ts';
import { ANSWERS_GROUP } from '../../program/question-flags.ts';

/** What may stand where the cursor is. */
export interface Completions {
  readonly items: readonly Completion[];
  /** What the shell adds of its own: names of files, of folders, or nothing. */
  readonly paths?: 'files' | 'folders';
  /** Whether more of the same word may follow: the shell then puts no space behind it. */
  readonly goesOn?: boolean;
}

export interface Completion {
  readonly value: string;
  readonly says: string;
}

const NOTHING: Completions = { items: [] };

/**
 * What may follow on a command line, from the program's own declarations and the rules.
 *
 * @param program as `buildProgram` makes it for these words
 * @param words after the program's name; the last one is being typed, and may be empty
 */
export async function completionsFor(program: Command, words: readonly string[], context: Context) {
  const typed = words.at(-1) ?? '';
  const { command, positionals, pending, onlyWords } = readWords(program, words.slice(0, -1));
  if (pending) return valuesOf(pending, typed, context);
  if (typed.startsWith('-') && !onlyWords) {
    const at = typed.indexOf('=');
    if (at < 0) return starting(typed, { items: flagsOf(command) });
    const option = findOption(command, typed.slice(0, at));
    return option ? valuesOf(option, typed.slice(at + 1), context) : NOTHING;
  }
  const place = command.registeredArguments[positionals] ?? lastVariadic(command);
  if (place) return starting(typed, await placeholderValues(place.name(), context));
  return command === program && positionals === 0 ? starting(typed, { items: commandsOf(program) }) : NOTHING;
}

interface ReadWords {
  readonly command: Command;
  /** How many positional words the command has already. */
  readonly positionals: number;
  /** The flag whose value comes next. */
  readonly pending?: Option | undefined;
  /** Behind `--` no word is a flag. */
  readonly onlyWords: boolean;
}

function readWords(program: Command, words: readonly string[]): ReadWords {
  let command = program;
  let positionals = 0;
  let pending: Option | undefined;
  let onlyWords = false;
  for (const word of words) {
    const named = command === program && positionals === 0 ? findCommand(program, word) : undefined;
    if (pending && !(pending.optional && word.startsWith('-'))) {
      // `--replay [yes|no]`: a word that is neither is the next one's.
      pending = undefined;
    } else if (onlyWords || !word.startsWith('-') || word === '-') {
      if (named) command = named;
      else positionals += 1;
    } else if (word === '--') onlyWords = true;
    else {
      const option = word.includes('=') ? undefined : findOption(command, word);
      pending = option && (option.required || option.optional) ? option : undefined;
    }
  }
  return { command, positionals, pending, onlyWords };
}

function findCommand(program: Command, name: string): Command | undefined {
  return program.commands.find((command) => command.name() === name);
}

function findOption(command: Command, flag: string): Option | undefined {
  return command.options.find(({ short, long }) => flag === short || flag === long);
}

function lastVariadic(command: Command): Argument | undefined {
  return command.registeredArguments.at(-1)?.variadic ? command.registeredArguments.at(-1) : undefined;
}

function commandsOf(program: Command): Completion[] {
  return program
    .createHelp()
    .visibleCommands(program)
    .map((command) => ({ value: command.name(), says: command.summary() }));
}

/** The bare program hides the flags of the questions from its help, but takes them; `--no-` forms stay out. */
function flagsOf(command: Command): Completion[] {
  const declared = command.options.filter(({ hidden, negate }) => !(hidden && negate));
  return [...declared, ...command.createHelp().visibleOptions(command)].map(({ long, description }) => ({
    value: long ?? '',
    says: description,
  }));
}

async function valuesOf(option: Option, typed: string, context: Context): Promise<Completions> {
  const isAnswer = option.helpGroupHeading === ANSWERS_GROUP;
  const question = isAnswer ? context.rules.questions.find(({ id }) => option.long === `--${id}`) : undefined;
  if (question?.kind === 'choices') return listValues(answersOf(question), typed);
  if (question) return starting(typed, { items: question.kind === 'number' ? [] : answersOf(question) });
  if (option.argChoices) return starting(typed, { items: option.argChoices.map(plain) });
  const placeholder = option.flags.match(/[<[](.+)[>\]]$/)?.[1] ?? '';
  const values = await placeholderValues(placeholder, context);
  const isList = placeholder === 'protocols' || placeholder === 'mistakes';
  return isList ? listValues(values.items, typed) : starting(typed, values);
}

function answersOf({ kind, options }: Question): Completion[] {
  if (kind !== 'boolean') return options.map(({ value, label }) => ({ value: String(value), says: label }));
  return options.map(({ value, label }) => ({ value: value === true ? 'yes' : 'no', says: label }));
}

/** What the name of a value promises in the help: `<protocol>`, `<criterion=n>`, `<client|server>`. */
async function placeholderValues(placeholder: string, { rules }: Context): Promise<Completions> {
  const name = placeholder.replace(/\.\.\.$/, '');
  if (name.includes('|')) return { items: name.split('|').map(plain) };
  switch (name) {
    case 'protocol':
    case 'protocols':
      return { items: rules.protocols.map((protocol) => ({ value: protocol.id, says: protocol.name })) };
    case 'criterion':
    case 'criterion[=grade]':
      return { items: rules.criteria.map(({ id, label }) => ({ value: id, says: label })) };
    case 'criterion=n':
      return { items: rules.criteria.map(({ id, label }) => ({ value: `${id}=`, says: label })), goesOn: true };
    case 'preset':
      return { items: rules.presets.map(({ id, title }) => ({ value: id, says: title })) };
    case 'mistake':
    case 'mistakes':
      return { items: rules.mistakes.map(({ id, title }) => ({ value: id, says: title })) };
    case 'server':
      return { items: Object.keys(await builtInProxies()).map(plain) };
    default:
      if (/\b(dir|folder)s?\b/.test(name)) return { items: [], paths: 'folders' };
      return /\bfiles?\b/.test(name) ? { items: [], paths: 'files' } : NOTHING;
  }
}

/** The last of the values between commas is being typed; what is there already is not offered again. */
function listValues(items: readonly Completion[], typed: string): Completions {
  const done = typed.split(',').slice(0, -1);
  const head = done.map((value) => `${value},`).join('');
  const open = items.filter(({ value }) => !done.includes(value));
  const whole = open.map(({ value, says }) => ({ value: head + value, says }));
  return { ...starting(typed, { items: whole }), goesOn: open.length > 1 };
}

function starting(typed: string, completions: Completions): Completions {
  return { ...completions, items: completions.items.filter(({ value }) => value.startsWith(typed)) };
}

function plain(value: string): Completion {
  return { value, says: '' };
}
