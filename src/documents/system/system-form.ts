/** The form of a system file: several channels with their answers. */
import { z } from 'zod';
import type { Rules } from '../../core/model.ts';
import { MOST_LEGS } from '../../core/system/leg-words.ts';
import { form } from '../../rules/forms/basics.ts';
import { legNameForm, legWords, systemKeys } from '../../rules/forms/system.ts';
import { answersForm } from '../answers-form.ts';

/** With the questions of these rules, for JSON Schemas. */
export function systemForm(rules: Rules) {
  return form(systemKeys(answersForm(rules), legsForm(rules))).describe('A system of several channels.');
}

/** The legs of a system file with the questions of these rules. */
export function legsForm(rules: Rules) {
  const ids = rules.presets.map(({ id }) => id);
  const preset =
    ids.length > 0
      ? {
          preset: z
            .enum(ids)
            .optional()
            .describe(legWords.preset.description ?? ''),
        }
      : {};
  const leg = answersForm(rules)
    .extend({ ...legWords, ...preset })
    .meta({ id: 'leg', description: 'One channel: words about it, and its answers.' });
  // The reader counts the legs itself, so that its message can point to the one too many.
  return z.record(legNameForm, leg).meta({ minProperties: 1, maxProperties: MOST_LEGS });
}

/** The same without names of questions: the reader checks legs and answers itself, with better messages. */
export const systemFrame = systemKeys(
  z.record(z.string(), z.unknown()),
  z.record(z.string(), z.record(z.string(), z.unknown())),
);

export const systemFrameForm = form(systemFrame);
