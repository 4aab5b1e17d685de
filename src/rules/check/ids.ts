/** Checks that no id is repeated or reserved. */
import type { Rules } from '../../core/model.ts';
import { LEG_WORDS } from '../../core/system/leg-words.ts';
import { OBJECT_NAMES } from '../../yaml/check-nodes.ts';
import type { Findings } from '../../yaml/diagnostics.ts';
import type { Written } from '../../yaml/node.ts';
import { NAMES } from '../messages.ts';
import { CONDITION_WORDS } from '../read/condition.ts';
import type { Entry, ParsedPacks } from '../read/parsed-packs.ts';
import { KIND_WORDS, KINDS } from './known-names.ts';

/** Words of conditions, of answers files and of legs: a question's id is a key there. */
const QUESTION_WORDS: readonly string[] = [...CONDITION_WORDS, 'given', 'weight', 'must', ...LEG_WORDS];

/**
 * Reports repeated ids within and across packs, and reserved ones.
 *
 * @param reserved further names that no question may have, such as options of the command line
 */
export function checkIds(
  parsed: ParsedPacks,
  base: Rules | undefined,
  reserved: readonly string[],
  findings: Findings,
): void {
  const words = [...QUESTION_WORDS, ...reserved];
  for (const kind of KINDS) checkKind(KIND_WORDS[kind], parsed[kind], base?.[kind], findings);
  for (const { node } of parsed.protocols) {
    checkWithin('need', node.child('needs')?.items() ?? [], findings);
  }
  for (const { node } of parsed.questions) {
    checkWithin('option', node.child('options')?.items() ?? [], findings);
    const id = node.child('id');
    const word = id?.text();
    if (id && word !== undefined && (words.includes(word) || word.startsWith('no-'))) {
      findings.report(id.place(), NAMES.reservedQuestion, { name: word });
    }
  }
}

function checkKind(
  kind: string,
  entries: readonly Entry<unknown>[],
  ofBase: readonly { readonly id: string }[] | undefined,
  findings: Findings,
): void {
  const builtIn = new Set(ofBase?.map(({ id }) => id));
  for (const { node } of entries) {
    const id = node.child('id');
    const word = id?.text();
    if (!id || word === undefined) continue;
    if (OBJECT_NAMES.includes(word)) findings.report(id.place(), NAMES.reserved, { name: word });
    if (!builtIn.has(word)) continue;
    findings.report(id.place(), NAMES.inEarlierPack, { kind, name: word });
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
    findings.report(id.place(), NAMES.repeated, { kind, name: id.value, file, line });
  }
}
