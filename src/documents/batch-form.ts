/** The forms of the lines that `batch` prints, and the types made from them. */
import { z } from 'zod';
import { savedDecisionForm } from './decision-form.ts';
import { type Known, open, schemaVersionForm } from './open-form.ts';
import { systemDecisionForm } from './system/decision-form.ts';

/** Any key beside `answers` is copied; these are the usual ones. */
const label = {
  id: z.unknown().optional().describe('Copied from the input line, as every key other than `answers` and `preset`.'),
  name: z.unknown().optional().describe('Copied from the input line.'),
};

const decisionLineForm = savedDecisionForm
  .extend(label)
  .meta({ id: 'decisionLine', description: 'What recommend --json prints, without the starter.' });

const problemForm = open({
  path: z
    .array(z.union([z.string(), z.number()]))
    .describe('Keys and indices that lead to the place; empty: the line.'),
  message: z.string().describe('One sentence.'),
});

const systemLineForm = systemDecisionForm.extend(label).meta({
  id: 'systemLine',
  description: 'Printed for a line with `legs`: what system --json prints, without the command.',
});

const batchErrorForm = open({
  schemaVersion: schemaVersionForm,
  line: z.int().min(1).describe('Number of the line in the input, from 1; empty lines count.'),
  ...label,
  error: open({
    message: z.string().describe('The first problem, and how many there are.'),
    problems: z.array(problemForm).min(1).describe('All problems of the line.'),
  }).describe('Present only on a line that could not be decided.'),
}).meta({ id: 'errorLine', description: 'Printed for a line that could not be decided.' });

const briefLineForm = open({
  ...label,
  protocol: z.string().nullable().describe('Its id; null: none is feasible.'),
}).meta({ id: 'briefLine', description: 'What batch --quiet prints instead of a decision.' });

const briefSystemLineForm = open({
  ...label,
  protocols: z
    .record(z.string(), z.string().nullable())
    .describe('By leg: id of its protocol; null: none is feasible.'),
}).meta({ id: 'briefSystemLine', description: 'What batch --quiet prints instead of a decided system.' });

export const batchLineForm = z.union([
  decisionLineForm,
  systemLineForm,
  batchErrorForm,
  briefLineForm,
  briefSystemLineForm,
]);

/** Keys of the user on an input line; copied to the output. */
export type Label = Readonly<Record<string, unknown>>;

/** Printed for a line that could not be decided; the other lines are decided all the same. */
export type BatchError = Known<z.output<typeof batchErrorForm>>;

/** One problem of an input line. */
export type LineProblem = Known<z.output<typeof problemForm>>;
