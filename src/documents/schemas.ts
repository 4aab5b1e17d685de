/** JSON Schemas of what the program reads and writes, made from its forms. */
import { z } from 'zod';
import { decide } from '../core/decide.ts';
import type { Rules } from '../core/model.ts';
import { conditionSchemaForm } from '../rules/forms/condition.ts';
import { FILE_FORMS } from '../rules/forms/files.ts';
import { isMap } from '../text/lists.ts';
import { answersForm } from './answers-form.ts';
import { batchLineForm } from './batch-form.ts';
import { checkReportForm } from './check-report-form.ts';
import { savedDecisionForm } from './decision-form.ts';
import { recordedDecisionForm } from './record-form.ts';
import { type Draft, schemaFile, schemaId } from './schema-file.ts';
import { systemDecisionForm } from './system/decision-form.ts';
import { recordedSystemForm } from './system/record-form.ts';
import { systemForm } from './system/system-form.ts';

const TARGETS = { '2020-12': 'draft-2020-12', '7': 'draft-07' } satisfies Record<Draft, string>;

type JsonSchema = Readonly<Record<string, unknown>>;

interface Subject {
  readonly title: string;
  readonly says: string;
  readonly form: z.ZodType;
  readonly examples?: readonly unknown[];
}

const SUBJECTS: Readonly<Record<string, (rules: Rules) => Subject>> = {
  answers: (rules) => ({
    title: 'wirewise answers',
    says: 'What `--answers` reads: a key for each question, and the keys weight and must.',
    form: answersForm(rules),
    examples: rules.presets.slice(0, 1).map(({ answers }) => answers),
  }),
  decision: () => ({
    title: 'wirewise decision',
    says: 'What `recommend --json` prints and `recommend --from` reads. Further keys may come within version 1.',
    form: savedDecisionForm,
  }),
  system: (rules) => ({
    title: 'wirewise system',
    says: 'What `wirewise system` reads: the channels of a system with their answers.',
    form: systemForm(rules),
    examples: rules.presets
      .slice(0, 1)
      .map(({ id, title }) => ({ version: 1, name: title, legs: { first: { preset: id } } })),
  }),
  'system-decision': () => ({
    title: 'wirewise decided system',
    says: 'What `system --json` prints. Further keys may come within version 1.',
    form: systemDecisionForm,
  }),
  rules: () => ({
    title: 'wirewise rule file',
    says: 'Any file of a rule pack; of one kind alone: `schema rules --file KIND`.',
    form: z.union(
      Object.entries(FILE_FORMS).map(([kind, { form, says }]) => form.meta({ id: `${kind}File`, description: says })),
    ),
  }),
  check: (rules) => ({
    title: 'wirewise recorded decision',
    says: 'What `wirewise check` reads: the answers, what was decided, and the warnings that are accepted.',
    form: z.union([recordedDecisionForm(rules), recordedSystemForm(rules)]),
    examples: exampleRecords(rules),
  }),
  batch: () => ({
    title: 'wirewise batch line',
    says: 'A line that `batch` prints: a decision, or what is wrong with the line of the input.',
    form: batchLineForm,
  }),
  'check-report': () => ({
    title: 'wirewise check report',
    says: 'What `check --json` prints. Further keys may come within version 1.',
    form: checkReportForm,
  }),
};

export const SCHEMA_KINDS: readonly string[] = Object.keys(SUBJECTS);

/** What `schema rules --file` takes. */
export const RULE_FILE_KINDS: readonly string[] = Object.keys(FILE_FORMS);

export interface SchemaRequest {
  /** One of {@link SCHEMA_KINDS}. */
  readonly kind: string;
  /** Of `rules`, one of {@link RULE_FILE_KINDS}; absent: all of them. */
  readonly file?: string | undefined;
  readonly draft: Draft;
  /** Where questions and criteria come from. */
  readonly rules: Rules;
}

/**
 * One schema, whole in itself. Its `$id` is a name and no address: nothing is ever fetched. The two drafts have names of
 * their own, so that one validator can hold both.
 *
 * @returns `undefined` for an unknown kind or file
 */
export function jsonSchema({ kind, file, draft, rules }: SchemaRequest): JsonSchema | undefined {
  const subject = file === undefined ? SUBJECTS[kind]?.(rules) : ruleFile(kind, file);
  if (subject === undefined) return undefined;
  const schema = z.toJSONSchema(subject.form, { target: TARGETS[draft], io: 'input', override: simplify });
  // In the forms a condition is any map, because the loader reads it by itself; a schema can say more.
  for (const definitions of [schema.$defs, schema.definitions]) {
    if (definitions && typeof definitions === 'object' && 'condition' in definitions)
      Object.assign(definitions, conditionDefinitions(draft));
  }
  const { $schema, description: _, ...rest } = schema;
  return {
    $schema,
    $id: schemaId(kind, file, draft),
    title: subject.title,
    description: subject.says,
    ...(subject.examples && { examples: subject.examples }),
    ...Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, splitTypes(value)])),
  };
}

/** Leaves out what validators refuse as they come, or what says nothing. */
function simplify({ jsonSchema: part }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  // Ajv knows no format unless a further package teaches it some.
  delete part.format;
  // Keys of JSON objects are text anyway.
  if (JSON.stringify(part.propertyNames) === '{"type":"string"}') delete part.propertyNames;
}

/** Ajv in its strict mode refuses a list of types; zod makes one where all alternatives are plain. */
function splitTypes(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(splitTypes);
  if (!isMap(part)) return part;
  const { type, ...rest } = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, splitTypes(value)]));
  if (!Array.isArray(type)) return type === undefined ? rest : { type, ...rest };
  return 'enum' in rest ? rest : { anyOf: type.map((one) => ({ type: one })), ...rest };
}

function conditionDefinitions(draft: Draft): object {
  const around = z.toJSONSchema(z.object({ condition: conditionSchemaForm }), {
    target: TARGETS[draft],
    override: simplify,
  });
  return around.$defs ?? around.definitions ?? {};
}

/** Every schema of the package, by its file name; those of answers hold the questions of the built-in rules. */
export function allSchemas(rules: Rules): Readonly<Record<string, JsonSchema>> {
  const subjects: readonly (readonly [kind: string, file?: string])[] = [
    ...SCHEMA_KINDS.map((kind) => [kind] as const),
    ...RULE_FILE_KINDS.map((file) => ['rules', file] as const),
  ];
  const drafts: readonly Draft[] = ['2020-12', '7'];
  const all = subjects.flatMap(([kind, file]) =>
    drafts.map((draft) => [schemaFile(kind, file, draft), jsonSchema({ kind, file, draft, rules }) ?? {}] as const),
  );
  return Object.fromEntries(all);
}

function ruleFile(kind: string, file: string): Subject | undefined {
  const found = kind === 'rules' && Object.hasOwn(FILE_FORMS, file) ? FILE_FORMS[file] : undefined;
  return found && { title: `wirewise ${found.path}`, says: found.says, form: found.form };
}

function exampleRecords(rules: Rules): unknown[] {
  return rules.presets.slice(0, 1).flatMap(({ title, answers }) => {
    const { recommendation } = decide(rules, answers, { robustness: false });
    return recommendation ? [{ version: 1, name: title, answers, decision: recommendation.protocol }] : [];
  });
}
