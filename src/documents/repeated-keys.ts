/** Keys that a JSON object has more than once. JSON.parse keeps the last one, and does not tell. */
import { visit } from 'jsonc-parser';
import { quote } from '../text/printable.ts';
import type { LineProblem } from './batch-form.ts';

/** What follows each key, and nothing else but texts that begin with a colon. */
const KEY_END = /"\s*:/g;

/**
 * A problem for each key that repeats an earlier one of its object.
 *
 * @param text JSON
 * @param value what JSON.parse made of it
 */
export function repeatedKeys(text: string, value: unknown): LineProblem[] {
  // Counting takes a hundredth of a decision. Reading the text anew, which few lines need, takes as long as one.
  const written = text.match(KEY_END)?.length ?? 0;
  return written === countKeys(value) ? [] : findRepeated(text);
}

/** All keys of a value of JSON, at any depth. */
function countKeys(value: unknown): number {
  let count = 0;
  const open = [value];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (typeof one !== 'object' || one === null) continue;
    const parts: unknown[] = Array.isArray(one) ? one : Object.values(one);
    if (!Array.isArray(one)) count += parts.length;
    for (const part of parts) open.push(part);
  }
  return count;
}

function findRepeated(text: string): LineProblem[] {
  const problems: LineProblem[] = [];
  /** For each open object, its keys, and whether they were reported: a line may repeat one thousands of times. */
  const keysOfOpen: Map<string, boolean>[] = [];
  visit(text, {
    onObjectBegin: () => {
      keysOfOpen.push(new Map());
    },
    onObjectEnd: () => {
      keysOfOpen.pop();
    },
    onObjectProperty: (key, offset, _length, _line, _character, pathOf) => {
      const keys = keysOfOpen.at(-1);
      if (keys?.get(key) === false) {
        const message = `Duplicate key ${quote(key)}, again at character ${offset + 1}. Keep one of them.`;
        problems.push({ path: [...pathOf(), key], message });
      }
      keys?.set(key, keys.has(key));
    },
  });
  return problems;
}
