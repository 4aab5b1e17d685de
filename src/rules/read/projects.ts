/** Reads what projects are made of: `projects/<language>.yaml` and `brokers/<id>.yaml` of a rule pack. */
import { join } from 'node:path';
import { z } from 'zod';
import type { BrokerKind, ProjectKind, ProjectsData } from '../../starters/project-template.ts';
import { idsIn, PLAIN_PATH, readForm } from '../../yaml/read-form.ts';

const line = z.string().regex(/^\S(.*\S)?$/, { error: 'Expected one line of text' });
const path = z.string().regex(PLAIN_PATH, { error: 'Expected a relative path of plain names' });
const files = z.record(path, z.string().endsWith('\n')).default({});

/** Narrow enough to stand in JSON, TOML, XML and requirement files as they are. */
const packageName = z.string().regex(/^@?[A-Za-z0-9][A-Za-z0-9._/:-]*$/, { error: 'Expected the name of a package' });
const version = z.string().regex(/^v?\d[A-Za-z0-9.+-]*$/, { error: 'Expected one exact version, as text' });

const groupForm = z.strictObject({
  line: z.string().includes('{{package}}'),
  between: z.string(),
  whole: z.string().includes('{{lines}}'),
});

export const projectForm = z.strictObject({
  needs: line,
  install: line.optional(),
  run: line.optional(),
  files,
  groups: z.record(z.string().regex(/^[a-z][a-z0-9-]*$/), groupForm).default({}),
  packages: z
    .array(z.strictObject({ name: packageName, version, group: z.string(), usedBy: z.string().min(3).optional() }))
    .default([]),
});

export const brokerForm = z.strictObject({
  name: line,
  protocol: line,
  languages: z.array(line).min(1).optional(),
  variants: z.array(line).min(1).optional(),
  files,
  compose: line,
  plain: line,
  note: z.string().min(1),
  values: z.record(z.string(), z.union([z.string(), z.int(), z.boolean()])),
});

/** Marks that every manifest may hold, beside the names of its groups. */
const MARKS = ['name', 'main', 'stem'];

/**
 * @returns everything under the two folders; a folder that is not there holds nothing
 * @throws Error with one line per problem, `file: cause`
 */
export function readProjects(folder: string): ProjectsData {
  const problems: string[] = [];
  const languages: Record<string, ProjectKind> = {};
  for (const id of idsIn(join(folder, 'projects'), problems)) {
    const kind = readProject(join(folder, 'projects', `${id}.yaml`), `projects/${id}.yaml`, problems);
    if (kind) languages[id] = kind;
  }
  const brokers: Record<string, BrokerKind[]> = {};
  for (const id of idsIn(join(folder, 'brokers'), problems)) {
    const read = readForm(join(folder, 'brokers', `${id}.yaml`), `brokers/${id}.yaml`, brokerForm, problems);
    if (read === undefined) continue;
    const { protocol, languages: only, variants, files: texts, ...rest } = read;
    const broker: BrokerKind = {
      ...rest,
      ...(only && { languages: only }),
      ...(variants && { variants }),
      files: Object.entries(texts).map(([at, text]) => ({ path: at, text })),
    };
    // One for certain languages goes before one for all.
    brokers[protocol] = [...(brokers[protocol] ?? []), broker].sort((a, b) => width(a) - width(b));
  }
  if (problems.length > 0) throw new Error(`The projects in ${folder} have problems:\n${problems.join('\n')}`);
  return { languages, brokers };
}

function width({ languages }: BrokerKind): number {
  return languages?.length ?? Number.POSITIVE_INFINITY;
}

function readProject(file: string, name: string, problems: string[]): ProjectKind | undefined {
  const read = readForm(file, name, projectForm, problems);
  if (read === undefined) return undefined;
  const { install, run, packages, groups, files: templates, needs } = read;
  const text = Object.values(templates).join('\n');
  const used = [...text.matchAll(/\{\{([^}]*)\}\}/g)].map(([, mark]) => mark ?? '');
  const known = [...MARKS, ...Object.keys(groups)];
  for (const mark of used) if (!known.includes(mark)) problems.push(`${name}: Unknown mark {{${mark}}}.`);
  for (const group of Object.keys(groups)) {
    if (!new RegExp(`^ *\\{\\{${group}\\}\\}$`, 'm').test(text))
      problems.push(`${name}: Expected a line of its own for {{${group}}} in a file.`);
  }
  for (const { name: needed, group } of packages) {
    if (!Object.hasOwn(groups, group)) problems.push(`${name}: ${needed} is in an unknown group, ${group}.`);
  }
  return {
    files: Object.entries(templates).map(([at, template]) => ({ path: at, template })),
    groups,
    packages: packages.map(({ usedBy, ...pinned }) => ({ ...pinned, ...(usedBy !== undefined && { usedBy }) })),
    needs,
    ...(install !== undefined && { install }),
    ...(run !== undefined && { run }),
  };
}
