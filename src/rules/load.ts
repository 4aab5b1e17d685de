/** From folders of YAML to rules: reads rule packs, lays them over each other, and places every problem. */
import type { Rules } from '../core/model.ts';
import type { StartersData } from '../starters/starter.ts';
import type { Diagnostic } from '../yaml/diagnostic.ts';
import { Findings } from '../yaml/diagnostics.ts';
import { nodeFs, type RuleFs } from '../yaml/read-file.ts';
import { mergeStarters } from './build/merge-starters.ts';
import { buildQuestions } from './build/questions.ts';
import { buildRules } from './build/rules.ts';
import { checkDefaults, checkLanguages, checkMistakes, checkModels, checkPresets } from './check/advice.ts';
import { checkIds } from './check/ids.ts';
import { collectNames } from './check/known-names.ts';
import { checkProtocols } from './check/protocols.ts';
import { checkQuestions } from './check/questions.ts';
import { checkStarters } from './check/starters.ts';
import { readPack } from './read/pack.ts';
import { type OrderedPack, orderPacks } from './read/pack-order.ts';
import { type Draft, emptyDraft } from './read/parsed-packs.ts';

export interface LoadedRules {
  /** Absent when there is any diagnostic. */
  readonly rules: Rules | undefined;
  /** What the packs bring, later ones over earlier ones; nothing of what lies beneath them. */
  readonly starters: StartersData;
  /** The packs as they were laid, and what each of them said. */
  readonly order: readonly OrderedPack[];
  readonly draft: Draft;
  /** All problems, by file, line and column. */
  readonly diagnostics: readonly Diagnostic[];
  /** What should be changed though the rules are valid, such as former ids; sorted likewise. */
  readonly warnings: readonly Diagnostic[];
}

export interface PackSources {
  /** Rules that lie beneath the folders, such as the built-in ones; they are taken to be valid. */
  readonly base?: Rules;
  /** Folders of rule packs, or files called wirewise.yaml; each one may add to those before it. */
  readonly dirs: readonly string[];
  readonly fs?: RuleFs;
  /** Names that no question of the folders may have: options of the command line. */
  readonly reserved?: readonly string[];
}

/**
 * Loads rule packs over each other. A later pack appends criteria, protocols, questions and so on; it may change cells
 * of protocols beneath it, in a protocol file with `extends: true`, and nothing else. Never throws over bad rules.
 */
export function loadPacks({ base, dirs, fs = nodeFs, reserved = [] }: PackSources): LoadedRules {
  const findings = new Findings();
  const draft = emptyDraft();
  const order = orderPacks(dirs, fs, findings);
  if (base && order.length === 0) return { rules: base, starters: {}, order, draft, diagnostics: [], warnings: [] };
  for (const [pack, { path, namedAt }] of order.entries()) {
    readPack({ dir: path, pack, isFirst: pack === 0 && base === undefined, namedAt }, draft, fs, findings);
  }
  const names = collectNames(draft, base);
  checkIds(draft, base, reserved, findings);
  checkProtocols(draft, base, names, findings);
  checkQuestions(draft, base, names, findings);
  checkMistakes(draft, names, findings);
  checkModels(draft, names, findings);
  checkLanguages(draft, names, findings);
  const questions = buildQuestions(draft, base, names);
  checkPresets(draft, questions, names, findings);
  const defaults = checkDefaults(draft, questions, names, findings);
  checkStarters(draft, names, findings);
  const diagnostics = findings.sorted();
  const starters = mergeStarters(...draft.starters.map(({ data }) => data));
  const rules = diagnostics.length === 0 ? buildRules(draft, base, names, defaults) : undefined;
  return { rules, starters, order, draft, diagnostics, warnings: findings.warnings() };
}
