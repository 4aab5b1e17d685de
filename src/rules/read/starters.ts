/**
 * Reads the starters of a rule pack: `snippets/<protocol>/<language>/starter.yaml` and the programs next to it. Folders
 * in that folder hold the same for other products than the one that the manifest names as its `variant`.
 */
import { join } from 'node:path';
import type { z } from 'zod';
import type {
  LanguageStarters,
  MinimalStarter,
  Proof,
  Starter,
  StarterRole,
  StarterRoles,
  StartersData,
} from '../../starters/starter.ts';
import type { Findings } from '../../yaml/diagnostics.ts';
import type { Written } from '../../yaml/node.ts';
import { matchForm } from '../../yaml/validate.ts';
import { checkPaths } from '../check/paths.ts';
import { checkEnding, checkSlot, readMarks } from '../check/slots.ts';
import { ID, manifestForm, type StarterManifest } from '../forms/starter.ts';
import { FILES } from '../messages.ts';
import { STARTERS } from '../starter-messages.ts';
import type { PackFiles } from './pack-files.ts';

const MANIFEST = 'starter.yaml';
const ROLES = ['client', 'server'] as const;

const reportMissing = (files: PackFiles, path: string) => files.report(path, FILES.missingStarter, {});

/** All starters below a folder, in alphabetical order; a folder that does not exist holds none. */
export function readPackStarters(dir: string, files: PackFiles): StartersData {
  const data: Record<string, Record<string, LanguageStarters>> = {};
  for (const protocol of foldersIn(dir, files)) {
    const languages: Record<string, LanguageStarters> = {};
    for (const language of foldersIn(join(dir, protocol), files)) {
      languages[language] = readLanguage(join(dir, protocol, language), files);
    }
    data[protocol] = languages;
  }
  return data;
}

function foldersIn(dir: string, files: PackFiles): string[] {
  const names = (files.entries(dir) ?? []).flatMap(({ name, isFolder }) => (isFolder ? [name] : []));
  for (const name of names.filter((one) => !ID.test(one))) {
    files.report(join(dir, name), FILES.noIdFolder, {});
  }
  return names.filter((name) => ID.test(name));
}

function readLanguage(dir: string, files: PackFiles): LanguageStarters {
  const { variant, ...roles } = readFolder(dir, files);
  const others = foldersIn(dir, files);
  if (variant === undefined && others.length === 0) return roles;
  const file = join(dir, MANIFEST);
  if (variant === undefined) {
    files.report(file, STARTERS.missingVariant, { others });
    return roles;
  }
  const variants: Record<string, StarterRoles> = {};
  for (const other of others) {
    const { variant: extra, ...starters } = readFolder(join(dir, other), files);
    if (extra !== undefined || other === variant) {
      const at = extra === undefined ? file : join(dir, other, MANIFEST);
      files.report(at, STARTERS.unexpectedVariant, { name: other });
    }
    variants[other] = starters;
  }
  return { ...roles, variant, ...(others.length > 0 && { variants }) };
}

function readFolder(dir: string, files: PackFiles): StarterRoles & { readonly variant?: string } {
  const top = files.yaml(join(dir, MANIFEST), reportMissing);
  const manifest = top && matchForm(top, manifestForm, files.findings);
  if (top === undefined || manifest === undefined) return {};
  reportUnused(dir, manifest, files);
  const starters: Partial<Record<StarterRole, Starter>> = {};
  for (const role of ROLES) {
    const declared = manifest[role];
    if (declared) starters[role] = readStarter(dir, top.follow([role]), declared, files);
  }
  return manifest.variant === undefined ? starters : { ...starters, variant: manifest.variant };
}

/** Without this report a file that no role uses would be ignored silently. */
function reportUnused(dir: string, manifest: z.output<typeof manifestForm>, files: PackFiles): void {
  const declared = ROLES.map((role) => manifest[role]);
  const programs = declared.flatMap((one) => [...Object.values(one?.files ?? {}), one?.minimal?.file]);
  const used = new Set([MANIFEST, ...programs]);
  for (const { name, isFolder } of files.entries(dir) ?? []) {
    if (isFolder || used.has(name) || name.startsWith('.')) continue;
    files.report(join(dir, name), FILES.unused, { user: 'role', manifest: MANIFEST });
  }
}

function readStarter(dir: string, node: Written, declared: StarterManifest, files: PackFiles): Starter {
  const { findings } = files;
  const { values, files: paths, minimal, ...rest } = declared;
  checkPaths(node.child('files'), { dotFiles: false }, findings);
  const programs = Object.entries(paths).flatMap(([path, name]) => {
    const file = join(dir, name);
    const template = files.text(file, reportMissing);
    if (template !== undefined) checkEnding(path, file, template, findings);
    return template === undefined ? [] : [{ path, template, file }];
  });
  const inFiles = new Set(programs.flatMap(({ file, template }) => readMarks(file, template, declared, findings)));
  const isWhole = programs.length === Object.keys(paths).length;
  for (const [name, slot] of Object.entries(values)) {
    const at = node.follow(['values', name]);
    if (isWhole && !inFiles.has(name)) findings.report(at.place('key'), STARTERS.unusedValue, { name });
    checkSlot(name, at, slot, findings);
  }
  checkGround(declared, node, findings);
  if (minimal) checkGround(minimal, node.follow(['minimal']), findings);
  if ((declared.proof === 'survives') !== (declared.survives !== undefined)) {
    findings.report(node.follow(['proof']).place(), STARTERS.survives, {});
  }
  const shortest = minimal && readMinimal(dir, declared, minimal, files);
  return {
    ...rest,
    files: programs.map(({ path, template }) => ({ path, template })),
    ...(shortest && { minimal: shortest }),
    slots: values,
  };
}

/** A proof names what it was made with. */
function checkGround(
  { proof, against }: { readonly proof: Proof; readonly against?: string },
  node: Written,
  findings: Findings,
): void {
  if ((proof === 'reviewed') === (against !== undefined)) {
    findings.report(node.follow(['proof']).place(), STARTERS.proof, {});
  }
}

function readMinimal(
  dir: string,
  declared: StarterManifest,
  { file: name, path = Object.keys(declared.files)[0] ?? '', ...rest }: NonNullable<StarterManifest['minimal']>,
  files: PackFiles,
): MinimalStarter | undefined {
  const file = join(dir, name);
  const template = files.text(file, reportMissing);
  if (template === undefined) return undefined;
  checkEnding(path, file, template, files.findings);
  readMarks(file, template, declared, files.findings);
  return { path, template, ...rest };
}
