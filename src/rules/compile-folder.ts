import { join } from 'node:path';
import type { Rules } from '../core/model.ts';
import type { ProjectsData } from '../core/project.ts';
import type { ProxiesData } from '../core/proxy.ts';
import type { StartersData } from '../core/starter.ts';
import { formatDiagnostic } from './diagnostic.ts';
import { nodeFs } from './disk.ts';
import { Findings } from './findings.ts';
import { loadPacks } from './load.ts';
import { readProjects } from './projects.ts';
import { readProxies } from './proxies.ts';
import { type ReadScenario, readPackScenarios } from './read-scenarios.ts';

export interface CompiledFolder {
  readonly rules: Rules | undefined;
  readonly starters: StartersData;
  readonly projects: ProjectsData;
  readonly proxies: ProxiesData;
  readonly scenarios: readonly ReadScenario[];
  /** One line each; none when all is well. */
  readonly problems: readonly string[];
}

/** What the build makes of the folder rules/: everything in it, as plain data. */
export function compileRuleFolder(folder: string): CompiledFolder {
  const { rules, diagnostics, starters } = loadPacks({ dirs: [folder] });
  const findings = new Findings();
  const scenarios = rules ? readPackScenarios(folder, nodeFs, rules, findings) : [];
  return {
    rules,
    starters,
    projects: readProjects(folder),
    proxies: readProxies(join(folder, 'proxies')),
    scenarios,
    problems: [...diagnostics, ...findings.sorted()].map(formatDiagnostic),
  };
}
