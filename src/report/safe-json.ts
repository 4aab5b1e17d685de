import { UNPRINTABLE_IN_LINES } from '../text/printable.ts';

/** JSON that cannot steer a terminal: escapes also what `JSON.stringify` does not, such as U+009B. */
export function safeJson(value: unknown): string {
  return `${escaped(JSON.stringify(value, null, 2))}\n`;
}

/** The same in one line, without the final newline. */
export function safeJsonLine(value: object): string {
  return escaped(JSON.stringify(value));
}

/** Outside of strings, the only unprintable characters of JSON may be line ends. */
export function escaped(json: string): string {
  return json.replace(UNPRINTABLE_IN_LINES, (char) => char.split('').map(unitInHex).join(''));
}

/** JSON escapes units of UTF-16, of which a character may have two. */
function unitInHex(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
