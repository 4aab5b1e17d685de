/** Loads rule packs: reads, checks and merges them. */
import type { Rules } from '../core/model.ts';
import { precedentTable } from '../core/precedents/table.ts';
import type { StartersData } from '../starters/starter.ts';
import type { Diagnostic } from '../yaml/diagnostic.ts';
import { Findings } from '../yaml/diagnostics.ts';
import { nodeFs, type RuleFs } from '../yaml/read-file.ts';
import { mergeStarters } from './build/merge-starters.ts';
import { toPrecedents } from './build/precedents.ts';
import { buildQuestions } from './build/questions.ts';
import { buildRules } from './build/rules.ts';
import { checkDefaults, checkLanguages, checkMistakes, checkModels, checkPresets } from './check/advice.ts';
import { checkIds } from './check/ids.ts';
import { collectNames } from './check/known-names.ts';
import { checkProtocols } from './check/protocols.ts';
import { checkQuestions } from './check/questions.ts';
import { checkStarters } from './check/starters.ts';
import { checkSystems } from './check/systems.ts';
import { readPack } from './read/pack.ts';
import { type OrderedPack, orderPacks } from './read/pack-order.ts';
import { noPacks, type ParsedPacks } from './read/parsed-packs.ts';
import { readPackScenarios } from './read/scenarios.ts';

export interface LoadedRules {
  /** Absent when there is any diagnostic. */
  readonly rules: Rules | undefined;
  /** The merged starters of the packs; those of the base rules are not among them. */
  readonly starters: StartersData;
  /** The packs in the order in which they were merged. */
  readonly order: readonly OrderedPack[];
  readonly parsed: ParsedPacks;
  /** All problems, by file, line and column. */
  readonly diagnostics: readonly Diagnostic[];
  /** Uses of former ids and the like, which keep working; sorted in the same way. */
  readonly warnings: readonly Diagnostic[];
}

export interface PackSources {
  /** Valid rules over which the packs are merged, such as the built-in ones. */
  readonly base?: Rules;
  /** Folders of rule packs, or files called wirewise.yaml, in the order in which they are merged. */
  readonly dirs: readonly string[];
  readonly fs?: RuleFs;
  /** Names that no question of the folders may have: options of the command line. */
  readonly reserved?: readonly string[];
}

/**
 * Merges packs in order. A pack adds criteria, protocols, questions and so on. It may also replace cells of earlier
 * protocols, in a protocol file with `extends: true`, and forbid protocols. Bad rules give diagnostics, no exception.
 */
export function loadPacks({ base, dirs, fs = nodeFs, reserved = [] }: PackSources): LoadedRules {
  const findings = new Findings();
  const parsed = noPacks();
  const order = orderPacks(dirs, fs, findings);
  if (base && order.length === 0) return { rules: base, starters: {}, order, parsed, diagnostics: [], warnings: [] };
  for (const [pack, { path, namedAt }] of order.entries()) {
    readPack({ dir: path, pack, isFirst: pack === 0 && base === undefined, namedAt }, parsed, fs, findings);
  }
  const names = collectNames(parsed, base);
  checkIds(parsed, base, reserved, findings);
  checkProtocols(parsed, base, names, findings);
  checkQuestions(parsed, base, names, findings);
  checkMistakes(parsed, names, findings);
  checkSystems(parsed, base, names, findings);
  checkModels(parsed, names, findings);
  checkLanguages(parsed, names, findings);
  const questions = buildQuestions(parsed, base, names);
  checkPresets(parsed, questions, names, findings);
  const defaults = checkDefaults(parsed, questions, names, findings);
  checkStarters(parsed, names, findings);
  const diagnostics = findings.sorted();
  const starters = mergeStarters(...parsed.starters.map(({ data }) => data));
  const built = diagnostics.length === 0 ? buildRules(parsed, base, names, defaults) : undefined;
  const rules = built && withPrecedents(built, order, fs);
  return { rules, starters, order, parsed, diagnostics, warnings: findings.warnings() };
}

/** Adds the published decisions of the packs. Faults of scenarios are reported where scenarios are checked. */
function withPrecedents(rules: Rules, order: readonly OrderedPack[], fs: RuleFs): Rules {
  const added = order.flatMap(({ path }) => toPrecedents(readPackScenarios(path, fs, rules, new Findings())));
  if (added.length === 0) return rules;
  return { ...rules, precedents: precedentTable(added, rules.precedents) };
}
