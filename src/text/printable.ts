/** Controls, lone surrogates, line and paragraph separators, marks of text direction, the byte order mark. */
export const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/**
 * Text for a message: control characters and the like as `\u{…}`, so that data cannot steer the terminal, and no longer
 * than a line can bear.
 */
export function printable(text: string, longest = 200): string {
  const safe = text.replace(UNPRINTABLE, codePoint);
  return safe.length > longest ? `${safe.slice(0, longest - 1)}…` : safe;
}

/** The same for text of several lines and any length: line ends stay. */
export function printableLines(text: string): string {
  return text.replace(UNPRINTABLE, (char) => (char === '\n' ? char : codePoint(char)));
}

function codePoint(char: string): string {
  return `\\u{${char.codePointAt(0)?.toString(16)}}`;
}

/**
 * A value in a message: as JSON, with everything escaped that could steer a terminal, cut after `longest` characters.
 * Numbers that JSON cannot hold, such as Infinity, print as they are.
 */
export function quote(value: unknown, longest = 60): string {
  const plain = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return printable(plain, longest);
}
