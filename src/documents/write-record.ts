import { Document, isMap, isScalar, isSeq, type Node, parseDocument, type Scalar, visit } from 'yaml';
import type { RecordedDecision } from '../core/record/check-record.ts';
import type { Basis } from '../core/record/snapshot.ts';
import { VERSION } from '../core/version.ts';
import { yamlQuotes } from '../text/yaml-style.ts';

/** What the file holds besides the decision. */
export interface RecordExtras {
  readonly why?: string | undefined;
  readonly basis: Basis;
}

/** The record as plain JSON, as `check` reads it, without empty fields. */
export function recordAsData(record: RecordedDecision, { why, basis }: RecordExtras): Record<string, unknown> {
  const { name, answers, overrides, decision, all, accepts, override } = record;
  return {
    version: 1,
    name,
    ...(why !== undefined && { why }),
    answers: { ...answers, ...overrides },
    decision,
    ...(!all && { core: true }),
    ...(accepts.length > 0 && { accepts }),
    ...(override && { override }),
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
  layOut(document);
  return head + document.toString(LAYOUT);
}

/**
 * A record that exists, with other values. Comments, and the order and form of what stays as it is, are kept.
 *
 * @param text the file in YAML, without problems
 */
export function updateRecordYaml(text: string, record: RecordedDecision, extras: RecordExtras): string {
  const document = parseDocument(text);
  const data = recordAsData(record, extras);
  const before: unknown = document.toJS();
  const old = typeof before === 'object' && before !== null ? new Map(Object.entries(before)) : new Map();
  for (const [key, value] of Object.entries(data)) {
    if (JSON.stringify(old.get(key)) !== JSON.stringify(value)) document.set(key, document.createNode(value));
  }
  for (const key of old.keys()) if (!Object.hasOwn(data, key)) document.delete(key);
  layOut(document);
  return document.toString(LAYOUT);
}

const LAYOUT = { lineWidth: 0, flowCollectionPadding: false } as const;

/** Columns that a list in one line may take: prettier breaks longer ones. */
const WIDEST = 80;

/** The lines of the basis are long, and no affair of a formatter. */
const HANDS_OFF = ' prettier-ignore';

/** Lists of answers, and maps and lists of the basis, take one line each. */
function layOut(document: Document | Document.Parsed): void {
  visit(document, {
    Scalar: (_key, node) => {
      const quotes = typeof node.value === 'string' ? yamlQuotes(node.value) : undefined;
      // What is quoted is so, too, in a file that was read.
      if (quotes !== undefined && !node.type?.startsWith('QUOTE')) node.type = quotes;
    },
  });
  const answers = document.get('answers');
  if (isMap(answers)) for (const { key, value } of answers.items) inOneLineIfShort(`  ${key}`, value);
  inOneLineIfShort('accepts', document.get('accepts', true));
  const { contents } = document;
  const pair = isMap(contents) ? contents.items.find(({ key }) => isScalar(key) && key.value === 'basis') : undefined;
  const basis = pair?.value;
  if (isScalar(pair?.key)) keepFormatters(pair.key);
  if (isMap(basis)) {
    for (const key of ['packs', 'criteria', 'warnings']) inOneLine(basis.get(key, true));
    for (const key of ['answers', 'overrides', 'grades']) {
      const asked = basis.get(key);
      if (isMap(asked)) for (const { value } of asked.items) inOneLine(value);
    }
  }
}

/** Adds the comment to those that stand above a key. */
function keepFormatters(key: Scalar): void {
  const lines = key.commentBefore?.split('\n') ?? [];
  key.commentBefore = [...lines.filter((line) => line !== HANDS_OFF), HANDS_OFF].join('\n');
}

function inOneLine(node: unknown): void {
  if (isMap<Node>(node) || isSeq<Node>(node)) node.flow = true;
}

function inOneLineIfShort(key: string, node: unknown): void {
  if (!isSeq(node)) return;
  const line = `${key}: [${node.items.map(String).join(', ')}]`;
  node.flow = line.length <= WIDEST;
}
