import { UNPRINTABLE } from '../text/printable.ts';

/** JSON that steers no terminal: what `JSON.stringify` leaves as it is, such as U+009B, is written as an escape. */
export function safeJson(value: unknown): string {
  return `${escaped(JSON.stringify(value, null, 2))}\n`;
}

/** The same in one line, without a line end. */
export function safeJsonLine(value: object): string {
  return escaped(JSON.stringify(value));
}

/** JSON itself has no unprintable character but the line ends between its parts. */
function escaped(json: string): string {
  return json.replace(UNPRINTABLE, (char) =>
    char === '\n' ? char : `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
