/** A real decision and what is expected of ours: an entry of scenarios/*.yaml. */
import { z } from 'zod';
import { form, idForm, line, sourceForm } from './rules.ts';

export const scenarioForm = form({
  id: idForm.describe('Its name.'),
  title: line(120).describe('The use case in a few words.'),
  organisation: line(120).describe('Who decided.').optional(),
  year: z.int().describe('When it was published.').optional(),
  source: sourceForm.describe('Where they say so: a URL, or "judgement: why".'),
  why: line(2000).describe('What they say, in our words.').optional(),
  tier: z.enum(['core', 'all']).describe('all: the extended protocols are ranked, too; core when left out.').optional(),
  answers: z.record(z.string(), z.unknown()).describe('By question id.'),
  expect: form({
    first: z.array(z.string()).min(1).describe('What they run.'),
    defensible: z.array(z.string()).describe('What no reviewer would object to.').optional(),
  }),
}).meta({ id: 'scenario', description: 'A real decision, and the protocols that are expected first.' });
