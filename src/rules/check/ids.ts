/** Every name once, and none that means something else. */
import type { Rules } from '../../core/model.ts';
import { printable } from '../../text/printable.ts';
import { OBJECT_NAMES } from '../../yaml/check-nodes.ts';
import type { Findings } from '../../yaml/diagnostics.ts';
import type { Written } from '../../yaml/node.ts';
import { CONDITION_WORDS } from '../read/condition.ts';
import type { Draft, Entry } from '../read/parsed-packs.ts';
import { KIND_WORDS, KINDS } from './known-names.ts';

/** Words of conditions and of answers files: a question's id is a key there. */
const QUESTION_WORDS: readonly string[] = [...CONDITION_WORDS, 'given', 'weight', 'must'];

/**
 * Reports repeated ids within and across packs, and reserved ones.
 *
 * @param reserved further names that no question may have, such as options of the command line
 */
export function checkIds(draft: Draft, base: Rules | undefined, reserved: readonly string[], findings: Findings): void {
  const words = [...QUESTION_WORDS, ...reserved];
  for (const kind of KINDS) checkKind(KIND_WORDS[kind], draft[kind], base?.[kind], findings);
  for (const { node } of draft.protocols) {
    checkWithin('need', node.child('needs')?.items() ?? [], findings);
  }
  for (const { node } of draft.questions) {
    checkWithin('option', node.child('options')?.items() ?? [], findings);
    const id = node.child('id');
    const word = id?.text();
    if (id && word !== undefined && (words.includes(word) || word.startsWith('no-'))) {
      findings.add(
        id.place(),
        'reserved-name',
        `Unexpected question id "${word}": the word is reserved. Choose another.`,
      );
    }
  }
}

function checkKind(
  kind: string,
  entries: readonly Entry<unknown>[],
  beneath: readonly { readonly id: string }[] | undefined,
  findings: Findings,
): void {
  const builtIn = new Set(beneath?.map(({ id }) => id));
  for (const { node } of entries) {
    const id = node.child('id');
    const word = id?.text();
    if (!id || word === undefined) continue;
    if (OBJECT_NAMES.includes(word))
      findings.add(id.place(), 'reserved-name', `Unexpected id "${word}": the word is reserved.`);
    if (!builtIn.has(word)) continue;
    const message = `Duplicate ${kind} "${word}": the rules beneath this pack have it. ${remedy(kind)}`;
    findings.add(id.place(), 'duplicate-id', message);
  }
  checkWithin(
    kind,
    entries.map(({ node }) => node),
    findings,
  );
}

function checkWithin(kind: string, nodes: readonly Written[], findings: Findings): void {
  const first = new Map<unknown, Written>();
  for (const node of nodes) {
    const id = node.child('id');
    if (!id || (typeof id.value !== 'string' && typeof id.value !== 'boolean')) continue;
    const before = first.get(id.value);
    if (before === undefined) {
      first.set(id.value, id);
      continue;
    }
    const { file, line } = before.place();
    const message = `Duplicate ${kind} "${id.value}", first in ${printable(file)}:${line}. ${remedy(kind)}`;
    findings.add(id.place(), 'duplicate-id', message);
  }
}

function remedy(kind: string): string {
  return kind === 'protocol' ? 'To change its cells, write "extends: true" and the cells alone.' : 'Choose another id.';
}
