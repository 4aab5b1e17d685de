import { UNPRINTABLE } from './printable.ts';

/** A command line that bash, zsh, dash and fish read alike, ready to paste. */
export function shellLine(words: readonly string[]): string {
  return words.map(shellQuote).join(' ');
}

/**
 * Quotes a word, where that is necessary, so that bash, zsh, dash and fish read it alike. Characters that could steer a
 * terminal when the line is printed, such as an escape in the name of a folder, are printed by `printf` in the shell. Such
 * a substitution loses line ends at its end: they follow as they are, in quotes.
 */
export function shellQuote(word: string): string {
  if (/^[\w@+:,./-][\w@+=:,./-]*$/.test(word)) return word;
  if (word.search(UNPRINTABLE) < 0) return quotePrintable(word);
  const body = word.replace(/\n+$/, '');
  const lineEnds = word.slice(body.length);
  return `${body === '' ? '' : printed(body)}${lineEnds && `'${lineEnds}'`}`;
}

/** In `printf`, a minus at the beginning is an option, and a percent sign a conversion. */
function printed(text: string): string {
  const format = text
    .replace(/^-|[\\']/g, octal)
    .replaceAll('%', '%%')
    .replace(UNPRINTABLE, octal);
  return `"$(printf '${format}')"`;
}

/** A path that no command takes for an option. */
export function pathWord(path: string): string {
  return path.startsWith('-') && path !== '-' ? `./${path}` : path;
}

/** Backslashes stand outside of quotes: within them, fish takes one for two. */
function quotePrintable(word: string): string {
  if (word === '') return "''";
  return word
    .replace(/[^\\']+/g, "'$&'")
    .replace(/'[^\\']+'|[\\']/g, (part) => (part.length === 1 ? `\\${part}` : part));
}

/** A character as its bytes in UTF-8, each as a backslash and three octal digits. */
function octal(char: string): string {
  return [...new TextEncoder().encode(char)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}
