/**
 * Reads the starters of a rule pack: `snippets/<protocol>/<language>/starter.yaml` and the programs beside it. Folders
 * in that folder hold the same for other products than the one that the manifest names as its `variant`.
 */
import { join } from 'node:path';
import type { z } from 'zod';
import type {
  LanguageStarters,
  Starter,
  StarterRole,
  StarterRoles,
  StarterSlot,
  StartersData,
} from '../../starters/starter.ts';
import type { DiagnosticCode } from '../../yaml/diagnostic.ts';
import type { Findings } from '../../yaml/diagnostics.ts';
import { Written } from '../../yaml/node.ts';
import { parseYaml } from '../../yaml/parse.ts';
import { LARGEST_FILE, type RuleFs } from '../../yaml/read-file.ts';
import { matchForm, show } from '../../yaml/validate.ts';
import { checkEnding, checkSlot, readMarks } from '../check/slots.ts';
import { ID, manifestForm, type SlotManifest, type StarterManifest } from '../forms/starter.ts';

const MANIFEST = 'starter.yaml';
const ROLES = ['client', 'server'] as const;

/** A path that stays inside the folder it is written to, on every system. */
const OUTPUT_PATH = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/;

/**
 * All starters under a folder, protocols and languages in alphabetical order. A folder that is not there holds none;
 * what is wrong with any file is in the findings.
 */
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
    if (declared) starters[role] = readStarter(dir, top.follow([role]), declared, reader);
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

function readStarter(dir: string, node: Written, declared: StarterManifest, reader: Reader): Starter {
  const { findings } = reader;
  const files = Object.entries(declared.files).flatMap(([path, name]) => {
    if (!OUTPUT_PATH.test(path)) {
      const place = node.follow(['files', path]).place('key');
      findings.add(place, 'wrong-value', `Expected a relative path of plain names, got ${show(path)}.`);
    }
    const template = readTemplate(join(dir, name), reader);
    if (template !== undefined) checkEnding(path, join(dir, name), template, findings);
    return template === undefined ? [] : [{ path, template, file: join(dir, name) }];
  });
  const inFiles = new Set(files.flatMap(({ file, template }) => readMarks(file, template, declared, findings)));
  const isWhole = files.length === Object.keys(declared.files).length;
  for (const [name, slot] of Object.entries(declared.values)) {
    const at = node.follow(['values', name]);
    if (isWhole && !inFiles.has(name))
      findings.add(at.place('key'), 'unknown-name', `The value ${name} is in no file.`);
    checkSlot(name, at, slot, findings);
  }
  if ((declared.proof === 'reviewed') === (declared.against !== undefined)) {
    const message = 'Expected "against" with the proofs ran and compiled, and only with them.';
    findings.add(node.follow(['proof']).place(), 'wrong-value', message);
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

function toSlot({ says, kind, default: fallback, from, starts, atLeast, atMost }: SlotManifest): StarterSlot {
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
