/** Collects the names of the base rules and of all packs, and checks names against them. */
import type { Language, Question, Rules } from '../../core/model.ts';
import type { Findings } from '../../yaml/diagnostics.ts';
import type { Written } from '../../yaml/node.ts';
import { NAMES } from '../messages.ts';
import type { Entry, Kind, ParsedPacks } from '../read/parsed-packs.ts';

/** The names of one kind. */
export interface Names {
  readonly kind: string;
  readonly ids: ReadonlySet<string>;
  /** Former id to current id. A former id that something else has today is not in it. */
  readonly former: ReadonlyMap<string, string>;
  /** False when a file of this kind could not be read: then no name is reported as unknown. */
  readonly isComplete: boolean;
}

/** The answers of a question that conditions may name. */
export interface QuestionNames {
  /** `undefined` when the question has no valid kind. */
  readonly kind: Question['kind'] | undefined;
  readonly values: readonly (string | boolean)[];
}

export interface Vocabulary {
  readonly criteria: Names;
  readonly protocols: Names;
  readonly models: Names;
  readonly components: Names;
  readonly languages: Names;
  readonly questions: Names;
  readonly questionNames: ReadonlyMap<string, QuestionNames>;
}

/** The word for one entry of a kind, for messages. */
export const KIND_WORDS = {
  criteria: 'criterion',
  protocols: 'protocol',
  questions: 'question',
  presets: 'preset',
  mistakes: 'mistake',
  components: 'component',
  systemMistakes: 'mistake of a system',
  models: 'estimate',
  languages: 'starter language',
} as const satisfies Record<Kind, string>;

/** Every kind, in the order of the files of a pack. */
export const KINDS = [
  'criteria',
  'protocols',
  'questions',
  'presets',
  'mistakes',
  'components',
  'systemMistakes',
  'models',
  'languages',
] as const;

/** Collects all names, also of entries with other faults, so that one fault does not cause further ones. */
export function collectNames(parsed: ParsedPacks, base: Rules | undefined): Vocabulary {
  const gather = (
    kind: Kind,
    entries: readonly Entry<unknown>[],
    ofBase: readonly { readonly id: string }[] = [],
  ): Names => ({
    kind: KIND_WORDS[kind],
    ids: new Set([...ofBase.map(({ id }) => id), ...entries.flatMap(({ node }) => node.child('id')?.text() ?? [])]),
    former: new Map(),
    isComplete: !parsed.incomplete.has(kind),
  });
  const criteria = gather('criteria', parsed.criteria, base?.criteria);
  const languages = gather('languages', parsed.languages, base?.languages);
  return {
    criteria: { ...criteria, former: formerIds(parsed, base, criteria.ids) },
    protocols: gather('protocols', parsed.protocols, base?.protocols),
    models: gather('models', parsed.models, base?.models),
    components: gather('components', parsed.components, base?.components),
    languages,
    questions: gather('questions', parsed.questions, base?.questions),
    questionNames: new Map([
      // Of repeated ids the first one counts, so that a repetition does not cause further faults.
      ...[...parsed.questions].reverse().flatMap(({ node }) => questionNames(node, languages)),
      ...(base?.questions ?? []).map(
        (question) => [question.id, namesOfBase(question, base?.languages ?? [], languages)] as const,
      ),
    ]),
  };
}

function formerIds(parsed: ParsedPacks, base: Rules | undefined, ids: ReadonlySet<string>): Map<string, string> {
  const former = new Map<string, string>();
  const add = (id: string, names: readonly string[] = []) => {
    for (const name of names) if (!ids.has(name) && !former.has(name)) former.set(name, id);
  };
  for (const { id, formerly } of base?.criteria ?? []) add(id, formerly);
  for (const { data } of parsed.criteria) if (data) add(data.id, data.formerly);
  return former;
}

function namesOfBase(question: Question, languagesOfBase: readonly Language[], languages: Names): QuestionNames {
  const { kind, options } = question;
  if (asksForLanguage(question, languagesOfBase)) return { kind, values: [...languages.ids] };
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
    findings.warn(at.place(part), NAMES.former, { kind: names.kind, name, current });
    return;
  }
  if (!names.isComplete) return;
  findings.report(at.place(part), NAMES.unknown, { kind: names.kind, name, known: [...names.ids] });
}

/** Checks the keys of a map as names. A former name and its current one may not both be there. */
export function checkKeys(map: Written | undefined, names: Names, findings: Findings): void {
  const keys = map?.keys() ?? [];
  for (const [key, value] of map?.entries() ?? []) {
    checkName(key, value, 'key', names, findings);
    const current = names.former.get(key);
    if (current === undefined || !keys.includes(current)) continue;
    findings.report(value.place('key'), NAMES.formerTwice, { name: key, current });
  }
}

/** The same record with current names in place of former ones. */
export function withCurrentNames<Value>(
  record: Readonly<Record<string, Value>>,
  { former }: Names,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [former.get(name) ?? name, value]));
}
