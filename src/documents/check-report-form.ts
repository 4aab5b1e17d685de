/** The form of what `check --json` prints, field by field. Open: fields may be added within version 1. */
import { z } from 'zod';

const open = z.looseObject;
const id = z.string().min(1);
const count = z.int().min(0);

const changeForm = open({
  kind: z
    .enum(['decision', 'all', 'answer', 'override', 'effect', 'baseline', 'grade', 'protocol'])
    .describe('decision to override: the record was edited. The others: the rules are not what they were.'),
}).describe(
  'What has changed since the decision was recorded; question, protocol, criterion, from and to where they apply.',
);

const causeForm = open({
  says: z.string().describe('One line.'),
  change: changeForm.exactOptional(),
  isDecisive: z.boolean().describe('Whether undoing this change alone would put it right.').exactOptional(),
});

const problemForm = open({
  rule: z
    .enum(['excluded', 'outranked', 'unaccepted-warning', 'unusable-record', 'idle-acceptance'])
    .describe('What kind of problem; never renamed.'),
  level: z.enum(['error', 'note']).describe('A note does not make the record fail.'),
  key: z.string().describe('Tells it from others of the same rule in the same file, whatever line it moves to.'),
  line: z
    .int()
    .min(1)
    .describe('Of the answer at fault, else of the decision; absent, like the three below: no file was read.')
    .exactOptional(),
  column: z.int().min(1).describe('From 1, in UTF-16 units.').exactOptional(),
  endColumn: z.int().min(1).describe('Behind the last character of that line.').exactOptional(),
  lineHash: z.string().describe('What GitHub code scanning knows the line by.').exactOptional(),
  message: z.string().describe('One sentence.'),
  causes: z.array(causeForm).describe('What brought it about, as far as it is known.'),
});

const fileForm = open({
  file: z.string().describe('Relative to the working directory, with /; as it was typed where it lies outside.'),
  status: z.enum(['holds', 'fails', 'unusable']).describe('unusable: it could not be read as a recorded decision.'),
  name: z.string().describe('Absent where the file is unusable, like decision and first.').exactOptional(),
  decision: id.describe('Id of the protocol that was recorded.').exactOptional(),
  first: z.array(id).describe('Ids of the protocols that rank first now.').exactOptional(),
  problems: z.array(problemForm).describe('Empty: all is well.'),
});

export const checkReportForm = open({
  schemaVersion: z.literal(1).describe('Fields may be added within version 1; none changes its meaning.'),
  tool: open({
    name: z.string().describe('wirewise.'),
    version: z.string().describe('Version of the program.'),
    rules: open({
      packs: z.array(z.string()).describe('name@version of every rule pack, in the order in which they were laid.'),
      digest: z.string().describe('sha256: and the hash of what the rules say.'),
    }).describe('The rules that it was checked with.'),
  }).describe('What checked.'),
  outcome: z.enum(['holds', 'fails', 'unusable']).describe('The worst of the files.'),
  counts: open({
    files: count.describe('How many were named or found.'),
    hold: count.describe('How many of them hold.'),
    fail: count.describe('How many do not.'),
    unusable: count.describe('How many hold no recorded decision that these rules can read.'),
  }).describe('The files by status.'),
  files: z.array(fileForm).describe('In the order in which they were named; those of a folder by path.'),
  passedOver: z.array(z.string()).describe('YAML and JSON files of folders that hold no recorded decision.'),
});
