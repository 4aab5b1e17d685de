/** Helpers for building the types of the core from parsed entries. */
import type { Condition } from '../../core/condition/condition.ts';
import { Findings } from '../../yaml/diagnostics.ts';
import type { Written } from '../../yaml/node.ts';
import type { Vocabulary } from '../check/known-names.ts';
import { readCondition } from '../read/condition.ts';
import type { Entry } from '../read/parsed-packs.ts';

/** Builds all entries that fit their form. */
export function each<Data, Result>(
  entries: readonly Entry<Data>[],
  build: (data: Data, node: Written) => Result,
): Result[] {
  return entries.flatMap(({ data, node }) => (data === undefined ? [] : [build(data, node)]));
}

/** Builds conditions that have already been checked. */
export class Conditions {
  readonly #names: Vocabulary;

  constructor(names: Vocabulary) {
    this.#names = names;
  }

  read(node: Written): Condition {
    return readCondition(node, { names: this.#names, ranking: true, saving: true }, new Findings());
  }

  /** The condition under a key, if there is one, as a property to spread. */
  when(parent: Written | undefined): { when?: Condition } {
    const node = parent?.child('when');
    return node ? { when: this.read(node) } : {};
  }

  under(parent: Written, key: string): Condition {
    const node = parent.child(key);
    return node ? this.read(node) : {};
  }
}
