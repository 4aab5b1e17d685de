import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { printable } from '../../text/printable.ts';
import { usageFailure } from '../errors.ts';
import type { Io } from '../io.ts';

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
  const target = output === undefined ? undefined : realPath(io, output);
  if (target === undefined) return;
  const clash = inputs.find((input) => input !== undefined && input !== '-' && realPath(io, input) === target);
  if (clash !== undefined) throw usageFailure([`Refusing to overwrite ${printable(clash)}: this command reads it.`]);
}

function realPath({ cwd }: Pick<Io, 'cwd'>, path: string): string | undefined {
  try {
    return realpathSync(resolve(cwd, path));
  } catch {
    return undefined;
  }
}
