import type { ProjectsData } from '../starters/project-template.ts';
import type { ProxiesData } from '../starters/proxy-template.ts';
import type { ReadScenario } from './read/scenarios.ts';

/** What turns the starters that come with the program into projects. */
export async function builtInProjects(): Promise<ProjectsData> {
  return (await import('#rules')).projects;
}

/** The lines for proxies that come with the program. */
export async function builtInProxies(): Promise<ProxiesData> {
  return (await import('#rules')).proxies;
}

/** The scenarios that come with the program; their files are named from its own folder. */
export async function builtInScenarios(): Promise<readonly ReadScenario[]> {
  return (await import('#rules')).scenarios;
}
