/** The READMEs of the starters that ship. */
import { buildProject } from '../../src/starters/project.ts';
import type { StarterName } from '../../src/starters/render.ts';
import type { StarterValue } from '../../src/starters/starter.ts';
import { projects } from './projects.ts';
import { starters } from './starters.ts';

export function buildReadme(name: StarterName, set: Readonly<Record<string, StarterValue>>): string {
  const titles = { protocol: name.protocol, language: name.language };
  const project = buildProject(starters, projects, { ...name, answers: {}, set }, titles);
  if ('problem' in project) throw new Error(project.problem.message);
  return project.files.find(({ path }) => path === 'README.md')?.text ?? '';
}
