import { UNPRINTABLE } from '../../../text/printable.ts';
import { printed, type Result } from '../../context.ts';
import type { Options } from '../../options/options.ts';
import { type CompletionContext, type Completions, completionsFor } from './candidates.ts';

/**
 * `wirewise complete -- WORD…`, which the scripts of `completion` call. It prints one value a line, with a tab and a
 * description; the last line is a colon and cobra's directive, a sum of flags.
 */
export async function complete(
  context: CompletionContext,
  words: readonly string[],
  options: Options<'complete'>,
): Promise<Result> {
  const completions = await completionsFor(words, context);
  const seen = new Map(completions.items.map(({ value, says }) => [value, says]));
  const lines = [...seen]
    .filter(([value]) => isPlainWord(value))
    .map(([value, says]) => `${value}${says && `\t${oneLine(says)}`}\n`);
  return printed(`${lines.join('')}:${directiveOf(completions)}\n`, options);
}

/** Whether a shell takes the word as it is; the scripts put it on the command line without quotes. */
function isPlainWord(value: string): boolean {
  return /^[\w@%+=:,./-]+$/.test(value);
}

/** A text of a rule pack that is safe to pass through a shell: one line, no controls, nothing that a shell expands. */
function oneLine(text: string): string {
  const flat = text.replace(UNPRINTABLE, ' ').replace(/\s+/g, ' ');
  const quiet = flat.replaceAll('`', "'").replace(/[$\\]/g, '').trim();
  return quiet.length > 70 ? `${quiet.slice(0, 69)}…` : quiet;
}

/** What the shell does besides offering the values; cobra's numbers, which the scripts read. */
const DIRECTIVE = { files: 0, noSpace: 2, noFiles: 4, folders: 16 } as const;

function directiveOf({ paths, goesOn }: Completions): number {
  if (paths !== undefined) return DIRECTIVE[paths];
  return DIRECTIVE.noFiles + (goesOn ? DIRECTIVE.noSpace : 0);
}
