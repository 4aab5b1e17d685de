/** The form of scenarios: decisions that teams published, with the protocols that are expected first. */
import { z } from 'zod';
import { evidence, form, idForm, line } from './basics.ts';

export const scenarioForm = form({
  id: idForm.describe('Its name.'),
  title: line(120).describe('The use case in a few words.'),
  organisation: line(120).describe('The organisation that decided.').exactOptional(),
  year: z.int().min(1980).max(2100).describe('The year of publication.').exactOptional(),
  source: evidence,
  more: z.array(evidence).min(1).describe('Further sources.').exactOptional(),
  why: line(2000).describe('The need and the choice, in our words.').exactOptional(),
  kind: z
    .enum(['abandonment', 'decision', 'docs', 'migration', 'question', 'standard'])
    .describe('What was published: a decision, a migration, a product given up, documentation, a standard, a question.')
    .exactOptional(),
  strength: z.enum(['strong', 'medium', 'weak']).describe('How strong the evidence is.').exactOptional(),
  difficulty: z.enum(['easy', 'tricky']).describe('How hard the case is for a reviewer.').exactOptional(),
  tier: z
    .enum(['core', 'extended', 'all'])
    .describe('extended or all: the extended protocols are ranked, too; core when left out.')
    .exactOptional(),
  asked: line(2000).describe('Of a question that people asked: what they asked, in our words.').exactOptional(),
  stated: z
    .array(line(80))
    .min(1)
    .describe('Of a question that people asked: what they stated without being asked.')
    .exactOptional(),
  answers: z.record(z.string(), z.unknown()).describe('By question id.'),
  expect: form({
    first: z.array(z.string()).min(1).describe('The protocols that they run.'),
    defensible: z.array(z.string()).describe('Protocols that a reviewer would accept, too.').exactOptional(),
    rejected: z.array(z.string()).describe('Protocols that they compared and turned down.').exactOptional(),
  }),
}).meta({ id: 'scenario', description: 'A published decision, and the protocols that are expected first.' });
