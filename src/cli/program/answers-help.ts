/** `wirewise help answers`: every question with its answers and units, and every preset, once for all commands. */

import { NONE } from '../../core/answers.ts';
import type { Question } from '../../core/model.ts';
import { joined } from '../../text/lists.ts';
import { acceptedUnits } from '../../text/quantity.ts';
import type { FlagRules } from '../options/options.ts';
import { fitNotes } from './commander.ts';

const HEAD = `
Answers to questions, as flags of recommend, explain, compare, snippet, batch,
record, precedents and of the wizard; without the dashes they are the keys of
an answers file. Leave out what you do not know.`;

const EXAMPLE = `
Example:
  wirewise recommend --direction both --clients browser,device --latency 500ms`;

/** The text of the help, without colour. */
export function answersHelp({ questions, presets }: FlagRules, columns: number): string {
  const parts = [
    'Usage: wirewise recommend [--QUESTION ANSWER]...',
    HEAD,
    '\nQuestions:',
    ...questions.flatMap(questionLines),
    '\nPresets, for --preset:',
    ...presets.map(({ id, title }) => `  --preset ${id}  ${title}`),
    EXAMPLE,
  ];
  return `${fitNotes(parts.join('\n'), columns)}\n`;
}

function questionLines(question: Question): string[] {
  return [`  --${question.id}  ${question.asks.replace(/\s+/g, ' ').trim()}`, `      ${answersInWords(question)}`];
}

function answersInWords({ id, kind, unit, options, noneLabel }: Question): string {
  const values = options.map(({ value }) => String(value));
  switch (kind) {
    case 'boolean':
      return `yes, no; also --${id} and --no-${id}`;
    case 'number': {
      const units = joined(acceptedUnits(unit), 'or');
      return unit === undefined ? `a number; also with ${units}` : `a number in ${unit}; also with ${units}`;
    }
    case 'choice':
      return values.join(', ');
    case 'choices':
      return `${[...values, ...(noneLabel === undefined ? [] : [NONE])].join(', ')}; several with commas`;
  }
}
