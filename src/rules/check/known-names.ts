/** Which names exist, over all packs and the rules beneath them. */
import type { Language, Question, Rules } from '../../core/model.ts';
import { didYouMean } from '../../text/did-you-mean.ts';
import { printable } from '../../text/printable.ts';
import type { Findings } from '../../yaml/diagnostics.ts';
import type { Written } from '../../yaml/node.ts';
import type { Draft, Entry, Kind } from '../read/parsed-packs.ts';

/** The names of one kind. */
export interface Names {
  readonly kind: string;
  readonly ids: ReadonlySet<string>;
  /** Former id to current id. A former id that something else has today is not in it. */
  readonly former: ReadonlyMap<string, string>;
  /** False when a file with further names could not be read: then no name counts as unknown. */
  readonly isComplete: boolean;
}

/** What a condition has to know of a question. */
export interface QuestionNames {
  /** `undefined` where the question has none that is valid. */
  readonly kind: Question['kind'] | undefined;
  readonly values: readonly (string | boolean)[];
}

export interface Vocabulary {
  readonly criteria: Names;
  readonly protocols: Names;
  readonly models: Names;
  readonly languages: Names;
  readonly questions: Names;
  readonly questionNames: ReadonlyMap<string, QuestionNames>;
}

/** What messages call an entry of a kind. */
export const KIND_WORDS = {
  criteria: 'criterion',
  protocols: 'protocol',
  questions: 'question',
  presets: 'preset',
  mistakes: 'mistake',
  models: 'estimate',
  languages: 'starter language',
} as const satisfies Record<Kind, string>;

/** Every kind, in the order of the files of a pack. */
export const KINDS = ['criteria', 'protocols', 'questions', 'presets', 'mistakes', 'models', 'languages'] as const;

/** Gathers every name, also from entries with other faults, so that one fault does not lead to others. */
export function collectNames(draft: Draft, base: Rules | undefined): Vocabulary {
  const gather = (
    kind: Kind,
    entries: readonly Entry<unknown>[],
    beneath: readonly { readonly id: string }[] = [],
  ): Names => ({
    kind: KIND_WORDS[kind],
    ids: new Set([...beneath.map(({ id }) => id), ...entries.flatMap(({ node }) => node.child('id')?.text() ?? [])]),
    former: new Map(),
    isComplete: !draft.incomplete.has(kind),
  });
  const criteria = gather('criteria', draft.criteria, base?.criteria);
  const languages = gather('languages', draft.languages, base?.languages);
  return {
    criteria: { ...criteria, former: formerIds(draft, base, criteria.ids) },
    protocols: gather('protocols', draft.protocols, base?.protocols),
    models: gather('models', draft.models, base?.models),
    languages,
    questions: gather('questions', draft.questions, base?.questions),
    questionNames: new Map([
      // Of repeated ids the first one counts, so that a repetition does not lead to other findings.
      ...[...draft.questions].reverse().flatMap(({ node }) => questionNames(node, languages)),
      ...(base?.questions ?? []).map(
        (question) => [question.id, namesBeneath(question, base?.languages ?? [], languages)] as const,
      ),
    ]),
  };
}

function formerIds(draft: Draft, base: Rules | undefined, ids: ReadonlySet<string>): Map<string, string> {
  const former = new Map<string, string>();
  const add = (id: string, names: readonly string[] = []) => {
    for (const name of names) if (!ids.has(name) && !former.has(name)) former.set(name, id);
  };
  for (const { id, formerly } of base?.criteria ?? []) add(id, formerly);
  for (const { data } of draft.criteria) if (data) add(data.id, data.formerly);
  return former;
}

function namesBeneath(question: Question, languagesBeneath: readonly Language[], languages: Names): QuestionNames {
  const { kind, options } = question;
  if (asksForLanguage(question, languagesBeneath)) return { kind, values: [...languages.ids] };
  return { kind, values: options.flatMap(({ value }) => (typeof value === 'number' ? [] : [value])) };
}

/** Whether the options of a compiled question are the languages, as `options: languages` makes them. */
export function asksForLanguage({ kind, options }: Question, languages: readonly Language[]): boolean {
  const isSame = options.every(({ value }, index) => value === languages[index]?.id);
  return kind === 'choice' && languages.length > 0 && options.length === languages.length && isSame;
}

function questionNames(node: Written, languages: Names): [string, QuestionNames][] {
  const id = node.child('id')?.text();
  if (id === undefined) return [];
  const kind = (['choice', 'choices', 'boolean', 'number'] as const).find((one) => one === node.child('kind')?.value);
  const options = node.child('options');
  if (kind === 'boolean') return [[id, { kind, values: [true, false] }]];
  if (options?.value === 'languages') return [[id, { kind, values: [...languages.ids] }]];
  return [[id, { kind, values: (options?.items() ?? []).flatMap((option) => option.child('id')?.text() ?? []) }]];
}

/** Reports an unknown name as an error, and a former name as a warning. */
export function checkName(name: string, at: Written, part: 'key' | 'value', names: Names, findings: Findings): void {
  if (names.ids.has(name)) return;
  const current = names.former.get(name);
  if (current !== undefined) {
    findings.warn(at.place(part), 'former-name', `The ${names.kind} "${name}" is now called "${current}". Rename it.`);
    return;
  }
  if (!names.isComplete) return;
  const message = `Unknown ${names.kind} "${printable(name)}".${didYouMean(name, [...names.ids])}`;
  findings.add(at.place(part), 'unknown-name', message);
}

/** Checks the keys of a map as names. A former name and its current one may not both be there. */
export function checkKeys(map: Written | undefined, names: Names, findings: Findings): void {
  const keys = map?.keys() ?? [];
  for (const [key, value] of map?.entries() ?? []) {
    checkName(key, value, 'key', names, findings);
    const current = names.former.get(key);
    if (current === undefined || !keys.includes(current)) continue;
    findings.add(
      value.place('key'),
      'duplicate-key',
      `Duplicate key: "${key}" is now called "${current}". Keep one of them.`,
    );
  }
}

/** The same record with current names in place of former ones. */
export function withCurrentNames<Value>(
  record: Readonly<Record<string, Value>>,
  { former }: Names,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [former.get(name) ?? name, value]));
}
