import type { Rules } from '../core/model.ts';
import type { StartersData } from '../core/starter.ts';
import type { Diagnostic } from '../rules/diagnostic.ts';
import { loadPacks } from '../rules/load.ts';
import { mergeStarters } from '../rules/merge-starters.ts';
import { EXIT } from './exit-codes.ts';
import { Failure } from './failure.ts';
import { type Layer, RULES_VARIABLE, type RuleSource } from './rule-sources.ts';
import { shortDiagnostic } from './short-path.ts';

/** Somebody who named no pack has to learn where one comes from. */
const HINTS = [
  { layer: 'project', says: 'These rules belong to the project here; --no-project leaves them out.' },
  { layer: 'environment', says: `The variable ${RULES_VARIABLE} names these rules.` },
] as const;

/**
 * The built-in rules and starters with packs laid over them.
 *
 * @throws Failure with every problem of every pack
 */
export function overlayRules(
  base: Rules,
  builtIn: StartersData,
  sources: readonly RuleSource[],
  cwd: string,
): { rules: Rules; starters: StartersData } {
  const { rules, diagnostics, starters } = loadPacks({ base, dirs: sources.map(({ path }) => path) });
  if (!rules || diagnostics.length > 0) {
    const hint = HINTS.filter(({ layer }) => isFaulty(sources, layer, diagnostics)).map(({ says }) => says);
    const lines = diagnostics.map((diagnostic) => shortDiagnostic(diagnostic, cwd));
    throw new Failure(EXIT.badRules, [...lines, ...hint].join('\n'));
  }
  return { rules, starters: mergeStarters(builtIn, starters) };
}

function isFaulty(sources: readonly RuleSource[], layer: Layer, diagnostics: readonly Diagnostic[]): boolean {
  const paths = sources.filter((source) => source.layer === layer).map(({ path }) => path);
  return diagnostics.some(({ place }) => paths.some((path) => place.file.startsWith(path)));
}
