import { ShellCompDirective } from '@bomb.sh/tab';
import type { Action } from '../../context.ts';
import { EXIT } from '../../exit-codes.ts';
import { buildProgram } from '../../program/program.ts';
import { type Completions, completionsFor } from './candidates.ts';

/**
 * `wirewise complete -- WORD…`, called by the scripts of `completion`: one value a line, with what it means behind a
 * tab, and last a colon with cobra's directive, a sum of flags.
 */
export const complete: Action = async (context, words) => {
  const completions = await completionsFor(buildProgram(context, words, {}, { whole: true }), words, context);
  const seen = new Map(completions.items.map(({ value, says }) => [value, says]));
  const lines = [...seen]
    .filter(([value]) => isPlainWord(value))
    .map(([value, says]) => `${value}${says && `\t${oneLine(says)}`}\n`);
  return { text: `${lines.join('')}:${directiveOf(completions)}\n`, exitCode: EXIT.ok };
};

/** Shells put it on the command line as it is: only what none of them reads as anything else. */
function isPlainWord(value: string): boolean {
  return /^[\w@%+=:,./-]+$/.test(value);
}

/** Texts of rule packs pass through shells: no line ends, no controls, and nothing that a shell could expand. */
function oneLine(text: string): string {
  const flat = text.replace(/[\s\p{Cc}\p{Cs}\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/gu, ' ');
  const quiet = flat.replaceAll('`', "'").replace(/[$\\]/g, '').trim();
  return quiet.length > 70 ? `${quiet.slice(0, 69)}…` : quiet;
}

function directiveOf({ paths, goesOn }: Completions): number {
  if (paths === 'files') return ShellCompDirective.ShellCompDirectiveDefault;
  if (paths === 'folders') return ShellCompDirective.ShellCompDirectiveFilterDirs;
  const noSpace = goesOn ? ShellCompDirective.ShellCompDirectiveNoSpace : 0;
  return ShellCompDirective.ShellCompDirectiveNoFileComp + noSpace;
}
