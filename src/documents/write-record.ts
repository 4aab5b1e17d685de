import { Document, isMap, isSeq, type Node } from 'yaml';
import type { RecordedDecision } from '../core/record/check-record.ts';
import type { Basis } from '../core/record/snapshot.ts';
import { VERSION } from '../core/version.ts';

/** What goes into the file beside the decision. */
export interface RecordExtras {
  /** Left out when absent. */
  readonly why?: string | undefined;
  readonly basis: Basis;
}

/** The record as plain JSON, as `check` reads it; what is empty is left out. */
export function recordAsData(record: RecordedDecision, { why, basis }: RecordExtras): Record<string, unknown> {
  const { name, answers, overrides, decision, all, accepts } = record;
  return {
    version: 1,
    name,
    ...(why !== undefined && { why }),
    answers: { ...answers, ...overrides },
    decision,
    ...(!all && { core: true }),
    ...(accepts.length > 0 && { accepts }),
    basis: { wirewise: VERSION, ...basis },
  };
}

/**
 * The record as YAML for people: what a hand may edit comes first, the basis last, in few lines.
 *
 * @param head comment lines with their `#`, such as those that tell editors the schema; each with its line end
 */
export function recordAsYaml(record: RecordedDecision, extras: RecordExtras, head: string): string {
  const document = new Document(recordAsData(record, extras), { aliasDuplicateObjects: false });
  const answers = document.get('answers');
  if (isMap(answers)) for (const { value } of answers.items) inOneLine(value);
  inOneLine(document.get('accepts', true));
  const basis = document.get('basis');
  if (isMap(basis)) {
    for (const key of ['packs', 'criteria', 'warnings']) inOneLine(basis.get(key, true));
    for (const key of ['answers', 'overrides', 'grades']) {
      const asked = basis.get(key);
      if (isMap(asked)) for (const { value } of asked.items) inOneLine(value);
    }
  }
  return head + document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function inOneLine(node: unknown): void {
  if (isMap<Node>(node) || isSeq<Node>(node)) node.flow = true;
}
