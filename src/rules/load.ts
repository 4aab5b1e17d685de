/** From folders of YAML to rules: reads rule packs, lays them over each other, and places every problem. */
import type { Rules } from '../core/model.ts';
import { buildRules } from './build.ts';
import { buildQuestions } from './build-questions.ts';
import { checkLanguages, checkMistakes, checkModels, checkPresets } from './check-advice.ts';
import { checkIds } from './check-ids.ts';
import { checkProtocols } from './check-protocols.ts';
import { checkQuestions } from './check-questions.ts';
import type { Diagnostic } from './diagnostic.ts';
import { nodeFs, type RuleFs } from './disk.ts';
import { emptyDraft } from './draft.ts';
import { Findings } from './findings.ts';
import { collectNames } from './names.ts';
import { readPack } from './read-pack.ts';

export interface LoadedRules {
  /** Absent when there is any diagnostic. */
  readonly rules: Rules | undefined;
  /** All problems, by file, line and column. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface PackSources {
  /** Rules that lie beneath the folders, such as the built-in ones; they are taken to be valid. */
  readonly base?: Rules;
  /** Folders of rule packs; each one may add to those before it. */
  readonly dirs: readonly string[];
  readonly fs?: RuleFs;
}

/**
 * Loads rule packs over each other. A later pack appends criteria, protocols, questions and so on; it may change cells
 * of protocols beneath it, in a protocol file with `extends: true`, and nothing else. Never throws over bad rules.
 */
export function loadPacks({ base, dirs, fs = nodeFs }: PackSources): LoadedRules {
  if (base && dirs.length === 0) return { rules: base, diagnostics: [] };
  const findings = new Findings();
  const draft = emptyDraft();
  for (const [pack, dir] of dirs.entries()) {
    readPack({ dir, pack, isFirst: pack === 0 && base === undefined }, draft, fs, findings);
  }
  const names = collectNames(draft, base);
  checkIds(draft, base, findings);
  checkProtocols(draft, base, names, findings);
  checkQuestions(draft, base, names, findings);
  checkMistakes(draft, names, findings);
  checkModels(draft, names, findings);
  checkLanguages(draft, names, findings);
  checkPresets(draft, buildQuestions(draft, base, names), names, findings);
  const diagnostics = findings.sorted();
  return { rules: diagnostics.length === 0 ? buildRules(draft, base, names) : undefined, diagnostics };
}

/** {@link loadPacks} with nothing beneath the first folder, which must then be a whole pack. */
export function loadPack(dirs: readonly string[], fs: RuleFs = nodeFs): LoadedRules {
  return loadPacks({ dirs, fs });
}

/** Only the problems of {@link loadPacks}; none means that the rules are valid. */
export function validateRules(dirs: readonly string[], base?: Rules): readonly Diagnostic[] {
  return loadPacks(base ? { base, dirs } : { dirs }).diagnostics;
}
