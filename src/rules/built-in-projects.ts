import type { ProjectsData } from '../starters/project-template.ts';
import type { ProxiesData } from '../starters/proxy-template.ts';
import type { ReadScenario } from './read/scenarios.ts';

/** The data that turn the built-in starters into projects. */
export async function builtInProjects(): Promise<ProjectsData> {
  return (await import('#rules')).projects;
}

/** The built-in configuration of proxies. */
export async function builtInProxies(): Promise<ProxiesData> {
  return (await import('#rules')).proxies;
}

/** The built-in scenarios. Their files are named relative to the package. */
export async function builtInScenarios(): Promise<readonly ReadScenario[]> {
  return (await import('#rules')).scenarios;
}
