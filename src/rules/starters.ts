/** Reads the starters of a rule pack: `snippets/<protocol>/<language>/starter.yaml` and the programs beside it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { SLOT_MARK, type Starter, type StarterRole, type StarterSlot, type StartersData } from '../core/starter.ts';

const MANIFEST = 'starter.yaml';

const value = z.union([z.string(), z.int(), z.boolean()]);
const id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'Expected lower-case letters, digits and hyphens');
/** A path that stays inside the folder it is written to, on every system. */
const outputPath = z
  .string()
  .regex(/^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/, 'Expected a relative path of plain names');

const slotSchema = z.strictObject({
  says: z.string().min(1),
  kind: z.enum(['text', 'integer', 'boolean']).default('text'),
  default: value,
  from: z.record(id, z.record(z.string(), value)).optional(),
  starts: z.array(z.string().min(1)).min(1).optional(),
  atLeast: z.int().optional(),
  atMost: z.int().optional(),
});

const starterSchema = z.strictObject({
  /** Output path → template file in the folder. */
  files: z.record(outputPath, z.string().min(1)),
  install: z.string().min(1).optional(),
  run: z.string().min(1),
  proof: z.enum(['ran', 'compiled', 'reviewed']),
  against: z.string().min(1).optional(),
  values: z.record(id, slotSchema).default({}),
});

const manifestSchema = z.strictObject({ client: starterSchema.optional(), server: starterSchema.optional() });

type Manifest = z.infer<typeof starterSchema>;

/**
 * All starters under a folder, protocols and languages in alphabetical order. A folder that is not there holds none.
 *
 * @throws Error with one line per problem, `file: cause`, when any file is wrong
 */
export function readStarters(dir: string): StartersData {
  const problems: string[] = [];
  const data: Record<string, Record<string, Partial<Record<StarterRole, Starter>>>> = {};
  for (const protocol of folders(dir)) {
    const languages: Record<string, Partial<Record<StarterRole, Starter>>> = {};
    for (const language of folders(join(dir, protocol))) {
      languages[language] = readFolder(join(dir, protocol, language), posix.join(protocol, language), problems);
    }
    data[protocol] = languages;
  }
  if (problems.length > 0) throw new Error(`The starters in ${dir} have problems:\n${problems.join('\n')}`);
  return data;
}

function folders(dir: string): string[] {
  try {
    return readdirSync(dir, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function readFolder(dir: string, name: string, problems: string[]): Partial<Record<StarterRole, Starter>> {
  const file = posix.join(name, MANIFEST);
  const present = readdirSync(dir).filter((entry) => entry !== MANIFEST);
  const manifest = readManifest(join(dir, MANIFEST), file, problems);
  if (manifest === undefined) return {};
  const roles = [
    ['client', manifest.client],
    ['server', manifest.server],
  ] as const;
  const used = new Set(roles.flatMap(([, role]) => Object.values(role?.files ?? {})));
  for (const entry of present.filter((one) => !used.has(one))) problems.push(`${file}: no role uses ${entry}.`);
  const starters: Partial<Record<StarterRole, Starter>> = {};
  for (const [role, declared] of roles) {
    if (declared === undefined) continue;
    const missing = Object.values(declared.files).filter((template) => !present.includes(template));
    for (const template of missing) problems.push(`${file}: Missing file ${template} of the ${role}.`);
    if (missing.length > 0) continue;
    const starter = toStarter(dir, declared);
    problems.push(...checkStarter(starter).map((cause) => `${file}: ${role}: ${cause}`));
    starters[role] = starter;
  }
  return starters;
}

function readManifest(path: string, file: string, problems: string[]): z.infer<typeof manifestSchema> | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    problems.push(`${file}: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
  const document = parseDocument(text);
  const parsed = document.errors.length > 0 ? undefined : manifestSchema.safeParse(document.toJS());
  if (parsed?.success) return parsed.data;
  for (const error of document.errors) problems.push(`${file}: ${error.message}`);
  for (const issue of parsed?.error?.issues ?? []) {
    const messages = issue.code === 'invalid_key' ? issue.issues.map((inner) => inner.message) : [issue.message];
    for (const message of messages) problems.push(`${file}: ${issue.path.join('.')}: ${message}`);
  }
  return undefined;
}

function toStarter(dir: string, declared: Manifest): Starter {
  return {
    files: Object.entries(declared.files).map(([path, template]) => ({
      path,
      template: readFileSync(join(dir, template), 'utf8'),
    })),
    ...(declared.install === undefined ? {} : { install: declared.install }),
    run: declared.run,
    proof: declared.proof,
    ...(declared.against === undefined ? {} : { against: declared.against }),
    slots: Object.fromEntries(Object.entries(declared.values).map(([name, slot]) => [name, toSlot(slot)])),
  };
}

function toSlot(slot: z.infer<typeof slotSchema>): StarterSlot {
  return {
    says: slot.says,
    kind: slot.kind,
    default: slot.default,
    ...(slot.from === undefined ? {} : { from: slot.from }),
    ...(slot.starts === undefined ? {} : { starts: slot.starts }),
    ...(slot.atLeast === undefined ? {} : { atLeast: slot.atLeast }),
    ...(slot.atMost === undefined ? {} : { atMost: slot.atMost }),
  };
}

/** What the form alone cannot tell: slots and their places belong together, values fit, a claim names its ground. */
function checkStarter(starter: Starter): string[] {
  const causes: string[] = [];
  const declared = Object.keys(starter.slots);
  const inFiles = new Set<string>();
  for (const { path, template } of starter.files) {
    const marks = [...template.matchAll(SLOT_MARK)].map((match) => match[2] ?? '');
    for (const mark of marks) inFiles.add(mark);
    const braces = template.split('{{').length - 1;
    if (braces > marks.length) causes.push(`${path} has a "{{" outside a slot; a slot is a whole literal, '{{name}}'.`);
  }
  for (const name of inFiles) if (!declared.includes(name)) causes.push(`Unknown value ${name}: not under "values".`);
  for (const name of declared) if (!inFiles.has(name)) causes.push(`The value ${name} is in no file.`);
  for (const [name, slot] of Object.entries(starter.slots)) causes.push(...checkSlot(name, slot));
  if ((starter.proof === 'reviewed') === (starter.against !== undefined)) {
    causes.push('Expected "against" with the proofs ran and compiled, and only with them.');
  }
  return causes;
}

const TYPES = { text: 'string', integer: 'number', boolean: 'boolean' } as const;

function checkSlot(name: string, slot: StarterSlot): string[] {
  const values = [slot.default, ...Object.values(slot.from ?? {}).flatMap((choices) => Object.values(choices))];
  const causes = values
    .filter((one) => typeof one !== TYPES[slot.kind])
    .map((one) => `Expected ${slot.kind} for ${name}, got ${JSON.stringify(one)}.`);
  for (const one of values) {
    if (typeof one === 'number' && (one < (slot.atLeast ?? one) || one > (slot.atMost ?? one))) {
      causes.push(`${name}: ${one} is out of its own range.`);
    }
    if (typeof one === 'string' && slot.starts && !slot.starts.some((start) => one.startsWith(start))) {
      causes.push(`${name}: ${JSON.stringify(one)} does not start with ${slot.starts.join(' or ')}.`);
    }
  }
  return causes;
}
