/** A real decision and what is expected of ours: an entry of scenarios/*.yaml. DESIGN section 8. */
import { z } from 'zod';

export const scenarioForm = z
  .strictObject({
    id: z.string().describe('Its name.'),
    title: z.string().describe('The use case in a few words.'),
    organisation: z.string().describe('Who decided.'),
    year: z.number().describe('When it was published.').optional(),
    source: z.url().describe('Where they say so.'),
    why: z.string().describe('What they say, in our words.').optional(),
    tier: z.enum(['core', 'all']).describe('all: the extended protocols are ranked, too.'),
    answers: z.record(z.string(), z.unknown()).describe('By question id.'),
    expect: z.strictObject({
      first: z.array(z.string()).min(1).describe('What they run.'),
      defensible: z.array(z.string()).describe('What no reviewer would object to.').optional(),
    }),
  })
  .meta({ id: 'scenario', description: 'A real decision, and the protocols that are expected first.' });
