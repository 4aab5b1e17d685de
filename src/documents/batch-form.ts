/** The forms of the lines that `batch` prints, for schemas. */
import { z } from 'zod';
import type { BatchError, Label } from './batch-line.ts';
import { savedDecisionForm } from './decision-form.ts';

const label = {
  id: z.union([z.string(), z.number()]).exactOptional().describe('As the line gave it.'),
  name: z.union([z.string(), z.number()]).exactOptional().describe('As the line gave it.'),
};

const decisionLineForm = savedDecisionForm
  .extend(label)
  .meta({ id: 'decisionLine', description: 'What recommend --json prints, without the starter.' });

/** `BatchError` as a form. */
const batchErrorForm: z.ZodType<BatchError> = z
  .looseObject({
    schemaVersion: z.literal(1).describe('Fields may be added within version 1; none changes its meaning.'),
    line: z.int().min(1).describe('Number of the line in the input, from 1; empty lines count.'),
    ...label,
    error: z
      .looseObject({
        message: z.string().describe('The first problem, and how many there are.'),
        problems: z
          .array(
            z.looseObject({
              path: z.array(z.union([z.string(), z.number()])).describe('Leads to the place within the line.'),
              message: z.string().describe('One sentence.'),
            }),
          )
          .min(1)
          .describe('All of them.'),
      })
      .describe('Only there on a line that could not be decided.'),
  })
  .meta({ id: 'errorLine', description: 'Stands for a line that could not be decided.' });

const briefLineForm: z.ZodType<Label & { readonly protocol: string | null }> = z
  .looseObject({ ...label, protocol: z.string().nullable().describe('Its id; null: none is feasible.') })
  .meta({ id: 'briefLine', description: 'What batch --quiet prints in the place of a decision.' });

export const batchLineForm = z.union([decisionLineForm, batchErrorForm, briefLineForm]);
