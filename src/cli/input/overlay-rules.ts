import type { Rules } from '../../core/model.ts';
import { mergeStarters } from '../../rules/build/merge-starters.ts';
import { loadPacks } from '../../rules/load.ts';
import { type Unfinished, unfinishedProtocols } from '../../rules/todos.ts';
import type { StartersData } from '../../starters/starter.ts';
import type { Diagnostic } from '../../yaml/diagnostic.ts';
import { Failure } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { shortDiagnostic } from './rule-problems.ts';
import { type Layer, RULES_VARIABLE, type RuleSource } from './rule-sources.ts';

/** Where a pack comes from that the command line does not name. */
const HINTS = [
  { layer: 'project', says: 'These rules belong to the project here; --no-project leaves them out.' },
  { layer: 'environment', says: `The variable ${RULES_VARIABLE} names these rules.` },
] as const;

export interface OverlayRequest {
  readonly sources: readonly RuleSource[];
  /** Names that no question may have: options of the command line. */
  readonly reserved: readonly string[];
  /** Working directory: problems show paths relative to it. */
  readonly cwd: string;
}

/**
 * Merges the packs of this run into the built-in rules and starters.
 *
 * @returns with them one line for each warning
 * @throws Failure with every problem of every pack
 */
export function overlayRules(
  base: Rules,
  builtIn: StartersData,
  { sources, reserved, cwd }: OverlayRequest,
): { rules: Rules; starters: StartersData; warnings: readonly string[] } {
  const { rules, diagnostics, starters, warnings, parsed } = loadPacks({
    base,
    dirs: sources.map(({ path }) => path),
    reserved,
  });
  if (!rules || diagnostics.length > 0) {
    const hint = HINTS.filter(({ layer }) => isFaulty(sources, layer, diagnostics)).map(({ says }) => says);
    const lines = diagnostics.map((diagnostic) => shortDiagnostic(diagnostic, cwd));
    throw new Failure(EXIT.badRules, [...lines, ...hint].join('\n'));
  }
  return {
    rules,
    starters: mergeStarters(builtIn, starters),
    warnings: [
      ...warnings.map((warning) => shortDiagnostic(warning, cwd)),
      ...unfinishedProtocols(parsed).map(unfinishedInWords),
    ],
  };
}

function unfinishedInWords({ id, places }: Unfinished): string {
  const what = places === 1 ? '1 place' : `${places} places`;
  return `note: The protocol ${id} has ${what} marked TODO, and is ranked nevertheless. "wirewise rules validate" lists them.`;
}

function isFaulty(sources: readonly RuleSource[], layer: Layer, diagnostics: readonly Diagnostic[]): boolean {
  const paths = sources.filter((source) => source.layer === layer).map(({ path }) => path);
  return diagnostics.some(({ place }) => paths.some((path) => place.file.startsWith(path)));
}
