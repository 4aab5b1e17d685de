/** A whole and valid rule pack, small enough to be known by heart; see small-pack/. */
import { join } from 'node:path';
import type { Rules } from '../../src/core/model.ts';
import { loadPacks } from '../../src/rules/load.ts';
import { formatDiagnostic } from '../../src/yaml/diagnostic.ts';
import { memoryFs } from './memory-fs.ts';

export const HERE = import.meta.dirname;

export const SMALL_PACK = join(HERE, 'small-pack');

export function smallRules(): Rules {
  return rulesOf(loadPacks({ dirs: [SMALL_PACK] }));
}

/** The rules, or a failed test that shows what is wrong with them. */
export function rulesOf({ rules, diagnostics }: ReturnType<typeof loadPacks>): Rules {
  if (rules === undefined) throw new Error(diagnostics.map(formatDiagnostic).join('\n'));
  return rules;
}

/** What laying a pack of these files over the small pack gives; file names are relative to the pack "over". */
export function layOver(files: Readonly<Record<string, string | Uint8Array>>): ReturnType<typeof loadPacks> {
  const paths = Object.entries(files).map(([name, content]) => [`over/${name}`, content] as const);
  return loadPacks({ base: smallRules(), dirs: ['over'], fs: memoryFs(Object.fromEntries(paths)) });
}

/** The diagnostics of {@link layOver}, formatted, without the name of the pack. */
export function problemsOver(files: Readonly<Record<string, string | Uint8Array>>): string[] {
  return layOver(files).diagnostics.map((one) => formatDiagnostic(one).replace(/^over\//, ''));
}
