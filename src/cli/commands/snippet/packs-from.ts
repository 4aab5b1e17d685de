import { isAbsolute, relative, resolve } from 'node:path';
import { pathWord } from '../../../text/shell.ts';
import type { Context } from '../../context.ts';
import { realPath } from '../../input/real-path.ts';
import { findRuleSources } from '../../input/rule-sources.ts';

/**
 * Flags that give, in another folder, the rules of this run. A command in a README names a pack of the environment, too,
 * and that of a project in which the folder is not.
 */
export function packsFrom(
  { io, sources, isProjectIgnored }: Pick<Context, 'io' | 'sources' | 'isProjectIgnored'>,
  folder: string,
): string[] {
  const typed = resolve(io.cwd, folder);
  const cwd = realPath(typed) ?? typed;
  const found = findRuleSources({ rules: [], isProjectIgnored }, { ...io, cwd }).map(({ path }) => path);
  const named = sources.filter(({ layer, path }) => layer !== 'project' || !found.includes(path));
  return [
    ...named.flatMap(({ named: name, path }) => ['--rules', isAbsolute(name) ? pathWord(name) : fromThere(cwd, path)]),
    ...(isProjectIgnored ? ['--no-project'] : []),
  ];
}

function fromThere(cwd: string, path: string): string {
  return pathWord(relative(cwd, path) || '.');
}
