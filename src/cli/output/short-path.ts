import { relative, sep } from 'node:path';
import { type Diagnostic, formatDiagnostic } from '../../yaml/diagnostic.ts';

/** A path as somebody in the working directory would type it. */
export function shortPath(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short === '' ? '.' : short.startsWith(`..${sep}`) || short === '..' ? path : short;
}

/** A problem of a rule pack in a line, its file named as {@link shortPath} does. */
export function shortDiagnostic(diagnostic: Diagnostic, cwd: string): string {
  const { place } = diagnostic;
  return formatDiagnostic({ ...diagnostic, place: { ...place, file: shortPath(place.file, cwd) } });
}
