import { builtInScenarios } from '../../../rules/built-in-projects.ts';
import { type ReadScenario, readPackScenarios, readScenarioFile } from '../../../rules/read/scenarios.ts';
import { Findings } from '../../../yaml/diagnostics.ts';
import { nodeFs } from '../../../yaml/read-file.ts';
import { rulesFailure } from '../../input/rule-problems.ts';
import type { LoadedLayers } from './load-layers.ts';

export interface Scenarios {
  readonly builtIn: readonly ReadScenario[];
  /** Of the packs. */
  readonly own: readonly ReadScenario[];
}

/**
 * The built-in scenarios and those of the packs.
 *
 * @throws Failure with every fault of every file
 */
export async function scenariosOf({ rules, order, base, cwd }: LoadedLayers): Promise<Scenarios> {
  const findings = new Findings();
  const own = order.flatMap(({ path }) => readPackScenarios(path, nodeFs, rules, findings));
  throwFaults(findings, cwd);
  return { builtIn: base ? await builtInScenarios() : [], own };
}

/** The scenarios of single files. Throws as {@link scenariosOf} does. */
export function scenariosIn(files: readonly string[], { rules, cwd }: LoadedLayers): ReadScenario[] {
  const findings = new Findings();
  const scenarios = files.flatMap((file) => readScenarioFile(file, nodeFs, rules, findings));
  throwFaults(findings, cwd);
  return scenarios;
}

function throwFaults(findings: Findings, cwd: string): void {
  const faults = findings.sorted();
  if (faults.length > 0) throw rulesFailure(faults, cwd);
}
