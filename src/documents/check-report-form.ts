/** The form of what `check --json` prints. Each field is described here; core/record/check-report.ts has the types. */
import { z } from 'zod';
import { gradeForm } from '../rules/forms/basics.ts';
import { answerForm, open, schemaVersionForm, toolForm } from './open-form.ts';

const id = z.string().min(1);
const count = z.int().min(0);
const question = id.describe('Id of the question.');
const criterion = id.describe('Id of the criterion.');
const before = z.number().nullable().describe('The recorded number; null: there was none.');
const now = z.number().nullable().describe('The number now; null: there is none.');

const protocol = id.describe('Id of the protocol.');

/** A change of one kind; `says` describes it. */
function changeOf<Kind extends string, Shape extends z.core.$ZodLooseShape>(kind: Kind, says: string, shape: Shape) {
  return open({ kind: z.literal(kind).describe('What has changed.'), ...shape }).describe(says);
}

const changeForm = z
  .discriminatedUnion('kind', [
    changeOf('decision', 'The record was edited: another protocol.', {
      from: id.describe('The recorded protocol.'),
      to: id.describe('The protocol now.'),
    }),
    changeOf('all', 'The record was edited: whether the extended protocols are ranked.', {
      from: z.boolean().describe('Whether they were.'),
      to: z.boolean().describe('Whether they are now.'),
    }),
    changeOf('answer', 'The record was edited: an answer.', {
      question,
      from: answerForm.nullable().describe('The recorded answer; null: there was none.'),
      to: answerForm.nullable().describe('The answer now; null: there is none.'),
    }),
    changeOf('override', 'The record was edited: a weight or a must.', {
      override: z.enum(['weight', 'must']).describe('Which of the two.'),
      criterion,
      from: before,
      to: now,
    }),
    changeOf('effect', 'The rules changed: what an unchanged answer adds to a weight, or requires.', {
      effect: z.enum(['weighs', 'requires']).describe('weighs: the weight; requires: the lowest grade.'),
      question,
      answer: answerForm,
      criterion,
      from: before,
      to: now,
    }),
    changeOf('baseline', 'The rules changed: the baseline weight of a criterion.', {
      criterion,
      from: before,
      to: now,
    }),
    changeOf('grade', 'The rules changed: a grade.', {
      protocol,
      criterion,
      from: gradeForm.describe('The recorded grade.'),
      to: gradeForm.describe('The grade now.'),
    }),
    changeOf('protocol', 'The rules changed: a protocol was added or removed.', {
      protocol,
      change: z.enum(['new', 'gone']).describe('new: added; gone: removed or forbidden.'),
    }),
  ])
  .describe('One change since the decision was recorded.');

const causeForm = open({
  says: z.string().describe('One line.'),
  change: changeForm.exactOptional(),
  isDecisive: z.boolean().describe('Whether undoing this change alone solves the problem.').exactOptional(),
});

const problemForm = open({
  rule: z
    .enum(['excluded', 'outranked', 'unaccepted-warning', 'unusable-record', 'idle-acceptance'])
    .describe('What kind of problem; never renamed.'),
  level: z.enum(['error', 'note']).describe('A note does not make the record fail.'),
  leg: id.describe('Of a recorded system: the leg; absent: the whole.').exactOptional(),
  key: z.string().describe('Identifies the problem among those of the same rule and file, whatever line it moves to.'),
  line: z
    .int()
    .min(1)
    .describe('Line of the answer at fault, else of the decision. Absent if no file was read, like the next three.')
    .exactOptional(),
  column: z.int().min(1).describe('From 1, in UTF-16 units.').exactOptional(),
  endColumn: z
    .int()
    .min(1)
    .describe('Column after the last character of the line that is not a space.')
    .exactOptional(),
  lineHash: z.string().describe('By which GitHub code scanning identifies the line.').exactOptional(),
  message: z.string().describe('One sentence.'),
  causes: z.array(causeForm).describe('What caused it, as far as that is known.'),
});

const fileForm = open({
  file: z.string().describe('Relative to the working directory, with /; as given if it lies outside.'),
  status: z.enum(['holds', 'fails', 'unusable']).describe('unusable: it could not be read as a recorded decision.'),
  name: z.string().describe('Absent if the file is unusable, like decision and first.').exactOptional(),
  decision: id.describe('Id of the protocol that was recorded.').exactOptional(),
  decisions: z
    .record(z.string(), id)
    .describe('Of a recorded system, in place of decision and first: the protocol of each leg.')
    .exactOptional(),
  first: z.array(id).describe('Ids of the protocols that rank first now; empty if none is feasible.').exactOptional(),
  problems: z.array(problemForm).describe('Empty: all is well.'),
});

export const checkReportForm = open({
  schemaVersion: schemaVersionForm,
  tool: toolForm,
  outcome: z.enum(['holds', 'fails', 'unusable']).describe('The worst status of the files: unusable, fails, holds.'),
  counts: open({
    files: count.describe('Number of files named or found.'),
    hold: count.describe('How many of them hold.'),
    fail: count.describe('How many do not.'),
    unusable: count.describe('How many hold no recorded decision that these rules can read.'),
  }).describe('The files by status.'),
  files: z.array(fileForm).describe('In the order in which they were named; those of a folder by path.'),
  passedOver: z.array(z.string()).describe('YAML and JSON files of folders that hold no recorded decision.'),
});
