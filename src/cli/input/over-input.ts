import { resolve } from 'node:path';
import { printable } from '../../text/printable.ts';
import { usageFailure } from '../errors.ts';
import type { Io } from '../io.ts';
import { realPath } from './real-path.ts';

/**
 * Refuses an output that is also read: the input would be gone.
 *
 * @param inputs paths as the user wrote them; `undefined` for none
 */
export function refuseOverInput(
  inputs: readonly (string | undefined)[],
  output: string | undefined,
  io: Pick<Io, 'cwd'>,
): void {
  // Only where there is a path: a working directory that is gone matters to nothing else.
  const place = (path: string) => realPath(resolve(io.cwd, path));
  const target = output === undefined ? undefined : place(output);
  if (target === undefined) return;
  const clash = inputs.find((input) => input !== undefined && input !== '-' && place(input) === target);
  if (clash !== undefined) throw usageFailure([`Refusing to overwrite ${printable(clash)}: this command reads it.`]);
}
