import type { ProjectsData } from '../core/project.ts';
import type { ProxiesData } from '../core/proxy.ts';

/** What turns the starters that come with the program into projects. */
export async function builtInProjects(): Promise<ProjectsData> {
  return (await import('#starters')).projects;
}

/** The lines for proxies that come with the program. */
export async function builtInProxies(): Promise<ProxiesData> {
  return (await import('#starters')).proxies;
}
