import { z } from 'zod';
import type { BatchError } from './batch-line.ts';

/** `BatchError` as a form, for schemas: what `batch` prints for a line that it cannot decide. */
export const batchErrorForm: z.ZodType<BatchError> = z.object({
  schemaVersion: z.literal(1),
  line: z.int().min(1).describe('Number of the line in the input, from 1; empty lines count'),
  id: z.union([z.string(), z.number()]).exactOptional().describe('As the line gave it'),
  name: z.union([z.string(), z.number()]).exactOptional().describe('As the line gave it'),
  error: z.object({
    message: z.string(),
    problems: z
      .array(
        z.object({
          path: z.array(z.union([z.string(), z.number()])).describe('Leads to the place within the line'),
          message: z.string(),
        }),
      )
      .min(1),
  }),
});
