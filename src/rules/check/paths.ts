/** Checks the paths of the files that a starter or a project is written to. */
import { isPortablePath } from '../../text/portable-path.ts';
import type { Findings } from '../../yaml/diagnostics.ts';
import type { Written } from '../../yaml/node.ts';
import { STARTERS } from '../starter-messages.ts';

/** Every project gets this file in addition to the program. */
const README = 'readme.md';

/** Reports keys of `files` that are no portable path, or in the way of another file. */
export function checkPaths(files: Written | undefined, { dotFiles }: { dotFiles: boolean }, findings: Findings): void {
  // Windows and macOS do not tell upper-case letters from lower-case ones.
  const paths = new Map<string, string>([[README, README]]);
  for (const [path, file] of files?.entries() ?? []) {
    if (!isPortablePath(path) || (!dotFiles && /(^|\/)\./.test(path))) {
      findings.report(file.place('key'), STARTERS.wrongPath, { path });
      continue;
    }
    const lower = path.toLowerCase();
    const other = [...paths].find(
      ([taken]) => taken === lower || taken.startsWith(`${lower}/`) || lower.startsWith(`${taken}/`),
    );
    if (other) findings.report(file.place('key'), STARTERS.inTheWay, { other: other[1] });
    paths.set(lower, path);
  }
}
