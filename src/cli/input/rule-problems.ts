/** Problems of rule packs as messages, with paths as somebody in the working directory would type them. */
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { type Diagnostic, formatDiagnostic } from '../../yaml/diagnostic.ts';
import { Failure } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';

/** A path relative to the working directory, with `/`; as it was given where it is outside. */
export function shortPath(path: string, cwd: string): string {
  const way = relative(cwd, resolve(cwd, path));
  if (way === '') return '.';
  const isOutside = way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way);
  return isOutside ? path : way.split(sep).join('/');
}

/** A problem in one line, with a short path. */
export function shortDiagnostic(diagnostic: Diagnostic, cwd: string): string {
  const { place } = diagnostic;
  return formatDiagnostic({ ...diagnostic, place: { ...place, file: shortPath(place.file, cwd) } });
}

/** A failure with exit code 3: every problem with its place, and the number of problems. */
export function rulesFailure(diagnostics: readonly Diagnostic[], cwd: string): Failure {
  const count = diagnostics.length === 1 ? '1 problem' : `${diagnostics.length} problems`;
  const lines = diagnostics.map((diagnostic) => shortDiagnostic(diagnostic, cwd));
  return new Failure(EXIT.badRules, [...lines, `${count} found.`].join('\n'));
}
