/** Longer words are not compared: they are not typing errors, and the comparison is slow. */
const LONGEST_WORD = 64;

/**
 * The name that is nearest to a mistyped word: the fewest errors, of equals the first. Ignores case. An error is a letter
 * missing, added, wrong, or swapped with its neighbour.
 *
 * @returns `undefined` if every name has more errors than a third of the word's length (at least one, at most three)
 */
export function nearest(word: string, names: readonly string[]): string | undefined {
  if (word.length > LONGEST_WORD) return undefined;
  const wanted = word.toLowerCase();
  let slips = Math.min(3, Math.max(1, Math.floor(word.length / 3))) + 1;
  let best: string | undefined;
  for (const name of names) {
    if (Math.abs(name.length - word.length) >= slips) continue;
    const distance = editDistance(wanted, name.toLowerCase());
    // Words without a common letter are not near, however short they are.
    if (distance >= slips || distance >= Math.max(name.length, word.length)) continue;
    slips = distance;
    best = name;
  }
  return best;
}

/**
 * Optimal string alignment distance (restricted Damerau 1964): insertions, deletions, substitutions and swaps of
 * neighbours count 1 each. Time grows with the product of the lengths.
 */
export function editDistance(a: string, b: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(Math.min(changed, at(last, j) + 1, at(row, j - 1) + 1, swapped ? at(beforeLast, j - 2) + 1 : Infinity));
    }
    beforeLast = last;
    last = row;
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}

/** The end of a message about an unknown name: the nearest name, or all names if none is near. */
export function expectedNames(word: string, names: readonly string[]): string {
  return didYouMean(word, names) || ` Expected ${names.join(', ')}.`;
}

/** ` Did you mean "x"?` for the end of a message; empty if no name is near. */
export function didYouMean(word: string, names: readonly string[]): string {
  const name = nearest(word, names);
  return name === undefined ? '' : ` Did you mean "${name}"?`;
}
