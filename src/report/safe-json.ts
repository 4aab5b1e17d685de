import { UNPRINTABLE } from '../core/printable.ts';

/** JSON that steers no terminal: what `JSON.stringify` leaves as it is, such as U+009B, is written as an escape. */
export function safeJson(value: unknown): string {
  const escaped = (char: string) => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
  return `${JSON.stringify(value, null, 2).replace(UNPRINTABLE, (char) => (char === '\n' ? char : escaped(char)))}\n`;
}
