/** The form of a recorded decision, which `check` reads. DESIGN section 9. */
import { z } from 'zod';
import type { Rules } from '../core/model.ts';
import { answersForm } from './answers-form.ts';

/** With the questions of these rules; which protocols and mistakes there are is not fixed, so that packs may go and come. */
export function recordedDecisionForm(rules: Rules) {
  return z
    .strictObject({
      version: z.literal(1).describe('Version of the form of this file.'),
      name: z.string().min(1).describe('What was decided, in a few words.'),
      answers: answersForm(rules),
      decision: z.string().min(1).describe('Id of the protocol that was chosen.'),
      accepts: z.array(z.string()).describe('Ids of the warnings that the team has read and accepts.').optional(),
    })
    .describe('A decision that `wirewise check` looks at again.');
}
