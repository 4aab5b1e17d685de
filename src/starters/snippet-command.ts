/** Commands of READMEs that write a starter as a project. They are read in the folder of the project. */
import { UNPRINTABLE } from '../text/printable.ts';
import { shellLine } from '../text/shell.ts';
import type { StarterName } from './render.ts';
import type { StarterValue } from './starter.ts';

type Values = Readonly<Record<string, StarterValue>>;

/** What a command has to repeat of the one that wrote the README. */
export interface Repeated {
  /** Flags that name the rule packs, as they are found from the folder of the project. */
  readonly packs: readonly string[];
  /** Whether it writes the shortest form. */
  readonly isMinimal: boolean;
}

/** The command up to its target, as a line of shell. */
export function snippetLine(name: StarterName, { packs, isMinimal }: Repeated, set: Values): string {
  const { protocol, language, variant, role } = name;
  return shellLine([
    ...['wirewise', 'snippet', protocol, '--language', language],
    ...(variant === undefined ? [] : ['--variant', variant]),
    ...['--role', role],
    ...(isMinimal ? ['--minimal'] : []),
    ...packs,
    ...Object.entries(set).flatMap(([name, value]) => ['--set', `${name}=${value}`]),
  ]);
}

/** Those of the named values that a command has to set, so that they stay; it is no place for what cannot be printed. */
export function keptValues(values: Values, usual: Values, names: readonly string[]): Values {
  const kept = Object.entries(values).filter(
    ([name, value]) => names.includes(name) && value !== usual[name] && String(value).search(UNPRINTABLE) < 0,
  );
  return Object.fromEntries(kept);
}
