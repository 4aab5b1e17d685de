import { describe, expectTypeOf, test } from 'vitest';
import type { z } from 'zod';
import type { savedDecisionForm } from '../../src/documents/decision-form.ts';
import type { Advice } from '../../src/report/advice.ts';

/** Without the index signature that keeps unknown keys, and read-only all the way down: as the interfaces are. */
type Plain<T> = T extends readonly (infer Item)[]
  ? readonly Plain<Item>[]
  : T extends object
    ? string extends keyof T
      ? KnownKeys<T> extends never
        ? { readonly [K in keyof T]: Plain<T[K]> }
        : { readonly [K in keyof T as string extends K ? never : K]: Plain<T[K]> }
      : { readonly [K in keyof T]: Plain<T[K]> }
    : T;
type KnownKeys<T> = keyof { [K in keyof T as string extends K ? never : K]: true };

/** What the form must come to: all of an advice, of which the command may be missing. */
type Saved = Omit<Advice, 'command'> & Partial<Pick<Advice, 'command'>>;

describe('the form of a decision', () => {
  test('is the interface, both ways, down to every optional field', () => {
    expectTypeOf<Plain<z.output<typeof savedDecisionForm>>>().toEqualTypeOf<Plain<Saved>>();
  });
});
