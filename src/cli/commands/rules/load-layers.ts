import { join, resolve } from 'node:path';
import type { Rules } from '../../../core/model.ts';
import { builtInRules } from '../../../rules/built-in.ts';
import { type LoadedRules, loadPacks } from '../../../rules/load.ts';
import type { Diagnostic } from '../../../yaml/diagnostic.ts';
import { nodeFs } from '../../../yaml/read-file.ts';
import type { Context } from '../../context.ts';
import { Failure } from '../../errors.ts';
import { EXIT } from '../../exit-codes.ts';
import type { Layer } from '../../input/rule-sources.ts';
import { shortDiagnostic } from '../../output/short-path.ts';

/** What work on rule packs needs. */
export type RulesContext = Pick<Context, 'io' | 'rules' | 'sources' | 'reservedNames'>;

/** Rules with what they were made from, for commands that look into packs. */
export interface Laid extends LoadedRules {
  readonly rules: Rules;
  readonly base: Rules | undefined;
  /** By number of the pack: the layer that asked for it. */
  readonly layers: readonly Layer[];
  /** Where the command was typed: problems are placed as seen from there. */
  readonly cwd: string;
}

/**
 * The built-in rules with the packs of this run and further folders laid over them. A folder that holds the built-in
 * rules' own pack is not laid over itself.
 *
 * @throws Failure with every problem
 */
export async function layRules(
  { io, sources, reservedNames }: RulesContext,
  folders: readonly string[],
): Promise<Laid> {
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

/** Every problem with its place, and how many there are, as exit code 3. */
export function rulesFailure(diagnostics: readonly Diagnostic[], cwd: string): Failure {
  const count = diagnostics.length === 1 ? '1 problem' : `${diagnostics.length} problems`;
  const lines = diagnostics.map((diagnostic) => shortDiagnostic(diagnostic, cwd));
  return new Failure(EXIT.badRules, [...lines, `${count} found.`].join('\n'));
}

function packName(folder: string): string | undefined {
  const file = nodeFs.readFile(join(folder, 'pack.yaml'));
  return file.kind === 'file' ? new TextDecoder().decode(file.bytes).match(/^name: *(\S+)/m)?.[1] : undefined;
}
