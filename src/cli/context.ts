import type { Rules } from '../core/model.ts';
import type { ReportContext } from '../report/advice.ts';
import type { StartersData } from '../starters/starter.ts';
import type { ExitCode } from './exit-codes.ts';
import type { RuleSource } from './input/rule-sources.ts';
import type { Io } from './io.ts';
import type { OptionValues } from './program/question-flags.ts';
import { wantsColour } from './terminal/colour.ts';

/** What every command works with. */
export interface Context {
  readonly io: Io;
  readonly rules: Rules;
  readonly starters: StartersData;
  /** What a command line has to name to get the same rules here: the packs of the environment and of the flags. */
  readonly rulesDirs: readonly string[];
  /** Everything laid over the built-in rules, in that order. */
  readonly sources: readonly RuleSource[];
  /** Whether `--no-project` was given. */
  readonly isProjectIgnored: boolean;
}

/** What a command hands back: one text for stdout or `--output`, one exit code. */
export interface Result {
  readonly text: string;
  /** The command has written its text itself, piece by piece. */
  readonly isDelivered?: true;
  /** Further files to write, each whole or not at all; paths as the user wrote them. */
  readonly files?: readonly { readonly path: string; readonly text: string }[];
  readonly exitCode: ExitCode;
  /** Of a document that a team keeps and edits: its file name in a folder, without number and extension. */
  readonly keptAs?: string;
}

/** Ready-made commands by name; each one is loaded only when it runs. */
export type Action = (context: Context, args: readonly string[], options: OptionValues) => Promise<Result>;

/** Columns of a text that reads well; a table takes what there is. */
const WIDEST_TEXT = 100;

/**
 * What reports need: painted only when they are to be coloured, as wide as the terminal.
 *
 * @param widest in columns; `Infinity` for tables
 */
export async function reportContext(
  { io, rules }: Context,
  options: OptionValues,
  widest = WIDEST_TEXT,
): Promise<ReportContext> {
  const { painter } = await import('./terminal/painter.ts');
  const toFile = typeof options['output'] === 'string' && options['output'] !== '-';
  const isTerminal = io.stdout.isTTY === true && !toFile;
  const isColoured = wantsColour({ flag: colourFlag(options), env: io.env, isTerminal });
  const columns = isTerminal ? (io.stdout.columns ?? 80) : 80;
  return { rules, paint: painter(isColoured), width: Math.min(Math.max(columns, 40), widest) };
}

/** `--color` or `--no-color`; `undefined` where neither was given. */
export function colourFlag(options: OptionValues): boolean | undefined {
  const flag = options['color'];
  return typeof flag === 'boolean' ? flag : undefined;
}
