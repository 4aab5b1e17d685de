/** Parts that the forms of documents share. */
import { z } from 'zod';

/**
 * A map that keeps further keys. Fields may be added within version 1, and an older reader must not lose those that a
 * newer program wrote.
 */
export function open<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.looseObject(shape);
}

export const line = z.string().regex(/^[^\n\r]*$/, { error: 'one line of text' });

export const answerForm = z
  .union([line, z.boolean(), z.number(), z.array(line)])
  .meta({ id: 'answer', description: 'The answer to one question; a list where the question takes several.' });

/** Decisions and check reports both name the program and the rules that made them. */
export const toolForm = open({
  name: line.describe('wirewise.'),
  version: line.describe('Version of the program.'),
  rules: open({
    packs: z.array(line).describe('name@version of every rule pack, in the order in which they were merged.'),
    digest: line.describe('sha256: and the hash of the rules, without comments and spacing.'),
  }).describe('The rules that were used.'),
}).describe('The program and the rules that made this.');

export const schemaVersionForm = z
  .literal(1)
  .describe('Fields may be added within version 1; none changes its meaning. Refuse other versions.');

/**
 * What an open form describes, as the interfaces of core state it: read-only all the way down, without the index signature
 * that lets further keys through.
 */
export type Known<T> = T extends readonly (infer Item)[]
  ? readonly Known<Item>[]
  : T extends object
    ? string extends keyof T
      ? KnownKeys<T> extends never
        ? { readonly [K in keyof T]: Known<T[K]> }
        : { readonly [K in keyof T as string extends K ? never : K]: Known<T[K]> }
      : { readonly [K in keyof T]: Known<T[K]> }
    : T;

type KnownKeys<T> = keyof { [K in keyof T as string extends K ? never : K]: true };
