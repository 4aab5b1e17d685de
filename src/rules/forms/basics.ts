/** The small forms that the forms of all rule files are made of. */
import { z } from 'zod';
import { didYouMean } from '../../text/did-you-mean.ts';

/** Largest weight or size. Sums of such numbers keep all their digits. */
export const LARGEST = 1_000_000_000;

export const idForm = z
  .string()
  .max(40, { abort: true })
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, {
    error: 'an id of lower-case letters, digits and single hyphens, beginning with a letter',
  });

/** Whether a word has the form of an id. */
export function isId(word: string): boolean {
  return idForm.safeParse(word).success;
}

/** One line of text. Lengths are in UTF-16 units. */
export function line(longest = 500) {
  return z
    .string()
    .min(1)
    .max(longest, { abort: true })
    .regex(/^\S(.*\S)?$/, { error: 'one line of text without spaces around it' });
}

/** Text of one or more lines. */
export const prose = z.string().max(4000).regex(/\S/, { error: 'some text' });

/** One whole sentence that gives a reason. Reports print it as it is. */
export const reasonForm = line();

export const sourceForm = z
  .string()
  .max(500, { abort: true })
  // The part before the first dot holds no dot, so that the expression takes linear time.
  .regex(/^(https?:\/\/[^\s/.]+\.\S+|judgement: \S.*)$/, { error: 'a URL, or "judgement: why"' });

export const evidence = sourceForm.describe('Who says so: a URL, or "judgement: why".');

export const dateForm = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?$/, { error: 'a date as "YYYY-MM" or "YYYY-MM-DD"' });

export const gradeForm = z.literal([0, 1, 2, 3, 4], { error: 'a grade: 0, 1, 2, 3 or 4' }).meta({
  id: 'grade',
  description: '0 cannot, 1 poor, only with major work, 2 partial or application-level, 3 good, 4 native.',
});

export const weightForm = z.number().min(0).max(LARGEST);

export const numberForm = z.number().min(-LARGEST).max(LARGEST);

/** Any map. The loader checks conditions separately, because their keys are the ids of the questions. */
export const conditionForm = z.record(z.string(), z.unknown()).meta({
  id: 'condition',
  description:
    'A map whose entries must all hold: question to answer, or all, any, not, count, first, feasible, saving.',
});

export const protocolId = idForm.describe('Id of a protocol.');

/** A map with exactly these keys. The message has one line for each unknown key, with the nearest known name. */
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
