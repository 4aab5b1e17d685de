import type { StarterName } from '../../src/starters/render.ts';
import type { StarterValue } from '../../src/starters/starter.ts';
import { slotsOf } from '../../test/starters/starters.ts';

/** For every slot the other end of what it takes: whether a program compiles must not hang on the defaults. */
export function otherValues(name: StarterName): Readonly<Record<string, StarterValue>> {
  const slots = Object.entries(slotsOf(name));
  return Object.fromEntries(
    slots.map(([name, { kind, default: value, atLeast = 0, starts = [''] }]) => [
      name,
      kind === 'boolean' ? !value : kind === 'integer' ? atLeast : (starts.at(-1) ?? ''),
    ]),
  );
}

/** Text that has ended literals, comments and lines before. */
export const HOSTILE = [
  '"',
  '\\',
  '\\"; System.exit(1); //',
  '\\u0022 + "\\u000a',
  'a\nb\r\nc\u2028d\u2029e\u0085f',
  '\0\x01\x1a\x7f',
  '*/ /* // {0} {{x}} @"',
  '\u202e\u2066\ufeff\u00a0',
  'é漢🚀e\u0301',
  '\u0000'.repeat(2000),
  '"'.repeat(4000),
] as const;
