/** Number of characters, from the start of the line, that the hash covers. */
const WINDOW = 100;
const BASE = 37n;
const BITS = 64;
/** Marks the end of the text. */
const END = '\uffff';

/**
 * The `primaryLocationLineHash` by which GitHub code scanning identifies lines whatever their numbers; its upload action
 * computes it if a report has none. A 64-bit polynomial over the 100 UTF-16 units from the start of the line, without
 * spaces and tabs. `hash:n`: n counts the lines with the same hash up to this one.
 *
 * @returns the hash of a line, by number from 1; numbers beyond the text give the hash of its last line
 */
export function lineHasher(text: string): (line: number) => string {
  const flat = text.replace(/\r\n?/g, '\n').replace(/[ \t]/g, '') + END;
  const starts = [0];
  for (let end = flat.indexOf('\n'); end >= 0; end = flat.indexOf('\n', end + 1)) starts.push(end + 1);
  const counts = new Map<string, number>();
  const lines = starts.map((start) => {
    const window = flat.slice(start, start + WINDOW);
    const count = (counts.get(window) ?? 0) + 1;
    counts.set(window, count);
    return { window, count };
  });
  return (line) => {
    const { window = '', count = 1 } = lines[line - 1] ?? lines.at(-1) ?? {};
    return `${hash(window).toString(16)}:${count}`;
  };
}

function hash(window: string): bigint {
  let sum = 0n;
  for (let at = 0; at < WINDOW; at++) {
    const unit = at < window.length ? window.charCodeAt(at) : 0;
    sum = BigInt.asUintN(BITS, sum * BASE + BigInt(unit));
  }
  return sum;
}
