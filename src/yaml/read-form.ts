/** Reads one YAML file of a folder of data into a form; what is wrong with it becomes lines for the build to show. */
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { parseDocument } from 'yaml';
import type { z } from 'zod';

/** A relative path of plain names, which stays inside the folder that it is written to on every system. */
export const PLAIN_PATH = /^(?!\.{1,2}(\/|$))[A-Za-z0-9._-]+(\/(?!\.{1,2}(\/|$))[A-Za-z0-9._-]+)*$/;

/** @returns `undefined` when the file does not fit; why is then in `problems`, one line each, `file: cause` */
export function readForm<Form extends z.ZodType>(
  path: string,
  name: string,
  form: Form,
  problems: string[],
): z.output<Form> | undefined {
  const document = parseDocument(readFileSync(path, 'utf8'));
  for (const error of document.errors) problems.push(`${name}: ${error.message}`);
  if (document.errors.length > 0) return undefined;
  const parsed = form.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) problems.push(`${name}: ${issue.path.join('.')}: ${issue.message}`);
  return undefined;
}

/** The names of the files, or of the folders, in a folder, sorted; a folder that is not there has none. */
export function namesIn(folder: string, kind: 'files' | 'folders'): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => (kind === 'files' ? entry.isFile() : entry.isDirectory()))
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** Files called `<id>.yaml`; others are problems. */
export function idsIn(folder: string, problems: string[]): string[] {
  return namesIn(folder, 'files').flatMap((name) => {
    const id = /^([a-z][a-z0-9-]*)\.yaml$/.exec(name)?.[1];
    if (id === undefined) problems.push(`${posix.join(folder, name)}: Expected a file called <id>.yaml.`);
    return id === undefined ? [] : [id];
  });
}
