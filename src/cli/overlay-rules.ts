import { resolve } from 'node:path';
import type { Rules } from '../core/model.ts';
import { formatDiagnostic } from '../rules/diagnostic.ts';
import { loadPacks } from '../rules/load.ts';
import { EXIT } from './exit-codes.ts';
import { Failure } from './failure.ts';
import type { Io } from './io.ts';

/**
 * The built-in rules with packs laid over them.
 *
 * @throws Failure with every problem of every pack
 */
export function overlayRules(base: Rules, dirs: readonly string[], io: Io): Rules {
  const { rules, diagnostics } = loadPacks({ base, dirs: dirs.map((dir) => resolve(io.cwd, dir)) });
  if (!rules || diagnostics.length > 0) throw new Failure(EXIT.badRules, diagnostics.map(formatDiagnostic).join('\n'));
  return rules;
}
