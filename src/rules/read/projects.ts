/** Reads what turns starters into projects: `projects/<language>.yaml` and `brokers/<id>.yaml` of the built-in rules. */
import { join } from 'node:path';
import type { BrokerKind, ProjectKind, ProjectsData } from '../../starters/project-template.ts';
import type { Written } from '../../yaml/node.ts';
import { matchForm } from '../../yaml/validate.ts';
import { checkPaths } from '../check/paths.ts';
import { brokerForm, projectForm } from '../forms/project.ts';
import { PROJECTS } from '../starter-messages.ts';
import type { PackFiles } from './pack-files.ts';

/** Marks that every manifest may hold, besides the names of its groups. */
const MARKS = ['name', 'main', 'stem'];

/** Reads both folders of a pack; a folder that does not exist holds nothing. */
export function readProjects(folder: string, files: PackFiles): ProjectsData {
  const languages: Record<string, ProjectKind> = {};
  for (const id of files.ids(join(folder, 'projects'))) {
    const project = readProject(join(folder, 'projects', `${id}.yaml`), files);
    if (project) languages[id] = project;
  }
  const brokers: Record<string, BrokerKind[]> = {};
  for (const id of files.ids(join(folder, 'brokers'))) {
    const node = files.yaml(join(folder, 'brokers', `${id}.yaml`), undefined, { hasTabs: true });
    const data = node && matchForm(node, brokerForm, files.findings);
    if (!node || !data) continue;
    checkPaths(node.child('files'), { dotFiles: true }, files.findings);
    const { protocol, files: texts, ...rest } = data;
    const broker = { ...rest, files: Object.entries(texts).map(([path, text]) => ({ path, text })) };
    // A broker for certain languages comes before one for all.
    brokers[protocol] = [...(brokers[protocol] ?? []), broker].sort((a, b) => width(a) - width(b));
  }
  return { languages, brokers };
}

function width({ languages }: BrokerKind): number {
  return languages?.length ?? Number.POSITIVE_INFINITY;
}

function readProject(path: string, files: PackFiles): ProjectKind | undefined {
  const node = files.yaml(path, undefined, { hasTabs: true });
  const data = node && matchForm(node, projectForm, files.findings);
  if (!node || !data) return undefined;
  checkPaths(node.child('files'), { dotFiles: true }, files.findings);
  const { files: templates, ...rest } = data;
  checkMarks(node, Object.keys(data.groups), files);
  for (const [at, { name, group }] of data.packages.entries()) {
    if (Object.hasOwn(data.groups, group)) continue;
    const place = node.follow(['packages', at, 'group']).place();
    files.findings.report(place, PROJECTS.unknownGroup, { group, name });
  }
  return { ...rest, files: Object.entries(templates).map(([at, template]) => ({ path: at, template })) };
}

/** Every mark has to be known, and every group needs a line of its own in a file. */
function checkMarks(node: Written, groups: readonly string[], { findings }: PackFiles): void {
  const templates = node.child('files')?.entries() ?? [];
  const known = [...MARKS, ...groups];
  for (const [, template] of templates) {
    for (const [, mark = ''] of (template.text() ?? '').matchAll(/\{\{([^}]*)\}\}/g)) {
      if (!known.includes(mark)) findings.report(template.place(), PROJECTS.unknownMark, { mark });
    }
  }
  const lines = templates.flatMap(([, template]) => template.text()?.split('\n') ?? []);
  for (const group of groups) {
    if (lines.some((line) => line.trimStart() === `{{${group}}}`)) continue;
    const place = node.follow(['groups', group]).place('key');
    findings.report(place, PROJECTS.noLine, { group });
  }
}
