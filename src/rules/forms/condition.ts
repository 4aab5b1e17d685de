/**
 * A condition as a form, used only for JSON Schemas. The loader reads conditions with read/condition.ts, which knows the
 * questions and reports more.
 */
import { z } from 'zod';

const rangeForm = z.strictObject({
  from: z.number().describe('Included.').exactOptional(),
  below: z.number().describe('Not included.').exactOptional(),
});

const savingForm = rangeForm.describe('The estimated share of traffic that the change saves: 0.5 is half of it.');

const value = z.union([z.string(), z.boolean()]);

const valueTestForms = [value, z.array(value).min(1), rangeForm] as const;

const testForm = z
  .union([
    ...valueTestForms,
    z.strictObject({ given: z.boolean() }),
    z.strictObject({ orUnknown: z.union(valueTestForms) }).describe('Holds also while the question is open.'),
  ])
  .meta({
    id: 'answerTest',
    description: 'One answer, several of which one is given, a range, { given: true } or { orUnknown: … }.',
  });

/** In JSON Schemas its definition is named `condition`. */
export const conditionSchemaForm = z
  .object({
    get all() {
      return z.array(conditionSchemaForm).min(1).describe('All of these hold.').exactOptional();
    },
    get any() {
      return z.array(conditionSchemaForm).min(1).describe('At least one of these is true.').exactOptional();
    },
    get not() {
      return conditionSchemaForm.exactOptional();
    },
    get count() {
      return z
        .strictObject({ atLeast: z.int().min(1), of: z.array(conditionSchemaForm).min(1) })
        .describe('So many of these hold.')
        .exactOptional();
    },
    first: z.array(z.string()).min(1).describe('One of these protocols ranks first.').exactOptional(),
    feasible: z.array(z.string()).min(1).describe('One of these protocols is ranked.').exactOptional(),
    saving: savingForm.exactOptional(),
  })
  .catchall(testForm)
  .meta({
    id: 'condition',
    description:
      'A map whose entries must all hold: question to answer, or all, any, not, count, first, feasible, saving.',
  });
