/** The form of answers, made from the questions of the loaded rules. */

import { z } from 'zod';
import { NONE } from '../core/answers.ts';
import type { Criterion, Question, Rules } from '../core/model.ts';
import { GREATEST_WEIGHT } from '../core/overrides.ts';
import { joined } from '../text/lists.ts';
import { acceptedUnits, quantityPattern } from '../text/quantity.ts';

/**
 * The form of an answers file: a key for each question, and `weight` and `must`. It accepts exactly what `checkAnswers`
 * accepts, except that it cannot check the bounds of numbers that are written as text.
 */
export function answersForm({ questions, criteria }: Rules) {
  const entries = questions.map((question) => [question.id, questionForm(question)] as const);
  return z
    .strictObject({
      ...Object.fromEntries(entries),
      weight: criteriaMap(criteria, z.number().min(0).max(GREATEST_WEIGHT)).describe(
        'Criterion to weight from 0, which replaces the weight from the answers.',
      ),
      must: criteriaMap(criteria, z.literal([0, 1, 2, 3, 4])).describe(
        'Criterion to the lowest accepted grade, which replaces that from the answers; 0: none.',
      ),
    })
    .describe('Answers to the questions. What is left out, or null, is unknown.');
}

/**
 * The same without explanations, patterns, `null` and names of criteria, for readers that pay for each word. It accepts
 * what `answersForm` accepts, but for other spellings of yes and no, a single value for a list, and `null`.
 */
export function briefAnswersForm({ questions }: Rules) {
  return z.strictObject({
    ...Object.fromEntries(questions.map((question) => [question.id, briefForm(question).exactOptional()] as const)),
    weight: z
      .record(z.string(), z.number().min(0).max(GREATEST_WEIGHT))
      .describe('Criterion id to weight, in place of that from the answers.')
      .exactOptional(),
    must: z
      .record(z.string(), z.literal([0, 1, 2, 3, 4]))
      .describe('Criterion id to the lowest grade that is accepted, in place of that from the answers; 0: none.')
      .exactOptional(),
  });
}

function briefForm({ kind, unit, asks, options, noneLabel }: Question): z.ZodType {
  const values = () => z.enum(options.map(({ value }) => String(value)));
  switch (kind) {
    case 'boolean':
      return z.boolean().describe(asks);
    case 'number':
      return z.union([z.number(), z.string()]).describe(`${asks} ${numberInWords(unit)}`);
    case 'choice':
      return values().describe(asks);
    case 'choices':
      return (noneLabel === undefined ? z.array(values()).min(1) : z.array(values())).describe(asks);
  }
}

function questionForm(question: Question) {
  return valueForm(question)
    .nullable()
    .optional()
    .describe([question.asks, ...choicesInWords(question), help(question)].join('\n'));
}

/** @throws TypeError for a choice without options; the loader refuses those */
function valueForm({ kind, unit, options, above, atLeast, noneLabel }: Question): z.ZodType {
  switch (kind) {
    case 'boolean':
      // YAML 1.2 reads yes and no as text.
      return z.union([z.boolean(), z.enum(['yes', 'no', 'true', 'false'])]);
    case 'number': {
      const least = atLeast === undefined ? z.number() : z.number().min(atLeast);
      const number = above === undefined ? least : least.gt(above);
      // The bound holds for these, too, but a schema cannot state it.
      return z.union([number, z.string().regex(new RegExp(quantityPattern(unit)))]);
    }
    case 'choice':
      return z.enum(options.map(({ value }) => String(value)));
    case 'choices': {
      const one = z.enum(options.map(({ value }) => String(value)));
      if (noneLabel === undefined) return z.union([z.array(one).min(1), one]);
      return z.union([z.array(one), one, z.literal(NONE), z.array(z.literal(NONE))]);
    }
  }
}

/** A line for each choice with its meaning; none for other kinds. */
function choicesInWords({ kind, options }: Question): string[] {
  if (kind !== 'choice' && kind !== 'choices') return [];
  return options.map(({ value, label, help: more }) => `${value}: ${label}${more ? `. ${more}` : ''}`);
}

/** "In ms, or as text with ms, s, min, h or d." */
function numberInWords(unit: string | undefined): string {
  return `${unit === undefined ? 'A number' : `In ${unit}`}, or as text with ${joined(acceptedUnits(unit), 'or')}.`;
}

function help({ kind, help: text, unit }: Question): string {
  const flat = text.replace(/\s*\n\s*/g, ' ');
  return kind === 'number' ? `${numberInWords(unit)} ${flat}` : flat;
}

function criteriaMap(criteria: readonly Criterion[], value: z.ZodType) {
  const entries = criteria.flatMap(({ id, formerly = [], label, asks }) =>
    [id, ...formerly].map((name) => [name, value.optional().describe(`${label}. ${asks}`)] as const),
  );
  return z.strictObject(Object.fromEntries(entries)).optional();
}
