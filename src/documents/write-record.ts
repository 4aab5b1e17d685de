import { Document, isMap, isScalar, isSeq, type Node, parseDocument, type Scalar, visit, type YAMLMap } from 'yaml';
import type { RecordedDecision } from '../core/record/check-record.ts';
import { yamlQuotes } from '../text/yaml-style.ts';
import { type RecordExtras, recordAsData } from './record-data.ts';

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
  setValues(document, recordAsData(record, extras));
  layOut(document);
  return document.toString(LAYOUT);
}

/** Gives a document these values; what stays as it is keeps its comments and form. */
export function setValues(document: Document | Document.Parsed, data: Readonly<Record<string, unknown>>): void {
  const before: unknown = document.toJS();
  const old = typeof before === 'object' && before !== null ? new Map(Object.entries(before)) : new Map();
  for (const [key, value] of Object.entries(data)) {
    if (JSON.stringify(old.get(key)) !== JSON.stringify(value)) document.set(key, document.createNode(value));
  }
  for (const key of old.keys()) if (!Object.hasOwn(data, key)) document.delete(key);
}

/** How records are written: long lines are not broken. */
export const LAYOUT = { lineWidth: 0, flowCollectionPadding: false } as const;

/** Columns that a list in one line may take: prettier breaks longer ones. */
const WIDEST = 80;

/** The lines of the basis are long, and no affair of a formatter. */
const HANDS_OFF = ' prettier-ignore';

/** Lists of answers, and maps and lists of the basis, take one line each. */
function layOut(document: Document | Document.Parsed): void {
  quoteWords(document);
  const answers = document.get('answers');
  if (isMap(answers)) layOutAnswers(answers, '  ');
  inOneLineIfShort('accepts', document.get('accepts', true));
  const basis = handsOff(document, 'basis');
  if (isMap(basis)) layOutBasis(basis);
}

/** Quotes the texts that some reader of YAML would take for something else, such as the name `on`. */
export function quoteWords(document: Document | Document.Parsed): void {
  visit(document, {
    Scalar: (_key, node) => {
      const quotes = typeof node.value === 'string' ? yamlQuotes(node.value) : undefined;
      // What is quoted is so, too, in a file that was read.
      if (quotes !== undefined && !node.type?.startsWith('QUOTE')) node.type = quotes;
    },
  });
}

/** @param indent of their keys */
export function layOutAnswers({ items }: YAMLMap, indent: string): void {
  for (const { key, value } of items) inOneLineIfShort(`${indent}${key}`, value);
}

/** Each answer, and the grades of each criterion, take a line: what changes between two records is a changed line. */
export function layOutBasis(basis: YAMLMap): void {
  for (const key of ['packs', 'criteria', 'warnings']) inOneLine(basis.get(key, true));
  for (const key of ['answers', 'overrides', 'grades']) {
    const asked = basis.get(key);
    if (isMap(asked)) for (const { value } of asked.items) inOneLine(value);
  }
}

/** The value of a key of the document, which formatters leave as it is. */
export function handsOff({ contents }: Document | Document.Parsed, name: string): unknown {
  const pair = isMap(contents) ? contents.items.find(({ key }) => isScalar(key) && key.value === name) : undefined;
  if (isScalar(pair?.key)) keepFormatters(pair.key);
  return pair?.value;
}

/** Adds the comment to those that stand above a key. */
function keepFormatters(key: Scalar): void {
  const lines = key.commentBefore?.split('\n') ?? [];
  key.commentBefore = [...lines.filter((line) => line !== HANDS_OFF), HANDS_OFF].join('\n');
}

/** Puts a list or a map into one line. */
function inOneLine(node: unknown): void {
  if (isMap<Node>(node) || isSeq<Node>(node)) node.flow = true;
}

export function inOneLineIfShort(key: string, node: unknown): void {
  if (!isSeq(node)) return;
  const line = `${key}: [${node.items.map(String).join(', ')}]`;
  node.flow = line.length <= WIDEST;
}
