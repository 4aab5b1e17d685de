/** The settings that decide whether output is coloured. */
export interface ColourRequest {
  /** From `--color` and `--no-color`; absent when neither is given. */
  readonly flag?: boolean | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isTerminal: boolean;
}

/**
 * Whether to colour one stream: flag, then NO_COLOR (not empty), then FORCE_COLOR (`0` and `false` mean no), then
 * whether it is a terminal that is not dumb. chalk 5 ignores NO_COLOR.
 */
export function wantsColour({ flag, env, isTerminal }: ColourRequest): boolean {
  if (flag !== undefined) return flag;
  if (env['NO_COLOR']) return false;
  const force = env['FORCE_COLOR'];
  if (force !== undefined) return force !== '0' && force !== 'false';
  return isTerminal && env['TERM'] !== 'dumb';
}
