/** Checks the nodes of a YAML document for what the parser accepts and rule files must not hold. */
import { type Alias, isAlias, isMap, isNode, isScalar, isSeq, type Node, type Scalar, type YAMLMap } from 'yaml';
import { printable, UNPRINTABLE } from '../text/printable.ts';
import type { MessageArgs } from './diagnostic.ts';
import type { Message } from './message.ts';
import { CONTENT, FILE, SYNTAX } from './messages.ts';
import { startOf } from './places.ts';

/** Most levels of maps and lists in a file; the deepest built-in file has about twelve. */
export const DEEPEST = 60;

/** Most values in a file, each alias counted as what it stands for; the largest built-in file has about 3,000. */
const MOST_VALUES = 200_000;

/** Names with a meaning in JavaScript objects. No key and no id may be called so. */
export const OBJECT_NAMES: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/** The tags of the YAML core schema. They state what the value is without them. */
const CORE_TAGS: readonly string[] = ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map(
  (name) => `tag:yaml.org,2002:${name}`,
);

/** Takes the offset of a fault. */
export type ReportAt = <Args extends MessageArgs>(offset: number, message: Message<Args>, args: Args) => void;

/**
 * Reports unknown tags, repeated and reserved keys, aliases of nothing and characters that could steer a terminal.
 *
 * @param lineOf the line of an offset
 * @param hasTabs whether texts may hold tabs
 * @returns whether the document is within the bounds on depth and size; only then may its value be used
 */
export function checkNodes(
  root: Node,
  lineOf: (offset: number) => number,
  hasTabs: boolean,
  report: ReportAt,
): boolean {
  const checker = new NodeChecker(lineOf, hasTabs ? /[\n\t]/g : /\n/g, report);
  checker.check(root, 1);
  return checker.isWithinBounds;
}

/** The number of values and of levels of a node, each alias counted as what it stands for. */
interface Extent {
  readonly size: number;
  readonly depth: number;
}

const ONE: Extent = { size: 1, depth: 0 };

/** A name for a message; not at the top of a file, which may be no file of ours. */
function named(name: string, level: number): string {
  return level === 1 ? '…' : printable(name);
}

class NodeChecker {
  isWithinBounds = true;
  readonly #lineOf: (offset: number) => number;
  /** Control characters that are allowed in texts. */
  readonly #allowed: RegExp;
  readonly #report: ReportAt;
  #size = 0;
  /** By anchor: the extent of its node, `undefined` until the end of that node. */
  readonly #anchors = new Map<string, Extent | undefined>();

  constructor(lineOf: (offset: number) => number, allowed: RegExp, report: ReportAt) {
    this.#lineOf = lineOf;
    this.#allowed = allowed;
    this.#report = report;
  }

  check(node: unknown, level: number): Extent {
    if (!isNode(node)) return ONE;
    if (level > DEEPEST) return this.#exceed(node, FILE.tooDeep, { most: DEEPEST });
    if (isAlias(node)) return this.#checkAlias(node, level);
    if (node.tag !== undefined && !CORE_TAGS.includes(node.tag))
      this.#report(startOf(node), SYNTAX.tag, { tag: named(node.tag, level) });
    const anchor = isMap(node) || isSeq(node) || isScalar(node) ? node.anchor : undefined;
    if (anchor !== undefined) this.#anchors.set(anchor, undefined);
    const extent = this.#checkContent(node, level);
    if (anchor !== undefined) this.#anchors.set(anchor, extent);
    return extent;
  }

  #checkContent(node: Node, level: number): Extent {
    this.#size += 1;
    if (isScalar(node)) return this.#checkScalar(node);
    if (isMap(node)) this.#checkKeys(node);
    const values: readonly unknown[] = isMap(node)
      ? node.items.map(({ value }) => value)
      : isSeq(node)
        ? node.items
        : [];
    const parts = values.map((value) => this.check(value, level + 1));
    return {
      size: parts.reduce((sum, { size }) => sum + size, 1),
      depth: parts.reduce((deepest, { depth }) => Math.max(deepest, depth), 0) + 1,
    };
  }

  #checkAlias(alias: Alias, level: number): Extent {
    const target = this.#anchors.get(alias.source);
    if (target === undefined) {
      return this.#exceed(alias, SYNTAX.alias, { name: named(alias.source, level) });
    }
    const wasWithin = this.#size <= MOST_VALUES;
    this.#size += target.size;
    if (!wasWithin) return ONE;
    if (this.#size > MOST_VALUES) return this.#exceed(alias, FILE.tooManyValues, { most: MOST_VALUES });
    return level - 1 + target.depth > DEEPEST ? this.#exceed(alias, FILE.tooDeep, { most: DEEPEST }) : target;
  }

  #checkKeys(map: YAMLMap): void {
    const first = new Map<string, Scalar>();
    for (const { key } of map.items) {
      if (!isScalar(key) || typeof key.value !== 'string') continue;
      this.#checkScalar(key);
      const name = key.value;
      const before = first.get(name);
      if (before) {
        this.#report(startOf(key), CONTENT.duplicateKey, { name, line: this.#lineOf(startOf(before)) });
      } else if (OBJECT_NAMES.includes(name)) {
        this.#report(startOf(key), CONTENT.reservedKey, { name });
      }
      if (!before) first.set(name, key);
    }
  }

  #checkScalar(scalar: Scalar): Extent {
    const { value } = scalar;
    const bad = typeof value === 'string' ? value.replaceAll(this.#allowed, '').match(UNPRINTABLE)?.[0] : undefined;
    if (bad !== undefined) {
      this.#report(startOf(scalar), CONTENT.control, { character: bad });
    }
    return ONE;
  }

  #exceed<Args extends MessageArgs>(node: Node, message: Message<Args>, args: Args): Extent {
    this.isWithinBounds = false;
    this.#report(startOf(node), message, args);
    return ONE;
  }
}
