/** The form of a system file: several channels with their answers. */
import { z } from 'zod';
import type { Rules } from '../../core/model.ts';
import { MOST_LEGS } from '../../core/system/leg-words.ts';
import { form, line } from '../../rules/forms/basics.ts';
import { legNameForm, legWords } from '../../rules/forms/system.ts';
import { answersForm } from '../answers-form.ts';

const versionForm = z.literal(1, { error: '1, the only version so far' }).describe('Version of the form of this file.');

/** The keys of a system file, around forms of its answers and its legs. */
export function systemKeys<Answers extends z.ZodType, Legs extends z.ZodType>(answers: Answers, legs: Legs) {
  return {
    version: versionForm,
    name: line(200).describe('What the system is, in a few words.'),
    says: line().describe('What it does, and for whom.').optional(),
    shared: answers.nullable().optional().describe('Answers of every leg; the answers of a leg override them.'),
    legs: legs.describe(`The channels, 1 to ${MOST_LEGS}, by name.`),
  };
}

/** With the questions of these rules, for JSON Schemas. */
export function systemForm(rules: Rules) {
  return form(systemKeys(answersForm(rules), legsForm(rules))).describe('A system of several channels.');
}

/** The legs of a system file with the questions of these rules. */
export function legsForm(rules: Rules) {
  const leg = answersForm(rules)
    .extend({
      ...legWords,
      preset: z
        .enum(rules.presets.map(({ id }) => id))
        .describe('Typical answers.')
        .optional(),
    })
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
