import type { AnswerValue, Option, Question } from '../../core/model.ts';

/**
 * The answer under the cursor when a question is put: the usual one, or none of a list. A yes that excludes protocols is never there: such
 * a question starts at "not sure", which is `null`. `undefined` where there is no such answer.
 */
export function startingAnswer({ kind, options, noneLabel }: Question): AnswerValue | null | undefined {
  if (kind === 'choices') return noneLabel === undefined ? undefined : [];
  const usual = options.find((option) => option.usual === true && !(kind === 'boolean' && isMust(option)));
  return usual?.value ?? (kind === 'boolean' ? null : undefined);
}

/** Whether the answer is a yes with a hard constraint. */
function isMust({ value, effects }: Option): boolean {
  return value === true && effects.some(({ requires }) => Object.keys(requires).length > 0);
}
