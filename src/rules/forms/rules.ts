/**
 * The forms of the rule files, field by field. What needs other files to be judged is in check-*.ts. The descriptions go
 * into the JSON Schemas, which editors show while somebody writes a rule; what has an `id` is a definition there.
 */
import { z } from 'zod';
import { didYouMean } from '../../text/did-you-mean.ts';

/** Weights and sizes stay far below where sums of them would lose digits. */
const LARGEST = 1_000_000_000;

export const idForm = z
  .string()
  .max(40)
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, {
    error: 'an id of lower-case letters, digits and single hyphens, beginning with a letter',
  });

/** Whether a word could be an id at all. */
export function isId(word: string): boolean {
  return idForm.safeParse(word).success;
}

/** One line of text. Lengths are in UTF-16 units. */
export function line(longest = 500) {
  return z
    .string()
    .min(1)
    .max(longest)
    .regex(/^\S(.*\S)?$/, { error: 'one line of text without spaces around it' });
}

const prose = z.string().max(4000).regex(/\S/, { error: 'some text' });

export const sourceForm = z
  .string()
  .max(500)
  .regex(/^(https?:\/\/[^\s/]+\.\S+|judgement: \S.*)$/, { error: 'a URL, or "judgement: why"' });

const dateForm = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?$/, { error: 'a date as "YYYY-MM" or "YYYY-MM-DD"' });

export const gradeForm = z.literal([0, 1, 2, 3, 4], { error: 'a grade: 0, 1, 2, 3 or 4' }).meta({
  id: 'grade',
  description: '0 cannot, 1 poor, only with major work, 2 partial or application-level, 3 good, 4 native.',
});

const weightForm = z.number().min(0).max(LARGEST);

/** A condition is checked apart, because its keys are the ids of the questions. */
const conditionForm = z.record(z.string(), z.unknown()).meta({
  id: 'condition',
  description:
    'A map whose entries must all hold: question to answer, or all, any, not, count, first, feasible, saving.',
});

/** A map with exactly these keys; each key too many gets its own line of the message, with the nearest name. */
export function form<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? issue.keys.map((key) => unknownKey(key, known)).join('\n') : undefined,
  });
}

function unknownKey(key: string, known: readonly string[]): string {
  return didYouMean(key, known).trim() || `Expected one of ${known.join(', ')}.`;
}

const protocolId = idForm.describe('Id of a protocol.');

const evidence = sourceForm.describe('Who says so: a URL, or "judgement: why".');

/** Folders relative to the file: one, or a list of them. */
const extendsForm = z
  .union([line(), z.array(line()).min(1)])
  .describe('Folders of rule packs that lie beneath, relative to this file: one, or a list.');

const forbidForm = z
  .record(z.string(), z.union([line(), z.literal(false)]))
  .describe(
    'Protocol id to the reason why it may not be recommended; false allows again what an earlier layer forbids.',
  );

export const packForm = form({
  name: idForm.describe('Name of the pack.'),
  version: line(40).describe('Version of the pack: text, in quotes where it looks like a number.'),
  extends: extendsForm.optional(),
  forbid: forbidForm.optional(),
});

export const criterionForm = form({
  id: idForm.describe('Its name in cells, weights and musts.'),
  label: line(24).describe('Its name for readers.'),
  asks: line().describe('What grade 4 means, as one question.'),
  group: idForm.describe('What it is shown with.'),
  baseline: weightForm.describe('The weight that it has before any answer.'),
  table: z.boolean().describe('Whether it is a row of the comparison table; no by default.').optional(),
}).meta({ id: 'criterion', description: 'A dimension on which protocols are graded.' });

const cellForm = form({
  grade: gradeForm,
  says: line(24).describe('The short text of the comparison table.'),
  because: line().describe('One sentence that gives the reason for the grade.'),
  source: evidence,
  asOf: dateForm.describe('When it was checked: YYYY-MM or YYYY-MM-DD, where the fact ages.').optional(),
  was: line(24).describe('What the well-known cheat sheet says here, where that is wrong.').optional(),
}).meta({ id: 'cell', description: 'One protocol on one criterion.' });

const needForm = form({
  id: idForm.describe('Its name.'),
  says: line().describe('What has to be run or arranged.'),
  when: conditionForm.describe('When it is needed; absent: always.').optional(),
}).meta({ id: 'need', description: 'Something to run or to arrange beside the protocol.' });

const combinationForm = form({
  protocol: protocolId,
  leg: line().describe('The part of the way that the other one takes, such as "to browsers".'),
  why: line().describe('Why the other one suits that part.'),
  when: conditionForm.describe('When a decision names it; absent: always.').optional(),
}).meta({ id: 'combination', description: 'Another protocol that usually works beside this one.' });

export const cellsForm = z.record(z.string(), cellForm).describe('By criterion id.');

const jsonForm = z.json().describe('Whatever AsyncAPI lets stand there.');

const asyncapiForm = form({
  server: form({
    protocol: line(40).describe('In the words of AsyncAPI, such as wss.'),
    protocolVersion: line(40).describe('In quotes.').optional(),
    host: line(200).describe('Name and port; an example.'),
    pathname: line(200).describe('The path on the host.').optional(),
    says: line().describe('What the server is.'),
  }).describe('What clients connect to.'),
  channel: form({
    address: line(200).describe('Topic, path or queue; may hold {parameter}.'),
    says: line().describe('What it carries.'),
  }).describe('The one channel of the document.'),
  operations: z
    .array(
      form({
        id: idForm.describe('Its key in the document.'),
        action: z.enum(['send', 'receive']).describe('As the backend sees it.'),
        says: line().describe('What happens.'),
        when: conditionForm.describe('Left out where this surely fails; absent: never.').optional(),
      }),
    )
    .min(1)
    .describe('What the backend does on the channel.'),
  messages: z
    .array(
      form({
        contentType: line(100).describe('The media type.'),
        payload: jsonForm.describe('A JSON Schema.'),
        when: conditionForm.describe('All but the last have one.').optional(),
      }),
    )
    .min(1)
    .describe('The first that applies counts.'),
  bindings: z
    .array(
      form({
        at: z
          .enum(['server', 'channel', 'operation', 'send', 'receive', 'message'])
          .describe('The part that it binds; operation: send and receive.'),
        name: line(40).describe('Of the binding, such as ws.'),
        set: z.record(z.string(), jsonForm).describe('Its fields.'),
        when: conditionForm.describe('When it applies; absent: always.').optional(),
      }),
    )
    .describe('All that apply, later ones over earlier ones.')
    .optional(),
  extensions: z
    .record(z.string().regex(/^x-[a-z-]+$/, { error: 'a name such as "x-detail"' }), jsonForm)
    .describe('Further fields of the channel.')
    .optional(),
}).meta({ id: 'asyncapi', description: 'How an AsyncAPI 3 document describes a protocol, as the backend sees it.' });

export const protocolForm = form({
  id: idForm.describe('The name of the file without its ending.'),
  name: line(40).describe('Its name for readers.'),
  tier: z.enum(['core', 'extended']).describe('core: always ranked; extended: ranked with --all.'),
  order: z.int().min(1).describe('Its place in tables, from 1; those without come last.').optional(),
  summary: line().describe('What it is, in one sentence.'),
  pickWhen: z.array(line()).min(1).describe('When to take it, in words.'),
  avoidWhen: z.array(line()).min(1).describe('When not to take it, in words.'),
  needs: z.array(needForm).describe('What it needs beside it; may be empty.'),
  combinesWith: z.array(combinationForm).describe('What it usually works beside; may be empty.'),
  asyncapi: asyncapiForm.optional(),
  withoutAsyncapi: line().describe('Instead of asyncapi: why such a document makes no sense.').optional(),
  cells: cellsForm,
}).meta({ id: 'protocol', description: 'An alternative: one protocol that can be recommended.' });

/** `wirewise.yaml`: what a project lays over everything else, beside folders of rule packs. */
export const projectFileForm = form({
  extends: extendsForm.optional(),
  forbid: forbidForm.optional(),
  cells: z
    .record(z.string(), z.unknown())
    .describe('Protocol id to criterion id to the cell that takes the place of what is there.')
    .optional(),
  answers: z
    .record(z.string(), z.unknown())
    .describe('By question id: what counts where neither flags, files nor presets say anything.')
    .optional(),
}).describe('What a project lays over the rules.');

/** A protocol that an earlier pack has: adds cells to it, or takes their place. */
export const protocolPartForm = form({
  id: protocolId,
  extends: z.literal(true, { error: 'true' }).describe('The protocol is there already.'),
  reason: line().describe('Why the cells are changed.').optional(),
  cells: cellsForm,
}).meta({ id: 'protocolPart', description: 'Adds cells to a protocol of an earlier pack, or takes their place.' });

const effectShape = {
  requires: z
    .record(z.string(), gradeForm)
    .describe('Criterion id to lowest acceptable grade: what misses one is excluded.')
    .optional(),
  weighs: z
    .record(z.string(), weightForm)
    .describe('Criterion id to weight that is added: 1 a nudge, 2-3 it matters, 4-5 much, 6 and more it decides.')
    .optional(),
};

const furtherForm = form({
  when: conditionForm.describe('The other answers on which the effect depends.'),
  ...effectShape,
}).meta({ id: 'furtherEffect', description: 'An effect that depends on another answer.' });

const optionShape = {
  label: line(40).describe('The answer for readers.'),
  help: line().describe('What it means.').optional(),
  prior: z
    .number()
    .gt(0)
    .max(LARGEST)
    .describe("How often projects answer so, against the question's other options; 1 by default.")
    .optional(),
  ...effectShape,
  also: z.array(furtherForm).min(1).describe('Effects that depend on another answer.').optional(),
};

const questionShape = {
  id: idForm.describe('Its name as a flag and as a key of an answers file.'),
  label: line(24).describe('Its name for readers.'),
  asks: line().describe('The question.'),
  help: prose.describe('How to find the answer.'),
  about: z
    .enum(['decision', 'estimate', 'starter'])
    .describe('What it bears on: the decision, by default, or only figures or the starter.')
    .optional(),
  when: conditionForm.describe('When the question makes sense; absent: always.').optional(),
};

const choiceOptions = z.array(form({ id: idForm.describe('The answer as it is written.'), ...optionShape })).min(1);

const numberForm = z.number().min(-LARGEST).max(LARGEST);

/** The key `kind` decides which of the three forms a question has. */
export const questionForm = z
  .discriminatedUnion('kind', [
    form({
      ...questionShape,
      kind: z.enum(['choice', 'choices']).describe('choice: one of the options; choices: any number of them.'),
      options: z
        .union([choiceOptions, z.literal('languages')])
        .describe('The answers; "languages" stands for those of the starters.'),
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
      above: numberForm.describe('The number has to be greater.').optional(),
      atLeast: numberForm.describe('The smallest number.').optional(),
      options: z
        .array(
          form({
            typical: numberForm.describe('A number that stands for the band.'),
            from: numberForm.describe('Where the band begins, included; absent on the first.').optional(),
            ...optionShape,
          }),
        )
        .describe('Bands in ascending order; each ends where the next one begins.')
        .optional(),
    }),
  ])
  .meta({ id: 'question', description: 'One question, with what each answer does.' });

export const presetForm = form({
  id: idForm.describe('Its name after --preset.'),
  title: line(80).describe('The use case in a few words.'),
  says: line().describe('The use case in one sentence.'),
  answers: z.record(z.string(), z.unknown()).describe('By question id.'),
}).meta({ id: 'preset', description: 'A named use case: answers that are typical of it.' });

export const mistakeForm = form({
  id: idForm.describe('Its name in decisions and in `accepts`.'),
  title: line(80).describe('The mistake in a few words.'),
  severity: z
    .enum(['error', 'warning', 'info'])
    .describe('error: it will not work; warning: it will hurt; info: to remember when building.'),
  trigger: line().describe('When to warn, in words.'),
  when: conditionForm.describe('When to warn. What rests on an open question never triggers.'),
  guard: line().describe('When the warning would be a false alarm, in words.'),
  unless: conditionForm.describe('When the warning would be a false alarm.'),
  says: line().describe('What follows from it; may hold {question-id} and {estimate.saving} and the like.'),
  instead: line().describe('What to do instead; the same places.'),
  source: evidence,
  estimate: idForm.describe('The traffic model that gives it its numbers.').optional(),
}).meta({ id: 'mistake', description: 'A well-known mistake, and when to warn of it.' });

export const modelForm = form({
  id: idForm.describe('Its name in `estimate` of a mistake.'),
  source: evidence,
  inputs: form({
    intervalSeconds: idForm.describe('Question: seconds between polls.'),
    unchangedBodyBytes: idForm.describe('Question: bytes of the body of a poll without news.'),
    messagesPerSecond: idForm.describe('Question: messages per second.'),
    payloadBytes: idForm.describe('Question: bytes of a message.'),
  }).describe('Ids of the questions that hold the inputs.'),
  latestOnly: conditionForm.describe('Whether overtaken values need not be sent.'),
  headerBytes: z
    .array(
      form({
        bytes: weightForm.describe('Headers of one poll, request and response.'),
        when: conditionForm.describe('When it counts; absent: always.').optional(),
      }),
    )
    .min(1)
    .describe('The first whose condition holds counts.'),
  pollOverheadBytes: weightForm.describe('Of one poll beside headers and body.'),
  pushOverheadBytes: weightForm.describe('Of one pushed message beside its payload.'),
  heartbeatSeconds: z.number().gt(0).max(LARGEST).describe('Between signs of life on a connection.'),
  heartbeatBytes: weightForm.describe('Of one sign of life.'),
}).meta({ id: 'model', description: 'How polling is compared with pushing, in bytes.' });

export const languageForm = form({
  id: idForm.describe('Its name after --language.'),
  name: line(40).describe('Its name for readers.'),
  files: z
    .array(line(80))
    .describe('File names, or *.ext, that give the language away; the first language that matches wins.'),
  when: conditionForm.describe('When those files speak for it; absent: always.').optional(),
  fallbackFiles: z.array(line(80)).describe('Files that speak for it when those of no language are there.').optional(),
}).meta({ id: 'language', description: 'A language for starters, and how a project in it is recognised.' });
