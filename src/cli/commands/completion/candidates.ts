import type { Question } from '../../../core/model.ts';
import { builtInProxies } from '../../../rules/built-in-projects.ts';
import type { CommandInfo, Context } from '../../context.ts';
import { type ListedFlag, listFlags } from '../../options/flags.ts';

/** What may stand at the cursor. */
export interface Completions {
  readonly items: readonly Completion[];
  /** What the shell adds itself: names of files, of folders, or nothing. */
  readonly paths?: 'files' | 'folders';
  /** Whether the word may continue: the shell then puts no space after it. */
  readonly goesOn?: boolean;
}

interface Completion {
  readonly value: string;
  readonly says: string;
}

/** What completion goes by. */
export type CompletionContext = Pick<Context, 'rules' | 'commands' | 'wizard'>;

const NOTHING: Completions = { items: [] };

const HELP: ListedFlag = { names: ['-h', '--help'], says: 'display help for command' };
const VERSION: ListedFlag = { names: ['-V', '--version'], says: 'print the version' };

/**
 * What may follow on a command line, from the flags of the commands and from the rules.
 *
 * @param words after the program's name; the last one is being typed, and may be empty
 */
export async function completionsFor(words: readonly string[], context: CompletionContext): Promise<Completions> {
  const typed = words.at(-1) ?? '';
  const { command, flags, positionals, pending, onlyWords } = readWords(words.slice(0, -1), context);
  if (pending) return valuesOf(pending, typed, context);
  if (typed.startsWith('-') && !onlyWords) {
    const at = typed.indexOf('=');
    if (at < 0) return starting(typed, { items: flags.filter(({ isIdle }) => !isIdle).map(itemOf) });
    const flag = findFlag(flags, typed.slice(0, at));
    return flag ? valuesOf(flag, typed.slice(at + 1), context) : NOTHING;
  }
  const places = command.args?.split(' ') ?? [];
  const last = places.at(-1);
  const place = places[positionals] ?? (last?.includes('...') ? last : undefined);
  if (place !== undefined) return starting(typed, await placeholderValues(bare(place), context));
  return command === context.wizard && positionals === 0 ? starting(typed, { items: commandsOf(context) }) : NOTHING;
}

interface ReadWords {
  readonly command: CommandInfo;
  readonly flags: readonly ListedFlag[];
  /** How many words the command has already. */
  readonly positionals: number;
  /** The flag whose value comes next. */
  readonly pending?: ListedFlag | undefined;
  /** After `--` no word is a flag. */
  readonly onlyWords: boolean;
}

function readWords(words: readonly string[], context: CompletionContext): ReadWords {
  let command = context.wizard;
  let flags = flagsOf(command, context);
  let positionals = 0;
  let pending: ListedFlag | undefined;
  let onlyWords = false;
  for (const word of words) {
    const isFirst = command === context.wizard && positionals === 0;
    const named = isFirst ? context.commands.find(({ name }) => name === word) : undefined;
    if (pending && !(isOptional(pending) && word.startsWith('-'))) pending = undefined;
    else if (onlyWords || !word.startsWith('-') || word === '-') {
      if (named) [command, flags] = [named, flagsOf(named, context)];
      else positionals += 1;
    } else if (word === '--') onlyWords = true;
    else {
      const flag = word.includes('=') ? undefined : findFlag(flags, word);
      pending = flag?.value === undefined ? undefined : flag;
    }
  }
  return { command, flags, positionals, pending, onlyWords };
}

/** `--replay [yes|no]` may stand without its value. */
function isOptional({ value }: ListedFlag): boolean {
  return value?.startsWith('[') === true;
}

function flagsOf(command: CommandInfo, { rules, wizard }: CompletionContext): ListedFlag[] {
  return [...listFlags(command.flags(rules)), ...(command === wizard ? [VERSION] : []), HELP];
}

function findFlag(flags: readonly ListedFlag[], name: string): ListedFlag | undefined {
  return flags.find(({ names }) => names.includes(name));
}

function itemOf({ names, says }: ListedFlag): Completion {
  return { value: names.at(-1) ?? '', says };
}

function commandsOf({ commands }: CompletionContext): Completion[] {
  const listed = commands.filter(({ isHidden }) => !isHidden).map(({ name, says }) => ({ value: name, says }));
  return [...listed, { value: 'help', says: 'the help of a command' }];
}

async function valuesOf(flag: ListedFlag, typed: string, context: CompletionContext): Promise<Completions> {
  const { question, choices, value = '' } = flag;
  if (question?.kind === 'choices') return listValues(answersOf(question), typed);
  if (question) return starting(typed, { items: question.kind === 'number' ? [] : answersOf(question) });
  const placeholder = bare(value);
  if (choices && placeholder === 'fields') return listValues(choices.map(plain), typed);
  if (choices) return starting(typed, { items: choices.map(plain) });
  const values = await placeholderValues(placeholder, context);
  const isList = placeholder === 'protocols' || placeholder === 'mistakes';
  return isList ? listValues(values.items, typed) : starting(typed, values);
}

/** `<criterion[=grade]>` → `criterion[=grade]`. */
function bare(placeholder: string): string {
  return placeholder.slice(1, -1);
}

function answersOf({ kind, options }: Question): Completion[] {
  if (kind !== 'boolean') return options.map(({ value, label }) => ({ value: String(value), says: label }));
  return options.map(({ value, label }) => ({ value: value === true ? 'yes' : 'no', says: label }));
}

/** Values by the name of a value in the help: `<protocol>`, `<criterion=n>`, `<client|server>`. */
async function placeholderValues(placeholder: string, { rules }: CompletionContext): Promise<Completions> {
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
      return {
        items: [...rules.mistakes, ...(rules.systemMistakes ?? [])].map(({ id, title }) => ({
          value: id,
          says: title,
        })),
      };
    case 'server':
      return { items: Object.keys(await builtInProxies()).map(plain) };
    default:
      if (/\b(dir|folder)s?\b/.test(name)) return { items: [], paths: 'folders' };
      return /\bfiles?\b/.test(name) ? { items: [], paths: 'files' } : NOTHING;
  }
}

/** Completes the last value of a list with commas; values that the list has already are not offered. */
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
