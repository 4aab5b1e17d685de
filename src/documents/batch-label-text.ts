/** The keys of the user on a line of a batch, as they were written there. */
import { createScanner } from 'jsonc-parser';
import type { Label } from './batch-form.ts';

/** What is a number, or looks like one in a text. */
const NUMBER = /(?<=[:,[\s])-?\d[\d.eE+-]*(?=[,\]}\s])/g;

const NONE: ReadonlyMap<string, string> = new Map();

/**
 * The label as a JSON object in one line. Numbers keep their text: JSON.parse would round 12345678901234567890, and take
 * 1e400 for infinity, which JSON cannot hold.
 *
 * @param text the line, which is JSON
 */
export function labelInJson(label: Label, text: string): string {
  const written = hasNumber(label) && changesNumber(text) ? valuesIn(text) : NONE;
  const parts = Object.entries(label).map(
    ([key, value]) => `${JSON.stringify(key)}:${written.get(key) ?? JSON.stringify(value)}`,
  );
  return `{${parts.join(',')}}`;
}

/** Whether a label is, or may hold, a number. */
function hasNumber(label: Label): boolean {
  for (const key in label) if (typeof label[key] === 'number' || typeof label[key] === 'object') return true;
  return false;
}

function changesNumber(text: string): boolean {
  for (const [number] of text.matchAll(NUMBER)) if (JSON.stringify(Number(number)) !== number) return true;
  return false;
}

/** The text of each value of the outermost object, without spaces. Without recursion: values may be nested deep. */
function valuesIn(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const scanner = createScanner(text, true);
  let depth = 0;
  let key: string | undefined;
  let value = '';
  for (scanner.scan(); scanner.getTokenLength() > 0; scanner.scan()) {
    const token = text.slice(scanner.getTokenOffset(), scanner.getPosition());
    if (depth === 1 && (token === ',' || token === '}')) {
      if (key !== undefined) values.set(key, value);
      key = undefined;
      value = '';
    } else if (depth === 1 && key === undefined) key = scanner.getTokenValue();
    else if (depth > 1 || (depth === 1 && token !== ':')) value += token;
    if (token === '{' || token === '[') depth++;
    if (token === '}' || token === ']') depth--;
  }
  return values;
}
