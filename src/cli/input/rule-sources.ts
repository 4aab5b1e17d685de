import { lstatSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import type { Io } from '../io.ts';

/** Where rules come from, in the order in which they are laid: what stands further right has the last word. */
const LAYERS = ['built-in', 'project', 'environment', 'flag'] as const;

export type Layer = (typeof LAYERS)[number];

/** A rule pack that somebody asked for. */
export interface RuleSource {
  readonly layer: Exclude<Layer, 'built-in'>;
  /** As it was named; of a project: as it was found. */
  readonly named: string;
  /** Absolute. */
  readonly path: string;
}

/** Folders of rule packs, as PATH separates them. */
export const RULES_VARIABLE = 'WIREWISE_RULES';

/** What a project may hold, in the order in which they are laid; the last name is told to be wrong when it is read. */
const PROJECT_NAMES = ['.wirewise', 'wirewise.yaml', 'wirewise.yml'];

/**
 * The packs to lay over the built-in rules: of the project, unless `--no-project` says otherwise, of the environment,
 * of the flags.
 *
 * @param argv looked at before it is parsed, because rule packs bring flags of their own
 */
export function findRuleSources(argv: readonly string[], io: Io): RuleSource[] {
  const named = (layer: RuleSource['layer'], paths: readonly string[]) =>
    paths.map((path): RuleSource => ({ layer, named: path, path: resolve(io.cwd, path) }));
  const variable = (io.env[RULES_VARIABLE] ?? '').split(delimiter).filter((path) => path !== '');
  return [
    ...named('project', ignoresProject(argv) ? [] : findProject(io)),
    ...named('environment', variable),
    // An empty one is a slip that is told when flags are parsed.
    ...named(
      'flag',
      valuesAfter('--rules', argv).filter((path) => path !== ''),
    ),
  ];
}

/** Whether the command line says `--no-project`. */
export function ignoresProject(argv: readonly string[]): boolean {
  return wordsBeforeEnd(argv).includes('--no-project');
}

/**
 * The first folder upwards from the working directory that holds one of the names. The search ends at the home folder,
 * which is still looked into, or else at the root.
 */
function findProject({ cwd, env }: Io): string[] {
  const home = env['HOME'] ?? env['USERPROFILE'];
  for (let folder = cwd; ; folder = dirname(folder)) {
    const found = PROJECT_NAMES.map((name) => join(folder, name)).filter(exists);
    if (found.length > 0 || folder === home || folder === dirname(folder)) return found;
  }
}

/** Also of a link that leads nowhere: reading it tells, where passing over it would drop the project's rules. */
function exists(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // A folder above that nobody lets us look into, or a working directory that is gone.
    return false;
  }
}

function valuesAfter(flag: string, argv: readonly string[]): string[] {
  const words = wordsBeforeEnd(argv);
  return words.flatMap((word, at) => {
    if (word.startsWith(`${flag}=`)) return [word.slice(flag.length + 1)];
    const next = words[at + 1];
    return word === flag && next !== undefined ? [next] : [];
  });
}

function wordsBeforeEnd(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  return end < 0 ? argv : argv.slice(0, end);
}
