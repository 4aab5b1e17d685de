/** The form of a recorded decision, which `check` reads and `record` writes. */
import { z } from 'zod';
import type { Rules } from '../core/model.ts';
import { form } from '../rules/forms/basics.ts';
import { answersForm } from './answers-form.ts';

const answerValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);
const weights = z.record(z.string(), z.number());
const grade = z.literal([0, 1, 2, 3, 4], { error: 'a grade: 0, 1, 2, 3 or 4' });

/** Open: a later version may keep more with it. */
const basisForm = z
  .looseObject({
    wirewise: z.string().describe('Version of the program that recorded it.').optional(),
    decision: z.string().describe('Id of the protocol that was recorded.'),
    all: z.boolean().describe('Whether the extended protocols were rivals.'),
    packs: z.array(z.string()).describe('name@version of every rule pack.'),
    digest: z.string().describe('sha256: and the hash of the rules.'),
    criteria: weights.describe('Criterion to baseline weight. Their order is that of the digits in grades.'),
    answers: z
      .record(
        z.string(),
        z.looseObject({
          answer: answerValue.describe('The answer then.'),
          weighs: weights.describe('Criterion to the weight that it added.').optional(),
          requires: weights.describe('Criterion to the lowest grade that it accepted.').optional(),
        }),
      )
      .describe('Question to the answer then, and to what the rules made of it.'),
    overrides: z
      .looseObject({
        weight: weights.describe('Criterion to weight.').exactOptional(),
        must: z.record(z.string(), grade).describe('Criterion to lowest grade.').exactOptional(),
      })
      .describe('The weight and must of the answers then.')
      .optional(),
    grades: z
      .record(z.string(), z.string().regex(/^[0-4]*$/, { error: 'digits from 0 to 4' }))
      .describe('Protocol to its grades then, one digit a criterion.'),
    warnings: z.array(z.string()).describe('Ids of the errors and warnings that there were then.'),
  })
  .describe('What the rules said when it was recorded, so that check can name what has changed. Not to be edited.');

function recordForm<Answers extends z.ZodType>(answers: Answers) {
  return form({
    version: z.literal(1, { error: '1, the only version so far' }).describe('Version of the form of this file.'),
    name: z.string().min(1).max(200).describe('What was decided, in a few words.'),
    why: z.string().max(4000).describe('Whatever the team wants to remember.').optional(),
    answers,
    decision: z.string().min(1).describe('Id of the protocol that was chosen.'),
    all: z.boolean().describe('true: the extended protocols are rivals, too.').optional(),
    accepts: z.array(z.string()).describe('Ids of the warnings that the team has read and accepts.').optional(),
    basis: basisForm.optional(),
  }).describe('A decision that `wirewise check` looks at again.');
}

/** With the questions of these rules; which protocols and mistakes there are is not fixed, so that packs may go and come. */
export function recordedDecisionForm(rules: Rules) {
  return recordForm(answersForm(rules));
}

/** The same, but for the answers, which `readAnswers` judges: its words are about questions. */
export const recordFrameForm = recordForm(z.record(z.string(), z.unknown()).nullable());
