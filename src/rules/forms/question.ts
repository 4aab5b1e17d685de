/** The form of questions. */
import { z } from 'zod';
import {
  conditionForm,
  form,
  gradeForm,
  idForm,
  LARGEST,
  line,
  numberForm,
  prose,
  reasonForm,
  weightForm,
} from './basics.ts';

const effectShape = {
  because: reasonForm.describe('One whole sentence: why these requirements and weights.').exactOptional(),
  requires: z
    .record(z.string(), gradeForm)
    .describe('Criterion id to lowest acceptable grade: what misses one is excluded.')
    .exactOptional(),
  weighs: z
    .record(z.string(), weightForm)
    .describe('Criterion id to weight that is added: 1 a nudge, 2-3 it matters, 4-5 much, 6 and more it decides.')
    .exactOptional(),
};

const furtherForm = form({
  when: conditionForm.describe('The other answers on which the effect depends; absent: none.').exactOptional(),
  ...effectShape,
}).meta({ id: 'furtherEffect', description: 'A further effect, with a reason of its own.' });

const optionShape = {
  label: line(40).describe('The answer for readers.'),
  help: line().describe('What it means.').exactOptional(),
  prior: z
    .number()
    .gt(0)
    .max(LARGEST)
    .describe("How often projects answer so, against the question's other options; 1 by default.")
    .exactOptional(),
  usual: z
    .boolean()
    .describe('Whether most teams give this answer: the wizard marks it as recommended. No by default.')
    .exactOptional(),
  ...effectShape,
  also: z
    .array(furtherForm)
    .min(1)
    .describe('Further effects: those that depend on other answers, or have another reason.')
    .exactOptional(),
};

const questionShape = {
  id: idForm.describe('Its name as a flag and as a key of an answers file.'),
  label: line(24).describe('Its name for readers.'),
  asks: line().describe('The question.'),
  help: prose.describe('How to find the answer.'),
  about: z
    .enum(['decision', 'estimate', 'starter'])
    .describe('What it bears on: the decision, by default, or only figures or the starter.')
    .exactOptional(),
  end: z
    .enum(['client', 'server'])
    .describe('The end of a channel that its answer names, for diagrams; absent: neither.')
    .exactOptional(),
  when: conditionForm.describe('When the question makes sense; absent: always.').exactOptional(),
  priorBecause: reasonForm.describe('One whole sentence: where the priors of the options come from.').exactOptional(),
};

const choiceOptions = z.array(form({ id: idForm.describe('The answer as it is written.'), ...optionShape })).min(1);

/** The key `kind` decides which of the three forms a question has. */
export const questionForm = z
  .discriminatedUnion('kind', [
    form({
      ...questionShape,
      kind: z.enum(['choice', 'choices']).describe('choice: one of the options; choices: any number of them.'),
      options: z
        .union([choiceOptions, z.literal('languages')])
        .describe('The answers; "languages" means the languages of the starters.'),
      noneLabel: line(40)
        .describe('Of choices: the label of the answer "none of these", an empty list. Absent: no such answer.')
        .exactOptional(),
      nonePrior: weightForm
        .describe('How often projects answer "none of these", in the unit of the priors of the options.')
        .exactOptional(),
    }),
    form({
      ...questionShape,
      kind: z.literal('boolean').describe('Yes or no.'),
      options: z
        .array(form({ id: z.boolean().describe('true or false.'), ...optionShape }))
        .length(2)
        .describe('Yes and no.'),
    }),
    form({
      ...questionShape,
      kind: z.literal('number').describe('A number with a unit.'),
      unit: line(40).describe('Of the number.'),
      above: numberForm.describe('The number has to be greater.').exactOptional(),
      atLeast: numberForm.describe('The smallest number.').exactOptional(),
      options: z
        .array(
          form({
            typical: numberForm.describe('A typical number of the band.'),
            from: numberForm.describe('Where the band begins, included; absent on the first.').exactOptional(),
            ...optionShape,
          }),
        )
        .describe('Bands in ascending order; each ends where the next one begins.')
        .exactOptional(),
    }),
  ])
  .meta({ id: 'question', description: 'One question, with what each answer does.' });
