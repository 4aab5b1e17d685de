/** How many characters of a line and of what follows it are looked at. */
const WINDOW = 100;
const BASE = 37n;
const BITS = 64;
/** Stands for the end of the text. */
const END = '\uffff';

/**
 * What GitHub code scanning knows the lines of a text by, whatever their numbers: the `primaryLocationLineHash` that its
 * upload action computes where a report has none. A polynomial over the 100 UTF-16 units from the line on, without
 * spaces and tabs, in 64 bits; behind the colon, the how many-eth line of that hash it is.
 *
 * @returns the hash of a line, counting from 1; one that the text does not have counts as its last
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
