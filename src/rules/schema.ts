/** The forms of the rule files, field by field. What needs other files to be judged is in check-*.ts. */
import { z } from 'zod';
import { nearest } from '../core/nearest.ts';

/** Weights and sizes stay far below where sums of them would lose digits. */
const LARGEST = 1_000_000_000;

const idForm = z
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
function line(longest = 500) {
  return z
    .string()
    .min(1)
    .max(longest)
    .regex(/^\S(.*\S)?$/, { error: 'one line of text without spaces around it' });
}

const prose = z.string().max(4000).regex(/\S/, { error: 'some text' });

const sourceForm = z
  .string()
  .max(500)
  .regex(/^(https?:\/\/[^\s/]+\.\S+|judgement: \S.*)$/, { error: 'a URL, or "judgement: why"' });

const dateForm = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?$/, { error: 'a date as "YYYY-MM" or "YYYY-MM-DD"' });

const gradeForm = z.literal([0, 1, 2, 3, 4], { error: 'a grade: 0, 1, 2, 3 or 4' });

const weightForm = z.number().min(0).max(LARGEST);

/** A condition is checked apart, because its keys are the ids of the questions. */
const conditionForm = z.record(z.string(), z.unknown());

/** A map with exactly these keys; each key too many gets its own line of the message, with the nearest name. */
function form<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? issue.keys.map((key) => unknownKey(key, known)).join('\n') : undefined,
  });
}

function unknownKey(key: string, known: readonly string[]): string {
  const near = nearest(key, known);
  return near === undefined ? `Expected one of ${known.join(', ')}.` : `Did you mean "${near}"?`;
}

export const packForm = form({ name: idForm, version: line(40) });

export const criterionForm = form({
  id: idForm,
  label: line(24),
  asks: line(),
  group: idForm,
  baseline: weightForm,
  table: z.boolean().optional(),
});

export const cellForm = form({
  grade: gradeForm,
  says: line(24),
  because: line(),
  source: sourceForm,
  asOf: dateForm.optional(),
  was: line(24).optional(),
});

const needForm = form({ id: idForm, says: line(), when: conditionForm.optional() });

const combinationForm = form({ protocol: idForm, leg: line(), why: line(), when: conditionForm.optional() });

export const protocolForm = form({
  id: idForm,
  name: line(40),
  tier: z.enum(['core', 'extended']),
  order: z.int().min(1).optional(),
  summary: line(),
  pickWhen: z.array(line()).min(1),
  avoidWhen: z.array(line()).min(1),
  needs: z.array(needForm),
  combinesWith: z.array(combinationForm),
  cells: z.record(z.string(), cellForm),
});

/** A protocol that an earlier pack has: adds cells to it, or takes their place. */
export const protocolPartForm = form({
  id: idForm,
  extends: z.literal(true, { error: 'true' }),
  reason: line().optional(),
  cells: z.record(z.string(), cellForm),
});

const effectShape = {
  requires: z.record(z.string(), gradeForm).optional(),
  weighs: z.record(z.string(), weightForm).optional(),
};

const furtherForm = form({ when: conditionForm, ...effectShape });

const optionShape = {
  label: line(40),
  help: line().optional(),
  prior: z.number().gt(0).max(LARGEST).optional(),
  ...effectShape,
  also: z.array(furtherForm).min(1).optional(),
};

const questionShape = {
  id: idForm,
  label: line(24),
  asks: line(),
  help: prose,
  about: z.enum(['decision', 'estimate', 'starter']).optional(),
  when: conditionForm.optional(),
};

const choiceOptions = z.array(form({ id: idForm, ...optionShape })).min(1);

const numberForm = z.number().min(-LARGEST).max(LARGEST);

/** The key `kind` decides which of the three forms a question has. */
export const questionForm = z.discriminatedUnion('kind', [
  form({
    ...questionShape,
    kind: z.enum(['choice', 'choices']),
    options: z.union([choiceOptions, z.literal('languages')]),
  }),
  form({
    ...questionShape,
    kind: z.literal('boolean'),
    options: z.array(form({ id: z.boolean(), ...optionShape })).length(2),
  }),
  form({
    ...questionShape,
    kind: z.literal('number'),
    unit: line(40),
    above: numberForm.optional(),
    atLeast: numberForm.optional(),
    options: z.array(form({ typical: numberForm, from: numberForm.optional(), ...optionShape })).optional(),
  }),
]);

export const presetForm = form({
  id: idForm,
  title: line(80),
  says: line(),
  answers: z.record(z.string(), z.unknown()),
});

export const mistakeForm = form({
  id: idForm,
  title: line(80),
  severity: z.enum(['error', 'warning', 'info']),
  trigger: line(),
  when: conditionForm,
  guard: line(),
  unless: conditionForm,
  says: line(),
  instead: line(),
  source: sourceForm,
  estimate: idForm.optional(),
});

export const modelForm = form({
  id: idForm,
  source: sourceForm,
  inputs: form({
    intervalSeconds: idForm,
    unchangedBodyBytes: idForm,
    messagesPerSecond: idForm,
    payloadBytes: idForm,
  }),
  latestOnly: conditionForm,
  headerBytes: z.array(form({ bytes: weightForm, when: conditionForm.optional() })).min(1),
  pollOverheadBytes: weightForm,
  pushOverheadBytes: weightForm,
  heartbeatSeconds: z.number().gt(0).max(LARGEST),
  heartbeatBytes: weightForm,
});

export const languageForm = form({
  id: idForm,
  name: line(40),
  files: z.array(line(80)),
  when: conditionForm.optional(),
  fallbackFiles: z.array(line(80)).optional(),
});
