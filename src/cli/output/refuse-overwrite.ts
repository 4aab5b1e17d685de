import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { printable } from '../../text/printable.ts';
import { usageFailure } from '../errors.ts';
import type { Io } from '../io.ts';

/**
 * Refuses to write over a file that people edit. Writing to a device or a pipe overwrites nothing.
 *
 * @param instead what to do besides `--force`, as the rest of a sentence; empty for nothing
 */
export function refuseOverwrite(
  { output, force }: { readonly output?: string | undefined; readonly force: boolean },
  io: Pick<Io, 'cwd'>,
  instead: (output: string) => string = () => '',
): void {
  if (output === undefined || force || !isFile(resolve(io.cwd, output))) return;
  throw usageFailure([
    `Refusing to overwrite ${printable(output)}: it may have been edited. Use --force${instead(output)}.`,
  ]);
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    // Whatever is wrong with the path, the write reports it.
    return false;
  }
}
