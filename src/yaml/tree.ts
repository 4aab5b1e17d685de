/** From the nodes of a YAML document to plain values, and from a path in them back to the node. */
import { isAlias, isMap, isScalar, isSeq, type Node, type ParsedNode, type YAMLMap } from 'yaml';
import { printable, UNPRINTABLE } from '../text/printable.ts';
import type { DiagnosticCode, Place } from './diagnostic.ts';
import type { Findings } from './diagnostics.ts';
import type { Part, Path } from './node.ts';

/** Levels of maps and lists; the deepest shipped file has about twelve. */
export const DEEPEST = 60;

/** Values of one file once its aliases are written out; the largest shipped file has about 3,000. */
const MOST_VALUES = 200_000;

/** Names that mean something to JavaScript objects and nothing to rules. */
export const OBJECT_NAMES: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/** What may be said of a value that says it by itself: the tags of the core schema. */
const TAGS: readonly string[] = ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map(
  (name) => `tag:yaml.org,2002:${name}`,
);

export const TOO_DEEP = `Expected at most ${DEEPEST} levels of maps and lists.`;

const TOO_MANY = `Expected at most ${MOST_VALUES} values, counting each alias as what it stands for. Use fewer.`;

type Read = { readonly value: unknown; readonly size: number; readonly depth: number };

const NOTHING: Read = { value: null, size: 1, depth: 0 };

/** Turns nodes into values once, and finds the node of a path again. */
export class YamlTree {
  /** False when a part was left out, so that the rest does not say what was written. */
  isWhole = true;
  readonly #placeAt: (offset: number) => Place;
  readonly #findings: Findings;
  #root: Node | null = null;
  #size = 0;
  /** By anchor: what its node came to, `undefined` while that is still being read. */
  readonly #anchors = new Map<string, Read | undefined>();
  readonly #pairs = new WeakMap<YAMLMap, Map<string, { readonly key: Node; readonly value: Node | null }>>();

  constructor(placeAt: (offset: number) => Place, findings: Findings) {
    this.#placeAt = placeAt;
    this.#findings = findings;
  }

  read(root: ParsedNode): unknown {
    this.#root = root;
    return this.#read(root, 1).value;
  }

  /** Where a path leads to, as far as it was written; what an alias stands for is at the alias. */
  offset(path: Path, part: Part): number {
    let node = this.#root;
    let found = start(node);
    for (const [index, step] of path.entries()) {
      const isLast = index === path.length - 1;
      const pair = isMap(node) ? this.#pairs.get(node)?.get(String(step)) : undefined;
      const next = isSeq(node) && typeof step === 'number' ? asNode(node.items[step]) : (pair?.value ?? null);
      if (pair === undefined && next === null) return found;
      found = isLast && part === 'key' && pair ? start(pair.key) : start(next ?? pair?.key ?? null);
      node = next;
    }
    return found;
  }

  #read(node: Node | null, depth: number): Read {
    if (node === null) return NOTHING;
    if (depth > DEEPEST) return this.#leaveOut(node, 'too-deep', TOO_DEEP);
    if (isAlias(node)) return this.#readAlias(node, node.source, depth);
    const tag = 'tag' in node && typeof node.tag === 'string' ? node.tag : undefined;
    if (tag !== undefined && !TAGS.includes(tag)) {
      this.#report(node, 'yaml-syntax', `Unexpected tag ${printable(tag)}. Remove it.`);
    }
    const anchor = 'anchor' in node && typeof node.anchor === 'string' ? node.anchor : undefined;
    if (anchor !== undefined) this.#anchors.set(anchor, undefined);
    const read = isMap(node)
      ? this.#readMap(node, depth)
      : isSeq(node)
        ? this.#readList(node.items, depth)
        : this.#readScalar(node);
    if (anchor !== undefined) this.#anchors.set(anchor, read);
    return read;
  }

  #readAlias(node: Node, name: string, depth: number): Read {
    const target = this.#anchors.get(name);
    if (target === undefined) {
      return this.#leaveOut(node, 'yaml-syntax', `Expected *${name} to stand after the end of &${name}.`);
    }
    const wasTooLarge = this.#size > MOST_VALUES;
    this.#size += target.size;
    if (wasTooLarge) return NOTHING;
    if (this.#size > MOST_VALUES) return this.#leaveOut(node, 'too-many-aliases', TOO_MANY);
    return depth + target.depth > DEEPEST ? this.#leaveOut(node, 'too-deep', TOO_DEEP) : target;
  }

  #readList(items: readonly unknown[], depth: number): Read {
    const reads = items.map((item) => this.#read(asNode(item), depth + 1));
    return sum(
      reads.map(({ value }) => value),
      reads,
    );
  }

  #readMap(map: YAMLMap, depth: number): Read {
    const pairs = new Map<string, { key: Node; value: Node | null }>();
    const value: Record<string, unknown> = {};
    const reads: Read[] = [];
    for (const pair of map.items) {
      const key = asNode(pair.key);
      const name = this.#keyName(key, map, pairs);
      const read = this.#read(asNode(pair.value), depth + 1);
      if (key === null || name === undefined) continue;
      pairs.set(name, { key, value: asNode(pair.value) });
      value[name] = read.value;
      reads.push(read);
    }
    this.#pairs.set(map, pairs);
    return sum(value, reads);
  }

  #keyName(key: Node | null, map: Node, before: ReadonlyMap<string, { readonly key: Node }>): string | undefined {
    if (!isScalar(key) || typeof key.value !== 'string') {
      this.#report(key ?? map, 'wrong-type', 'Expected a name as the key. Put it in quotes if it is meant as text.');
      return undefined;
    }
    this.#readScalar(key);
    const name = key.value;
    if (OBJECT_NAMES.includes(name)) {
      this.#report(key, 'reserved-name', `Unexpected key "${name}": the name is reserved. Choose another.`);
      return undefined;
    }
    const first = before.get(name);
    if (first === undefined) return name;
    const line = this.#placeAt(start(first.key)).line;
    this.#report(key, 'duplicate-key', `Duplicate key "${printable(name)}", first in line ${line}. Keep one of them.`);
    return undefined;
  }

  #readScalar(node: Node): Read {
    const value: unknown = isScalar(node) ? node.value : null;
    this.#size += 1;
    const bad = typeof value === 'string' ? value.replaceAll('\n', '').match(UNPRINTABLE)?.[0] : undefined;
    if (bad !== undefined)
      this.#report(node, 'control-character', `Unexpected character ${printable(bad)} in the text. Remove it.`);
    return { value, size: 1, depth: 0 };
  }

  #report(node: Node, code: DiagnosticCode, message: string): void {
    this.#findings.add(this.#placeAt(start(node)), code, message);
  }

  #leaveOut(node: Node, code: DiagnosticCode, message: string): Read {
    this.isWhole = false;
    this.#report(node, code, message);
    return NOTHING;
  }
}

function sum(value: unknown, parts: readonly Read[]): Read {
  const size = parts.reduce((total, part) => total + part.size, 1);
  const depth = parts.reduce((deepest, part) => Math.max(deepest, part.depth), 0) + 1;
  return { value, size, depth };
}

function start(node: Node | null): number {
  return node?.range?.[0] ?? 0;
}

function asNode(item: unknown): Node | null {
  return isMap(item) || isSeq(item) || isScalar(item) || isAlias(item) ? item : null;
}
