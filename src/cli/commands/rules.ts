import { join, resolve } from 'node:path';
import { didYouMean } from '../../core/nearest.ts';
import { formatDiagnostic } from '../../rules/diagnostic.ts';
import { nodeFs } from '../../rules/disk.ts';
import { loadPacks } from '../../rules/load.ts';
import type { Action } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { Failure, usageFailure } from '../failure.ts';

const ACTIONS = ['validate'];

/** `wirewise rules validate [DIR…]`: every problem of the packs, or how much they hold; no folder: the built-in rules. */
export const rulesCommand: Action = async ({ rules: base, io }, [action = '', ...dirs]) => {
  if (!ACTIONS.includes(action)) {
    throw usageFailure([`Unknown action "${action}". Expected ${ACTIONS.join(', ')}.${didYouMean(action, ACTIONS)}`]);
  }
  const folders = dirs.map((dir) => resolve(io.cwd, dir));
  // The built-in rules' own folder is no pack over itself.
  const isWhole = folders[0] !== undefined && packName(folders[0]) === base.packs[0]?.split('@')[0];
  const { rules, diagnostics } = loadPacks({ ...(isWhole ? {} : { base }), dirs: folders });
  if (!rules || diagnostics.length > 0) {
    const count = diagnostics.length === 1 ? '1 problem' : `${diagnostics.length} problems`;
    throw new Failure(EXIT.badRules, [...diagnostics.map(formatDiagnostic), `${count} found.`].join('\n'));
  }
  const { packs, protocols, criteria, questions, mistakes, presets } = rules;
  const counts = `${protocols.length} protocols, ${criteria.length} criteria, ${questions.length} questions, ${presets.length} presets, ${mistakes.length} mistakes`;
  return { text: `${packs.join(' + ')}: ${counts}. No problem found.\n`, exitCode: EXIT.ok };
};

function packName(folder: string): string | undefined {
  const file = nodeFs.readFile(join(folder, 'pack.yaml'));
  return file.kind === 'file' ? new TextDecoder().decode(file.bytes).match(/^name: *(\S+)/m)?.[1] : undefined;
}
