/** Finds the place of an offset in a text, and the offset of a path in a YAML document. */
import { isMap, isNode, isScalar, isSeq, LineCounter, type Node, type Pair, type YAMLMap } from 'yaml';
import type { Place } from './diagnostic.ts';
import type { Part, Path } from './node.ts';

/**
 * Returns a function from offset to place. Offsets outside the text count as the nearest one inside. The lines are
 * counted here, because the parser reports no line ends to its counter inside some tokens.
 */
export function placesIn(file: string, text: string): (offset: number) => Place {
  const counter = new LineCounter();
  counter.addNewLine(0);
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) counter.addNewLine(end + 1);
  return (offset) => {
    const { line, col } = counter.linePos(Math.max(0, Math.min(offset, text.length)));
    return { file, line, column: col };
  };
}

/**
 * Returns a function from path to offset: of the value or key at the path, or of the nearest node above it that exists.
 * A path through an alias leads to the alias.
 */
export function offsetsIn(root: Node | null): (path: Path, part: Part) => number {
  const indexes = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();
  const pairOf = (map: YAMLMap, key: string): Pair | undefined => {
    const index = indexes.get(map) ?? indexPairs(map);
    indexes.set(map, index);
    return index.get(key);
  };
  return (path, part) => {
    let node: unknown = root;
    let found = startOf(root);
    for (const [at, step] of path.entries()) {
      const pair = isMap(node) ? pairOf(node, String(step)) : undefined;
      const next: unknown = isSeq(node) && typeof step === 'number' ? node.items[step] : pair?.value;
      if (pair === undefined && !isNode(next)) return found;
      const isKey = part === 'key' && at === path.length - 1;
      found = startOf(pair && (isKey || !isNode(next)) ? pair.key : next);
      node = next;
    }
    return found;
  };
}

/** Of repeated keys the first one counts. */
function indexPairs(map: YAMLMap): ReadonlyMap<string, Pair> {
  const pairs = map.items.map((pair): [string, Pair] => [isScalar(pair.key) ? String(pair.key.value) : '', pair]);
  return new Map(pairs.reverse());
}

/** The offset at which a node begins. */
export function startOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}
