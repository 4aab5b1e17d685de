/** Commander as this program uses it: it parses and formats the help; it prints nothing and ends no process. */
import { Command, type CommanderError, Help } from 'commander';
import { didYouMean } from '../../text/did-you-mean.ts';
import { clamp } from '../../text/lists.ts';
import { Failure } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';

/** Columns that a help text needs at least, and takes at most. */
const NARROWEST = 40;
const WIDEST = 80;

/** Where descriptions get fewer columns than that beside their terms, they go below. */
const NARROWEST_DESCRIPTION = 30;

/** Terms of at most so many columns, such as exit codes, keep their descriptions beside them. */
const SHORT_TERM = 8;

export interface CommandSettings {
  /** Columns of the terminal. */
  readonly columns: number;
  /** Takes what commander prints: help and version. */
  readonly print: (text: string) => unknown;
}

/** Commander copies these settings to subcommands when they are created, so that they are made first. */
export function newCommand(name: string, { columns, print }: CommandSettings): Command {
  const width = clamp(columns, NARROWEST, WIDEST);
  return new Command(name)
    .configureHelp({
      helpWidth: width,
      minWidthToWrap: 0,
      // The descriptions name the choices already.
      optionDescription: ({ description }) => description,
      // The help of a command shows its arguments; a line for each command keeps the list on one screen.
      subcommandTerm: (command) => command.name(),
      styleUsage: (usage) => indentRest(boxWrap(usage, width - 'Usage: '.length), 2),
      formatItem,
    })
    .exitOverride()
    .configureOutput({
      writeOut: print,
      // `messageOf` words the errors.
      outputError: () => undefined,
      getOutHelpWidth: () => width,
      getOutHasColors: () => false,
    })
    .showSuggestionAfterError(false)
    .enablePositionalOptions();
}

/** As commander does it, or with the description below its term. */
function formatItem(term: string, termWidth: number, description: string, helper: Help): string {
  const width = helper.helpWidth ?? WIDEST;
  if (width - termWidth >= NARROWEST_DESCRIPTION) {
    return Help.prototype.formatItem.call(helper, term, termWidth, description, helper);
  }
  if (!description) return `  ${term}`;
  return `  ${term}\n      ${indentRest(boxWrap(description, width - 6), 6)}`;
}

/** Text below the flags, for `addHelpText`. Indented commands stay whole, so that they can be copied. */
export function fitNotes(text: string, columns: number): string {
  const width = clamp(columns, NARROWEST, WIDEST);
  const fit = (line: string): string => {
    if (line.length <= width || /^ +(wirewise|source) /.test(line)) return line;
    const [, term = '', description] = /^( {2,}\S.*? {2,})(\S.*)$/.exec(line) ?? [];
    if (description === undefined) {
      const indent = line.search(/\S/);
      return ' '.repeat(indent) + indentRest(boxWrap(line.trim(), width - indent), indent);
    }
    return term.length <= SHORT_TERM + 2
      ? term + indentRest(boxWrap(description, width - term.length), term.length)
      : `${term.trimEnd()}\n      ${indentRest(boxWrap(description, width - 6), 6)}`;
  };
  return text.split('\n').map(fit).join('\n');
}

function boxWrap(text: string, width: number): string {
  return Object.assign(new Help(), { minWidthToWrap: 0 }).boxWrap(text, width);
}

function indentRest(text: string, columns: number): string {
  return text.replaceAll('\n', `\n${' '.repeat(columns)}`);
}

/**
 * Commander's error as a message of this program.
 *
 * @param flags the long names of all flags that could have been meant
 */
export function messageOf({ code, message }: CommanderError, flags: readonly string[], hint: string): Failure {
  // Commander quotes the flag or the argument that is wrong; the word itself may hold quotes and line ends.
  const quoted = /'(.*)'/s.exec(message)?.[1] ?? '';
  const [, name, value] = /(--\S+) ([<[].+)$/.exec(quoted) ?? [];
  const words: Readonly<Record<string, string>> = {
    'commander.unknownOption': `Unknown flag "${quoted}".${didYouMean(quoted, flags).replaceAll('"', '')}`,
    'commander.optionMissingArgument': `Missing ${value} after ${name}.`,
    'commander.missingArgument': `Missing <${quoted}>.`,
  };
  const text = words[code] ?? message.replace(/^error: /, '');
  return new Failure(EXIT.usage, `error: ${text}\n${hint}`);
}
