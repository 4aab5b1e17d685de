/** The form of a recorded decision, which `record` writes and `check` reads. */
import { z } from 'zod';
import type { Grade, Rules } from '../core/model.ts';
import { asGrade } from '../core/overrides.ts';
import type { Basis } from '../core/record/snapshot.ts';
import { form, gradeForm } from '../rules/forms/basics.ts';
import { answersForm } from './answers-form.ts';
import { answerForm, open } from './open-form.ts';

const weights = z.record(z.string(), z.number());

/** Open: a later version may add to it. */
export const basisForm = open({
  wirewise: z.string().describe('Version of the program that recorded it.').exactOptional(),
  decision: z.string().describe('Id of the recorded protocol.'),
  all: z.boolean().describe('Whether the extended protocols were ranked.'),
  packs: z.array(z.string()).describe('name@version of every rule pack.'),
  digest: z.string().describe('sha256: and the hash of the rules.'),
  criteria: weights.describe('Criterion to baseline weight.'),
  answers: z
    .record(
      z.string(),
      open({
        answer: answerForm.describe('The recorded answer.'),
        weighs: weights.describe('Criterion to the weight that it added.').exactOptional(),
        requires: weights.describe('Criterion to the lowest grade that it accepted.').exactOptional(),
      }),
    )
    .describe('Question to the recorded answer, and to what the rules added and required because of it.'),
  overrides: open({
    weight: weights.describe('Criterion to weight.').exactOptional(),
    must: z.record(z.string(), gradeForm).describe('Criterion to lowest grade.').exactOptional(),
  })
    .describe('The recorded weight and must.')
    .exactOptional(),
  grades: z
    .record(
      z.string(),
      z.union([z.record(z.string(), gradeForm), z.string().regex(/^[0-4]*$/, { error: 'digits from 0 to 4' })]),
    )
    .describe(
      'Criterion to the grade of each protocol. Version 0.1.0 wrote protocol to a string of digits, in the order of criteria.',
    ),
  warnings: z.array(z.string()).describe('Ids of the warnings and errors at the time.'),
}).describe(
  'What the decision rested on when it was recorded, so that check can report what has changed. Do not edit.',
);

/** The basis as core takes it, whichever version wrote its grades. */
export function basisOfRecord({ grades, ...rest }: z.output<typeof basisForm>): Basis {
  const rows: Record<string, Record<string, Grade>> = {};
  const criteria = Object.keys(rest.criteria);
  for (const [key, row] of Object.entries(grades)) {
    if (typeof row !== 'string') rows[key] = { ...rows[key], ...row };
    else
      for (const [at, criterion] of criteria.entries())
        rows[criterion] = { ...rows[criterion], [key]: asGrade(Number(row[at])) ?? 0 };
  }
  return { ...rest, grades: rows };
}

function recordForm<Answers extends z.ZodType>(answers: Answers) {
  return form({
    version: z.literal(1, { error: '1, the only version so far' }).describe('Version of the form of this file.'),
    name: z.string().min(1).max(200).describe('What was decided, in a few words.'),
    why: z.string().max(4000).describe('Notes of the team.').optional(),
    answers,
    decision: z.string().min(1).describe('Id of the protocol that was chosen.'),
    core: z.boolean().describe('true: only the core protocols are ranked.').optional(),
    all: z.boolean().describe('Written by version 0.1.0. All protocols are ranked unless `core` is true.').optional(),
    accepts: z.array(z.string()).describe('Ids of the warnings that the team has read and accepts.').optional(),
    override: form({
      because: z.string().min(1).max(1000).describe('The reason of the team.'),
    })
      .describe('The team chose otherwise than the advice: the decision need not rank first.')
      .optional(),
    basis: basisForm.optional(),
  }).describe('A decision for `wirewise check`.');
}

/** With the questions of these rules. Protocols and mistakes may be any, because packs may be added and removed. */
export function recordedDecisionForm(rules: Rules) {
  return recordForm(answersForm(rules));
}

/** The same without the answers: `readAnswers` checks those, with better messages. */
export const recordFrameForm = recordForm(z.record(z.string(), z.unknown()).nullable());
