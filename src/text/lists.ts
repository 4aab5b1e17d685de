/** Small functions for lists, records and words. */

/** `a`, `a and b`, `a, b and c`; empty for an empty list. */
export function joined(names: readonly string[], last = 'and'): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} ${last} ${names.at(-1)}`;
}

/** The record's own entry, never an inherited one such as `constructor`. */
export function own<Entry>(record: Readonly<Record<string, Entry>> | undefined, name: string): Entry | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}

/** The number itself, or the nearer bound. */
export function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

/** The text before and after the first separator; the second is `undefined` if there is no separator. */
export function splitOnce(text: string, separator: string): readonly [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}

/** Whether a value is an object, but neither null nor an array. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A replacer for `JSON.stringify` that sorts the keys of every object. */
export function sortKeys(_key: string, value: unknown): unknown {
  return isMap(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;
}

/** Lower-cases the first letter, unless it begins an abbreviation. */
export function uncapitalise(text: string): string {
  return text.replace(/^\p{Lu}(?=\p{Ll}|\s)/u, (letter) => letter.toLowerCase());
}

export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
