/**
 * A condition as a form, for JSON Schemas alone. The loader reads conditions with condition-form.ts, which knows the
 * questions and says more.
 */
import { z } from 'zod';

const rangeForm = z.strictObject({
  from: z.number().describe('Included.').optional(),
  below: z.number().describe('Not included.').optional(),
});

const savingForm = rangeForm.describe('The estimated share of traffic that the change saves: 0.5 is half of it.');

const value = z.union([z.string(), z.boolean()]);

const testForm = z
  .union([value, z.array(value).min(1), z.strictObject({ given: z.boolean() }), rangeForm])
  .meta({ id: 'answerTest', description: 'One answer, several of which one is given, a range, or { given: true }.' });

/** Its own definition is called `condition`. */
export const conditionSchemaForm = z
  .object({
    get all() {
      return z.array(conditionSchemaForm).min(1).describe('All of these hold.').optional();
    },
    get any() {
      return z.array(conditionSchemaForm).min(1).describe('One of these holds.').optional();
    },
    get not() {
      return conditionSchemaForm.optional();
    },
    get count() {
      return z
        .strictObject({ atLeast: z.int().min(1), of: z.array(conditionSchemaForm).min(1) })
        .describe('So many of these hold.')
        .optional();
    },
    first: z.array(z.string()).min(1).describe('One of these protocols ranks first.').optional(),
    feasible: z.array(z.string()).min(1).describe('One of these protocols is ranked.').optional(),
    saving: savingForm.optional(),
  })
  .catchall(testForm)
  .meta({
    id: 'condition',
    description:
      'A map whose entries must all hold: question to answer, or all, any, not, count, first, feasible, saving.',
  });
