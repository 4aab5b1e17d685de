import { join } from 'node:path';
import type { Rules } from '../../core/model.ts';
import type { ProjectsData } from '../../starters/project-template.ts';
import type { ProxiesData } from '../../starters/proxy-template.ts';
import type { StartersData } from '../../starters/starter.ts';
import { formatDiagnostic } from '../../yaml/diagnostic.ts';
import { Findings } from '../../yaml/diagnostics.ts';
import { nodeFs } from '../../yaml/read-file.ts';
import { loadPacks } from '../load.ts';
import { PackFiles } from '../read/pack-files.ts';
import { readProjects } from '../read/projects.ts';
import { readProxies } from '../read/proxies.ts';
import { type ReadScenario, readPackScenarios } from '../read/scenarios.ts';

export interface CompiledFolder {
  readonly rules: Rules | undefined;
  readonly starters: StartersData;
  readonly projects: ProjectsData;
  readonly proxies: ProxiesData;
  readonly scenarios: readonly ReadScenario[];
  /** One line for each fault. */
  readonly problems: readonly string[];
}

/** Compiles the folder rules/ into plain data, for the build. */
export function compileRuleFolder(folder: string): CompiledFolder {
  const { rules, diagnostics, starters } = loadPacks({ dirs: [folder] });
  const findings = new Findings();
  const files = new PackFiles(folder, nodeFs, findings);
  const projects = readProjects(folder, files);
  const proxies = readProxies(join(folder, 'proxies'), files);
  const scenarios = rules ? readPackScenarios(folder, nodeFs, rules, findings) : [];
  return {
    rules,
    starters,
    projects,
    proxies,
    scenarios,
    problems: [...diagnostics, ...findings.sorted()].map(formatDiagnostic),
  };
}
