import { UNPRINTABLE } from './printable.ts';

/** A command line for a POSIX shell, ready to paste. */
export function shellLine(words: readonly string[]): string {
  return words.map(shellQuote).join(' ');
}

/**
 * Quotes a word for a POSIX shell, where that is necessary. Characters that could steer a terminal when the line is
 * printed, such as an escape in the name of a folder, are written as bytes in `$'…'`.
 */
export function shellQuote(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  if (word.search(UNPRINTABLE) < 0) return `'${word.replaceAll("'", `'\\''`)}'`;
  const bytes = (char: string) =>
    [...new TextEncoder().encode(char)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
  return `$'${word.replace(/[\\']/g, '\\$&').replace(UNPRINTABLE, bytes)}'`;
}
