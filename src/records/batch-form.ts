import { z } from 'zod';
import { savedDecisionForm } from './saved-decision.ts';

const label = z.union([z.string(), z.number()]).exactOptional();
const labels = {
  id: label.describe('Of the line, as it gave it.'),
  name: label.describe('Of the line, as it gave it.'),
};

const errorForm = z
  .object({
    ...labels,
    schemaVersion: z.literal(1).describe('Fields may be added within version 1; none changes its meaning.'),
    line: z.int().min(1).describe('Number of the line in the input, from 1; empty lines count.'),
    error: z
      .object({
        message: z.string().describe('The first problem, and how many there are.'),
        problems: z
          .array(
            z.object({
              path: z.array(z.union([z.string(), z.number()])).describe('Leads to the place within the line.'),
              message: z.string().describe('What is wrong, and what to do.'),
            }),
          )
          .min(1)
          .describe('All that is wrong with the line.'),
      })
      .describe('Why the line could not be decided.'),
  })
  .meta({ id: 'badLine', description: 'For a line that cannot be decided.' });

const quietForm = z
  .object({
    ...labels,
    protocol: z.string().nullable().describe('Id of the recommended protocol; null when none is feasible.'),
  })
  .meta({ id: 'quietLine', description: 'With --quiet.' });

/** What `batch` prints for one line, in any of its three forms. */
export const batchLineForm = z.union([
  savedDecisionForm.extend(labels).meta({ id: 'decidedLine', description: 'As recommend --json, without a starter.' }),
  errorForm,
  quietForm,
]);
