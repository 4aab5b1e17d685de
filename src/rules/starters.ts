/**
 * Reads the starters of a rule pack: `snippets/<protocol>/<language>/starter.yaml` and the programs beside it. Folders
 * in that folder hold the same for other products than the one that the manifest names as its `variant`.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { didYouMean } from '../core/nearest.ts';
import { printable } from '../core/printable.ts';
import {
  type LanguageStarters,
  SLOT_ENDINGS,
  SLOT_MARK,
  type Starter,
  type StarterRole,
  type StarterRoles,
  type StarterSlot,
  type StartersData,
} from '../core/starter.ts';
import { type DiagnosticCode, formatDiagnostic } from './diagnostic.ts';
import { LARGEST_FILE, nodeFs, type RuleFs } from './disk.ts';
import type { Draft } from './draft.ts';
import { Findings } from './findings.ts';
import { matchForm, show } from './issues.ts';
import { Lines } from './lines.ts';
import type { Names, Vocabulary } from './names.ts';
import { parseYaml } from './parse-yaml.ts';
import { Written } from './written.ts';

const MANIFEST = 'starter.yaml';
const ROLES = ['client', 'server'] as const;

const ID = /^[a-z][a-z0-9-]*$/;
/** A path that stays inside the folder it is written to, on every system. */
const OUTPUT_PATH = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/;
const FILE_NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

const whole = z.number().refine(Number.isSafeInteger, { error: 'a whole number' });
const value = z.union([z.string(), whole, z.boolean()]);
const text = z.string().min(1);

const slotForm = form({
  says: text,
  kind: z.enum(['text', 'integer', 'boolean']).default('text'),
  default: value,
  from: z.record(z.string(), z.record(z.string(), value)).optional(),
  starts: z.array(text).min(1).optional(),
  atLeast: whole.optional(),
  atMost: whole.optional(),
});

const starterForm = form({
  /** Output path → template file in the folder. */
  files: z.record(z.string(), z.string().regex(FILE_NAME, { error: 'the name of a file in this folder' })),
  install: text.optional(),
  run: text,
  proof: z.enum(['ran', 'compiled', 'reviewed']),
  against: text.optional(),
  values: z.record(z.string(), slotForm).default({}),
});

export const manifestForm = form({
  variant: z.string().regex(ID, { error: 'an id: lower-case letters, digits, hyphens' }).optional(),
  client: starterForm.optional(),
  server: starterForm.optional(),
});

type Manifest = z.output<typeof starterForm>;

/** A map with these keys and no others. */
function form<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const known = Object.keys(shape);
  const fix = (key: string) => didYouMean(key, known).trim() || `Expected one of ${known.join(', ')}.`;
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? issue.keys.map(fix).join('\n') : undefined),
  });
}

/**
 * All starters under a folder, protocols and languages in alphabetical order. A folder that is not there holds none.
 *
 * @throws Error with one line per problem, `file:line:column: code: message`, when any file is wrong
 */
export function readStarters(dir: string): StartersData {
  const findings = new Findings();
  const data = readPackStarters(dir, nodeFs, findings);
  const problems = findings.sorted().map(formatDiagnostic);
  if (problems.length > 0) throw new Error(`The starters in ${dir} have problems:\n${problems.join('\n')}`);
  return data;
}

/** {@link readStarters} of one pack, with its problems among those of the pack. */
export function readPackStarters(dir: string, fs: RuleFs, findings: Findings): StartersData {
  const reader = { fs, findings };
  const data: Record<string, Record<string, LanguageStarters>> = {};
  for (const protocol of foldersIn(dir, reader)) {
    const languages: Record<string, LanguageStarters> = {};
    for (const language of foldersIn(join(dir, protocol), reader)) {
      languages[language] = readLanguage(join(dir, protocol, language), reader);
    }
    data[protocol] = languages;
  }
  return data;
}

/** Reports starters for protocols and in languages that nothing knows. */
export function checkStarters(draft: Draft, names: Vocabulary, findings: Findings): void {
  for (const { dir, data } of draft.starters) {
    for (const [protocol, languages] of Object.entries(data)) {
      checkFolder(join(dir, protocol), protocol, names.protocols, findings);
      for (const language of Object.keys(languages)) {
        checkFolder(join(dir, protocol, language), language, names.languages, findings);
      }
    }
  }
}

function checkFolder(file: string, id: string, names: Names, findings: Findings): void {
  if (names.ids.has(id) || !names.isComplete) return;
  const message = `Unknown ${names.kind} "${printable(id)}".${didYouMean(id, [...names.ids])}`;
  findings.add({ file, line: 1, column: 1 }, 'unknown-name', message);
}

/** Later ones over earlier ones: a language of a protocol comes whole from one pack, so that both ends fit together. */
export function mergeStarters(...layers: readonly StartersData[]): StartersData {
  const merged: Record<string, StartersData[string]> = {};
  for (const layer of layers) {
    for (const [protocol, languages] of Object.entries(layer)) {
      // The built-in ones are read from their files when they are looked at.
      merged[protocol] = Object.defineProperties(
        {},
        { ...Object.getOwnPropertyDescriptors(merged[protocol] ?? {}), ...Object.getOwnPropertyDescriptors(languages) },
      );
    }
  }
  return merged;
}

interface Reader {
  readonly fs: RuleFs;
  readonly findings: Findings;
}

function foldersIn(dir: string, { fs, findings }: Reader): string[] {
  const folder = fs.readFolder(dir);
  if (folder.kind === 'unreadable') at(dir, 'missing-folder', `Expected a readable folder: ${folder.cause}.`, findings);
  if (folder.kind !== 'folder') return [];
  const names = folder.entries.filter(({ isFolder }) => isFolder).map(({ name }) => name);
  for (const name of names.filter((one) => !ID.test(one))) {
    at(
      join(dir, name),
      'file-name',
      'Expected a folder called by an id: lower-case letters, digits, hyphens.',
      findings,
    );
  }
  return names.filter((name) => ID.test(name));
}

function readLanguage(dir: string, reader: Reader): LanguageStarters {
  const { findings } = reader;
  const { variant, ...roles } = readFolder(dir, reader);
  const others = foldersIn(dir, reader);
  if (variant === undefined && others.length === 0) return roles;
  const file = join(dir, MANIFEST);
  if (variant === undefined) {
    at(
      file,
      'missing-key',
      `Missing "variant": the product that these are for, beside ${others.join(', ')}.`,
      findings,
    );
    return roles;
  }
  const variants: Record<string, StarterRoles> = {};
  for (const other of others) {
    const { variant: extra, ...starters } = readFolder(join(dir, other), reader);
    if (extra !== undefined || other === variant) {
      const message = `Unexpected variant: the folder ${other} is one of its own.`;
      at(extra === undefined ? file : join(dir, other, MANIFEST), 'wrong-value', message, findings);
    }
    variants[other] = starters;
  }
  return { ...roles, variant, ...(others.length > 0 && { variants }) };
}

function readFolder(dir: string, reader: Reader): StarterRoles & { readonly variant?: string } {
  const { findings } = reader;
  const file = join(dir, MANIFEST);
  const bytes = readBytes(file, reader);
  const parsed = bytes && parseYaml(file, bytes, findings);
  const top = parsed && Written.top(parsed);
  const manifest = top && matchForm(top, manifestForm, findings);
  if (top === undefined || manifest === undefined) return {};
  reportStray(dir, manifest, reader);
  const starters: Partial<Record<StarterRole, Starter>> = {};
  for (const role of ROLES) {
    const declared = manifest[role];
    if (declared) starters[role] = readStarter(dir, follow(top, [role]), declared, reader);
  }
  return manifest.variant === undefined ? starters : { ...starters, variant: manifest.variant };
}

/** A file that no role uses would be passed over in silence. */
function reportStray(dir: string, manifest: z.output<typeof manifestForm>, { fs, findings }: Reader): void {
  const used = new Set([MANIFEST, ...ROLES.flatMap((role) => Object.values(manifest[role]?.files ?? {}))]);
  const folder = fs.readFolder(dir);
  for (const { name, isFolder } of folder.kind === 'folder' ? folder.entries : []) {
    if (isFolder || used.has(name) || name.startsWith('.')) continue;
    at(join(dir, name), 'unexpected-file', `Unexpected file: no role in ${MANIFEST} uses it.`, findings);
  }
}

function readStarter(dir: string, node: Written, declared: Manifest, reader: Reader): Starter {
  const { findings } = reader;
  const files = Object.entries(declared.files).flatMap(([path, name]) => {
    if (!OUTPUT_PATH.test(path)) {
      const place = follow(node, ['files', path]).place('key');
      findings.add(place, 'wrong-value', `Expected a relative path of plain names, got ${show(path)}.`);
    }
    const template = readTemplate(join(dir, name), reader);
    if (template !== undefined) checkEnding(path, join(dir, name), template, findings);
    return template === undefined ? [] : [{ path, template, file: join(dir, name) }];
  });
  const inFiles = new Set(files.flatMap(({ file, template }) => readMarks(file, template, declared, findings)));
  const isWhole = files.length === Object.keys(declared.files).length;
  for (const [name, slot] of Object.entries(declared.values)) {
    const at = follow(node, ['values', name]);
    if (isWhole && !inFiles.has(name))
      findings.add(at.place('key'), 'unknown-name', `The value ${name} is in no file.`);
    checkSlot(name, at, slot, findings);
  }
  if ((declared.proof === 'reviewed') === (declared.against !== undefined)) {
    const message = 'Expected "against" with the proofs ran and compiled, and only with them.';
    findings.add(follow(node, ['proof']).place(), 'wrong-value', message);
  }
  return {
    files: files.map(({ path, template }) => ({ path, template })),
    ...(declared.install !== undefined && { install: declared.install }),
    run: declared.run,
    proof: declared.proof,
    ...(declared.against !== undefined && { against: declared.against }),
    slots: Object.fromEntries(Object.entries(declared.values).map(([name, slot]) => [name, toSlot(slot)])),
  };
}

function toSlot({
  says,
  kind,
  default: fallback,
  from,
  starts,
  atLeast,
  atMost,
}: z.output<typeof slotForm>): StarterSlot {
  return {
    says,
    kind,
    default: fallback,
    ...(from !== undefined && { from }),
    ...(starts !== undefined && { starts }),
    ...(atLeast !== undefined && { atLeast }),
    ...(atMost !== undefined && { atMost }),
  };
}

/** The names of the slots in a program; each has to be declared, and to be a whole literal. */
function readMarks(file: string, template: string, { values }: Manifest, findings: Findings): string[] {
  const lines = new Lines(file, template);
  const marks = [...template.matchAll(SLOT_MARK)].map(({ 2: name = '', index }) => ({ name, index }));
  for (const { name, index } of marks) {
    if (Object.hasOwn(values, name)) continue;
    const hint = didYouMean(name, Object.keys(values));
    findings.add(lines.place(index), 'unknown-name', `Unknown value ${name}: not under "values".${hint}`);
  }
  const rest = template.replace(SLOT_MARK, (mark) => ' '.repeat(mark.length));
  for (const { index } of rest.matchAll(/\{\{/g)) {
    findings.add(
      lines.place(index),
      'wrong-value',
      `Expected no "{{" outside a slot; a slot is a whole literal, '{{name}}'.`,
    );
  }
  return marks.map(({ name }) => name);
}

/** A value is written as a literal of the file's language; of others we do not know how. */
function checkEnding(path: string, file: string, template: string, findings: Findings): void {
  const at = template.search(SLOT_MARK);
  if (at < 0 || SLOT_ENDINGS.some((ending) => path.endsWith(`.${ending}`))) return;
  const message = `Unexpected value in a file like ${show(path)}: they can stand in .${SLOT_ENDINGS.join(', .')}.`;
  findings.add(new Lines(file, template).place(at), 'wrong-value', message);
}

const TYPES = { text: 'string', integer: 'number', boolean: 'boolean' } as const;

/** What the form alone cannot tell: whether the values of a slot fit it. */
function checkSlot(name: string, at: Written, slot: Manifest['values'][string], findings: Findings): void {
  if (!ID.test(name)) {
    findings.add(at.place('key'), 'wrong-value', `Expected lower-case letters, digits and hyphens, got ${show(name)}.`);
  }
  const paths = Object.entries(slot.from ?? {}).flatMap(([question, choices]) =>
    Object.entries(choices).map(([answer, one]) => ({ path: ['from', question, answer], one })),
  );
  for (const { path, one } of [{ path: ['default'], one: slot.default }, ...paths]) {
    const place = follow(at, path).place();
    if (typeof one !== TYPES[slot.kind]) {
      findings.add(place, 'wrong-type', `Expected ${slot.kind} for ${name}, got ${show(one)}.`);
    } else if (typeof one === 'number' && (one < (slot.atLeast ?? one) || one > (slot.atMost ?? one))) {
      findings.add(place, 'wrong-value', `${name}: ${one} is out of its own range.`);
    } else if (typeof one === 'string' && slot.starts && !slot.starts.some((start) => one.startsWith(start))) {
      findings.add(place, 'wrong-value', `${name}: ${show(one)} does not start with ${slot.starts.join(' or ')}.`);
    }
  }
}

function readTemplate(file: string, reader: Reader): string | undefined {
  const bytes = readBytes(file, reader);
  try {
    return bytes && new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return at(file, 'not-utf8', 'Expected UTF-8, found other bytes. Save the file as UTF-8.', reader.findings);
  }
}

function readBytes(file: string, { fs, findings }: Reader): Uint8Array | undefined {
  const read = fs.readFile(file);
  if (read.kind === 'file') return read.bytes;
  if (read.kind === 'missing') return at(file, 'missing-file', 'Missing file: a starter needs it.', findings);
  const cause = read.kind === 'too-large' ? `at most ${LARGEST_FILE} bytes` : `a readable file: ${read.cause}`;
  return at(file, read.kind === 'too-large' ? 'file-too-large' : 'unreadable-file', `Expected ${cause}.`, findings);
}

function at(file: string, code: DiagnosticCode, message: string, findings: Findings): undefined {
  findings.add({ file, line: 1, column: 1 }, code, message);
}

/** What stands at a path, or should. */
function follow(node: Written, path: readonly string[]): Written {
  return path.reduce((above: Written, step) => above.child(step) ?? above.at(step, undefined), node);
}
