/**
 * Control characters, lone surrogates, line and paragraph separators, and what formats text unseen: marks of direction,
 * spaces without width, tags, the byte order mark. Not the joiners, which emoji and some scripts need, nor the signs of
 * Arabic and other scripts that Unicode counts among them although they are seen.
 */
export const UNPRINTABLE = unprintableBut('');

/** The same, but for line ends, of which text of many lines is full. */
export const UNPRINTABLE_IN_LINES = unprintableBut('\\n');

function unprintableBut(printed: string): RegExp {
  const seen = String.raw`\u200c\u200d\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}`;
  return new RegExp(String.raw`[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029](?<![${printed}${seen}])`, 'gu');
}

/**
 * Text for a message: unprintable characters as `\u{…}`, so that data cannot steer the terminal, cut after `longest`
 * characters.
 */
export function printable(text: string, longest = 200): string {
  const safe = text.replace(UNPRINTABLE, codePoint);
  return safe.length > longest ? `${safe.slice(0, longest - 1)}…` : safe;
}

/** The same for several lines of any length; line ends stay. */
export function printableLines(text: string): string {
  return text.replace(UNPRINTABLE_IN_LINES, codePoint);
}

function codePoint(char: string): string {
  return `\\u{${char.codePointAt(0)?.toString(16)}}`;
}

/**
 * A value for a message, as JSON with unprintable characters escaped, cut after `longest` characters. Numbers that JSON
 * cannot hold, such as Infinity, are printed as they are.
 */
export function quote(value: unknown, longest = 60): string {
  const plain = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return printable(plain, longest);
}
