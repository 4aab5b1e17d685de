import type { Rules } from '../core/model.ts';
import type { Diagnostic } from '../yaml/diagnostic.ts';
import { builtInRules } from './built-in.ts';

/** Thrown for rule packs with faults; `diagnostics` lists all of them with their places. */
export class RulesError extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(message: string, diagnostics: readonly Diagnostic[]) {
    super(message);
    this.name = 'RulesError';
    this.diagnostics = diagnostics;
  }
}

/**
 * The built-in rules, with packs merged into them in order. Without folders no rule file is read.
 *
 * @param dirs folders of rule packs, or files called `wirewise.yaml`; later ones override earlier ones
 * @throws RulesError when a pack has problems
 */
export async function loadRules(...dirs: readonly string[]): Promise<Rules> {
  const base = await builtInRules();
  if (dirs.length === 0) return base;
  const { loadPacks } = await import('./load.ts');
  const { formatDiagnostic } = await import('../yaml/diagnostic.ts');
  const { rules, diagnostics } = loadPacks({ base, dirs });
  if (rules && diagnostics.length === 0) return rules;
  throw new RulesError(diagnostics.map(formatDiagnostic).join('\n'), diagnostics);
}
