import { delimiter, dirname, join, resolve } from 'node:path';
import type { Io } from '../io.ts';
import { exists } from './exists.ts';
import { realPath } from './real-path.ts';

/** Where rules come from; later layers override earlier ones. */
const LAYERS = ['built-in', 'project', 'environment', 'flag'] as const;

export type Layer = (typeof LAYERS)[number];

/** A rule pack of this run. */
export interface RuleSource {
  readonly layer: Exclude<Layer, 'built-in'>;
  /** As the user named it; the path found, for a project. */
  readonly named: string;
  /** Absolute. */
  readonly path: string;
}

/** Folders of rule packs, as PATH separates them. */
export const RULES_VARIABLE = 'WIREWISE_RULES';

/** Names of a project's packs, in the order of merging. The reader of packs reports the last name as wrong. */
const PROJECT_NAMES = ['.wirewise', 'wirewise.yaml', 'wirewise.yml'];

/** What a command line says about rules. */
export interface RuleChoice {
  /** The packs of `--rules`. */
  readonly rules: readonly string[];
  readonly isProjectIgnored: boolean;
}

/** The packs to merge into the built-in rules: of the project, then of the environment, then of the flags. */
export function findRuleSources({ rules, isProjectIgnored }: RuleChoice, io: Io): RuleSource[] {
  const named = (layer: RuleSource['layer'], paths: readonly string[]) =>
    paths.map((path): RuleSource => ({ layer, named: path, path: resolve(io.cwd, path) }));
  // A file with the value, read by a script, ends in a line end.
  const variable = (io.env[RULES_VARIABLE] ?? '')
    .trimEnd()
    .split(delimiter)
    .filter((path) => path !== '');
  return [
    ...named('project', isProjectIgnored ? [] : findProject(io)),
    ...withoutRepeats([...named('environment', variable), ...named('flag', rules)]),
  ];
}

/** Each folder once, where it is named last: what is merged last counts. */
function withoutRepeats(sources: readonly RuleSource[]): RuleSource[] {
  // Where nothing is there, reading the path reports it.
  const last = new Map(sources.map((source) => [realPath(source.path) ?? source.path, source]));
  const kept = new Set(last.values());
  return sources.filter((source) => kept.has(source));
}

/**
 * The first folder upwards from the working directory that holds one of the names. The search ends after the home
 * folder, or else at the root.
 */
function findProject({ cwd, env }: Io): string[] {
  const home = env['HOME'] ?? env['USERPROFILE'];
  for (let folder = cwd; ; folder = dirname(folder)) {
    // A link that leads nowhere counts: reading it reports an error, where ignoring it would drop the project's rules.
    const found = PROJECT_NAMES.map((name) => join(folder, name)).filter(exists);
    if (found.length > 0 || folder === home || folder === dirname(folder)) return found;
  }
}
