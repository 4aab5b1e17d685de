/** What an agent can read without a call: the knowledge of the rules, as JSON. */
import type { Resource, ResourceTemplate } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import type { Rules } from '../../../core/model.ts';
import { answersForm } from '../../../documents/answers-form.ts';
import { savedDecisionForm } from '../../../documents/decision-form.ts';
import { expectedNames } from '../../../text/did-you-mean.ts';
import { own } from '../../../text/lists.ts';
import { quote } from '../../../text/printable.ts';
import { ProtocolFailure, unknownName } from './failure.ts';

const SCHEME = 'wirewise://';
const MIME_TYPE = 'application/json';

/** `ResourceNotFound` of the specification; the SDK has no name for it. */
const NOT_FOUND = -32002;

/** A resource by its path; with `entries` each of these is one, too. */
interface Shelf {
  readonly title: string;
  readonly description: string;
  /** What the whole holds. */
  whole(rules: Rules): object;
  /** By id; what one of them is called. */
  readonly one?: string;
  entries?(rules: Rules): readonly { readonly id: string }[];
}

const SHELVES: Readonly<Record<string, Shelf>> = {
  matrix: {
    title: 'Comparison table',
    description: 'Every protocol on the nine rows of the comparison table: grade 0 to 4, and what it means.',
    whole: ({ criteria, protocols }) => {
      const rows = criteria.filter(({ table }) => table);
      return {
        criteria: rows.map(({ id, label, asks }) => ({ id, label, asks })),
        protocols: protocols.map(({ id, name, tier, cells }) => ({
          id,
          name,
          tier,
          grades: Object.fromEntries(
            rows.map((row) => [row.id, { grade: cells[row.id]?.grade, says: cells[row.id]?.says }]),
          ),
        })),
      };
    },
  },
  protocols: {
    title: 'Protocols',
    description: 'Each protocol in short; a single one with all its grades, reasons and sources.',
    whole: ({ protocols }) => protocols.map(({ id, name, tier, summary }) => ({ id, name, tier, summary })),
    one: 'protocol',
    entries: ({ protocols }) => protocols.map(({ asyncapi: _, ...protocol }) => protocol),
  },
  criteria: {
    title: 'Criteria',
    description: 'What is graded; a single one with the meaning of each grade.',
    whole: ({ criteria }) => criteria.map(({ id, label, asks }) => ({ id, label, asks })),
    one: 'criterion',
    entries: ({ criteria }) => criteria,
  },
  questions: {
    title: 'Questions',
    description: 'What can be answered; a single one with its answers and their effects.',
    whole: ({ questions }) =>
      questions.map(({ id, kind, asks, unit, options }) => ({
        id,
        kind,
        asks,
        unit,
        ...(kind === 'choice' || kind === 'choices' ? { values: options.map(({ value }) => value) } : {}),
      })),
    one: 'question',
    entries: ({ questions }) => questions,
  },
  presets: {
    title: 'Use cases',
    description: 'Presets: named use cases with typical answers.',
    whole: ({ presets }) => presets,
    one: 'preset',
    entries: ({ presets }) => presets,
  },
  mistakes: {
    title: 'Known mistakes',
    description: 'What warnings are about; a single one with its conditions, and what to do instead.',
    whole: ({ mistakes }) => mistakes.map(({ id, severity, title }) => ({ id, severity, title })),
    one: 'mistake',
    entries: ({ mistakes }) => mistakes.map(({ when: _, unless: __, ...mistake }) => mistake),
  },
  'schemas/answers': {
    title: 'JSON Schema of answers',
    description: 'Every question with its explanations.',
    whole: (rules) => z.toJSONSchema(answersForm(rules), { io: 'input' }),
  },
  'schemas/decision': {
    title: 'JSON Schema of a decision',
    description: 'What recommend returns with detail: full.',
    whole: () => z.toJSONSchema(savedDecisionForm, { io: 'input' }),
  },
};

export function listResources(): Resource[] {
  return Object.entries(SHELVES).map(([path, { title, description }]) => ({
    uri: `${SCHEME}${path}`,
    name: path,
    title,
    description,
    mimeType: MIME_TYPE,
  }));
}

export function listTemplates(): ResourceTemplate[] {
  return Object.entries(SHELVES).flatMap(([path, { title, one }]) =>
    one === undefined
      ? []
      : [{ uriTemplate: templateOf(path, one), name: one, title: `${title}: one of them`, mimeType: MIME_TYPE }],
  );
}

function templateOf(path: string, one: string): string {
  return `${SCHEME}${path}/{${one}}`;
}

/** @throws ProtocolFailure for an address that there is not */
export function readResource(rules: Rules, uri: string): { uri: string; mimeType: string; text: string } {
  const path = uri.startsWith(SCHEME) ? uri.slice(SCHEME.length) : '';
  const shelf = own(SHELVES, path);
  if (shelf) return { uri, mimeType: MIME_TYPE, text: JSON.stringify(shelf.whole(rules)) };
  const [place = '', ...rest] = path.split('/');
  const id = rest.join('/');
  const entries = own(SHELVES, place)?.entries?.(rules);
  const entry = entries?.find((one) => one.id === id);
  if (entry) return { uri, mimeType: MIME_TYPE, text: JSON.stringify(entry) };
  const known = entries
    ? entries.map((one) => `${SCHEME}${place}/${one.id}`)
    : Object.keys(SHELVES).map((shelfPath) => `${SCHEME}${shelfPath}`);
  throw new ProtocolFailure(NOT_FOUND, `No resource ${quote(uri)}.${expectedNames(uri, known)}`);
}

/**
 * Ids that begin with what was typed, for the variable of a template.
 *
 * @throws ProtocolFailure for an unknown template or variable
 */
export function completeResource(
  rules: Rules,
  uriTemplate: string,
  { name, value }: { readonly name: string; readonly value: string },
): string[] {
  const templates = Object.entries(SHELVES).flatMap(([path, { one, entries }]) =>
    one === undefined ? [] : [{ uri: templateOf(path, one), one, entries }],
  );
  const found = templates.find(({ uri }) => uri === uriTemplate);
  if (!found) {
    const known = templates.map(({ uri }) => uri);
    throw unknownName('resource template', uriTemplate, known);
  }
  if (name !== found.one) throw unknownName('argument', name, [found.one]);
  const ids = found.entries?.(rules).map(({ id }) => id) ?? [];
  return ids.filter((id) => id.startsWith(value));
}
