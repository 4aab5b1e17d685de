import { Document, isMap, isSeq, type Node } from 'yaml';
import type { RecordedDecision } from '../core/record/check-record.ts';
import type { Basis } from '../core/record/snapshot.ts';
import { VERSION } from '../core/version.ts';

/** What the file holds besides the decision. */
export interface RecordExtras {
  readonly why?: string | undefined;
  readonly basis: Basis;
}

/** The record as plain JSON, as `check` reads it, without empty fields. */
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
 * The record as YAML: first what people may edit, last the basis, in compact form.
 *
 * @param head comment lines with `#` and line end, such as the schema for editors
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
