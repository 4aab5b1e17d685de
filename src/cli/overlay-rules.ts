import type { Rules } from '../core/model.ts';
import type { StartersData } from '../core/starter.ts';
import { formatDiagnostic } from '../rules/diagnostic.ts';
import { loadPacks } from '../rules/load.ts';
import { mergeStarters } from '../rules/starters.ts';
import { EXIT } from './exit-codes.ts';
import { Failure } from './failure.ts';
import type { RuleSource } from './rule-sources.ts';

/**
 * The built-in rules and starters with packs laid over them.
 *
 * @throws Failure with every problem of every pack
 */
export function overlayRules(
  base: Rules,
  builtIn: StartersData,
  sources: readonly RuleSource[],
): { rules: Rules; starters: StartersData } {
  const { rules, diagnostics, starters } = loadPacks({ base, dirs: sources.map(({ path }) => path) });
  if (!rules || diagnostics.length > 0) {
    const project = sources.filter(({ layer }) => layer === 'project').map(({ path }) => path);
    const isOfProject = diagnostics.some(({ place }) => project.some((path) => place.file.startsWith(path)));
    const hint = isOfProject ? ['These rules belong to the project here; --no-project leaves them out.'] : [];
    throw new Failure(EXIT.badRules, [...diagnostics.map(formatDiagnostic), ...hint].join('\n'));
  }
  return { rules, starters: mergeStarters(builtIn, starters) };
}
