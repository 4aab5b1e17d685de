import { join, resolve } from 'node:path';
import type { Rules } from '../../../core/model.ts';
import { builtInRules } from '../../../rules/built-in.ts';
import { type LoadedRules, loadPacks } from '../../../rules/load.ts';
import { nodeFs } from '../../../yaml/read-file.ts';
import type { Context } from '../../context.ts';
import { rulesFailure } from '../../input/rule-problems.ts';
import type { Layer } from '../../input/rule-sources.ts';

/** What work on rule packs needs. */
export type RulesContext = Pick<Context, 'io' | 'rules' | 'starters' | 'sources' | 'reservedNames'>;

/** Rules with the packs they were built from, for commands that inspect packs. */
export interface LoadedLayers extends LoadedRules {
  readonly rules: Rules;
  readonly base: Rules | undefined;
  /** The layer of each pack, by the number of the pack. */
  readonly layers: readonly Layer[];
  /** Working directory: problems show paths relative to it. */
  readonly cwd: string;
}

/**
 * Merges the packs of this run, then further folders, into the built-in rules. A folder that holds the built-in pack
 * itself replaces the built-in rules.
 *
 * @throws Failure with every problem
 */
export async function loadLayers(
  { io, sources, reservedNames }: RulesContext,
  folders: readonly string[],
): Promise<LoadedLayers> {
  const builtIn = await builtInRules();
  const further = folders.map((dir) => resolve(io.cwd, dir));
  const isWhole = further[0] !== undefined && packName(further[0]) === builtIn.packs[0]?.split('@')[0];
  const base = isWhole ? undefined : builtIn;
  const dirs = [...(isWhole ? [] : sources.map(({ path }) => path)), ...further];
  const loaded = loadPacks({ ...(base && { base }), dirs, reserved: reservedNames() });
  const { rules, diagnostics, order } = loaded;
  if (!rules || diagnostics.length > 0) throw rulesFailure(diagnostics, io.cwd);
  const layers = order.map(({ source }) => (isWhole ? undefined : sources[source]?.layer) ?? 'flag');
  return { ...loaded, rules, base, layers, cwd: io.cwd };
}

function packName(folder: string): string | undefined {
  const file = nodeFs.readFile(join(folder, 'pack.yaml'));
  return file.kind === 'file' ? new TextDecoder().decode(file.bytes).match(/^name: *(\S+)/m)?.[1] : undefined;
}
