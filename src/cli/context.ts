import type { Rules } from '../core/model.ts';
import type { ReportContext } from '../report/advice.ts';
import type { StartersData } from '../starters/starter.ts';
import { clamp } from '../text/lists.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { InputFile } from './input/read-input.ts';
import type { RuleSource } from './input/rule-sources.ts';
import { type Io, isOn } from './io.ts';
import type { Flags } from './options/flags.ts';
import type { CommandName, CommonOptions, FlagRules, Options } from './options/options.ts';
import { wantsColour } from './terminal/colour.ts';

/** The rules of this run, and where they come from. */
export interface RuleSet {
  readonly rules: Rules;
  readonly starters: StartersData;
  /** The packs that a command line has to name to get the same rules here: those of the environment and of flags. */
  readonly rulesDirs: readonly string[];
  /** Every pack that is merged into the built-in rules, in that order. */
  readonly sources: readonly RuleSource[];
  /** Whether `--no-project` was given. */
  readonly isProjectIgnored: boolean;
}

/** What commands work with. Each one asks for the parts that it needs. */
export interface Context extends RuleSet {
  readonly io: Io;
  /** All commands, in the order of the help. */
  readonly commands: readonly CommandInfo[];
  /** The program without a command. */
  readonly wizard: CommandInfo;
  /** Names of options, which no question of a rule pack may have. */
  readonly reservedNames: () => readonly string[];
}

/** A command as completion, SKILL.md and messages show it. */
export interface CommandInfo {
  readonly name: string;
  /** Its words, in commander's notation. */
  readonly args?: string;
  readonly says: string;
  /** Only other programs call it: the help does not list it. */
  readonly isHidden?: boolean;
  flags(rules: FlagRules): Flags;
}

/** A text to write: to a file whole or not at all, or to stdout. */
export interface OutputDocument {
  readonly text: string;
  /** As the user typed it; `undefined` for stdout. */
  readonly path: string | undefined;
  /** Whether the file may not exist yet: of several runs at once, one writes it. */
  readonly isNew?: boolean;
  /** The file that the text was made from: where it is overwritten, it must not have changed since. */
  readonly madeFrom?: InputFile;
  /** A line for stderr once the file is written; absent: none. */
  readonly notice?: string | undefined;
  /** For a document that a team keeps and edits: how it is written into a folder, or over a file. */
  readonly numbered?: {
    /** Its file name in a folder, without number and extension. */
    readonly name: string;
    /** Whether a file that was edited may be overwritten. */
    readonly force: boolean;
    readonly quiet: boolean;
  };
}

/** What a command returns: texts to write, and the exit code. A command that streams has no text left. */
export interface Result {
  readonly documents: readonly OutputDocument[];
  readonly exitCode: ExitCode;
}

/** The code of a command. */
export type Action<Name extends CommandName> = (
  context: Context,
  words: readonly string[],
  options: Options<Name>,
) => Promise<Result>;

/** A command with its words and options. */
export type PreparedRun = (context: Context) => Promise<Result>;

/** The result of a command that prints one text. */
export function printed(text: string, { output }: Pick<CommonOptions, 'output'>, exitCode: ExitCode = EXIT.ok): Result {
  return { documents: [{ text, path: output }], exitCode };
}

/** The notice that a file was written; `undefined` with `--quiet`, and for stdout. */
export function noticeOf({ output, quiet }: Pick<CommonOptions, 'output' | 'quiet'>): string | undefined {
  return output === undefined || quiet ? undefined : `Wrote ${output}`;
}

/** Columns of a text that is easy to read; a table may have more. */
const WIDEST_TEXT = 100;

/**
 * What reports need: a painter, which colours only where colours are wanted, and the width of the terminal.
 *
 * @param widest in columns; `Infinity` for tables
 */
export async function reportContext(
  { io, rules }: Pick<Context, 'io' | 'rules'>,
  { output, color, accessible = false }: Pick<CommonOptions, 'output' | 'color'> & { readonly accessible?: boolean },
  widest = WIDEST_TEXT,
): Promise<ReportContext> {
  const { Chalk } = await import('chalk');
  const isTerminal = io.stdout.isTTY === true && output === undefined;
  const isColoured = wantsColour({ flag: color, env: io.env, isTerminal });
  const columns = isTerminal ? (io.stdout.columns ?? 80) : 80;
  return {
    rules,
    paint: new Chalk({ level: isColoured ? 1 : 0 }),
    width: clamp(columns, 40, widest),
    accessible: accessible || isOn(io.env['ACCESSIBLE']),
  };
}
