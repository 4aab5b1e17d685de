import { holds } from '../../../src/core/condition/evaluate.ts';
import type { Answers, Option, Question } from '../../../src/core/model.ts';

function option(value: Option['value'], label: string, from?: number): Option {
  return { value, label, prior: 1, effects: [], ...(from !== undefined && { from }) };
}

function question(own: Pick<Question, 'id' | 'kind' | 'label' | 'asks' | 'options'> & Partial<Question>): Question {
  return { about: 'decision', help: `What ${own.label.toLowerCase()} means, explained.`, ...own };
}

/** One question of every kind, and two that depend on others: `pace` on `payload`, `burst` on `pace`. */
export const QUESTIONS: readonly Question[] = [
  question({
    id: 'payload',
    kind: 'choice',
    label: 'Payload',
    asks: 'What travels?',
    help: 'Events are messages that your own code handles. Files are copied as they are, from one end to the other.',
    options: [option('events', 'Events'), option('files', 'Files'), option('sound', 'Live sound')],
  }),
  question({
    id: 'ends',
    kind: 'choices',
    label: 'Ends',
    asks: 'What connects? Choose all that do.',
    options: [option('page', 'Web page'), option('phone', 'Phone'), option('sensor', 'Sensor')],
  }),
  question({
    id: 'pace',
    kind: 'number',
    label: 'Pace',
    asks: 'How many events per second does one end see?',
    unit: 'events per second',
    above: 0,
    options: [option(1, 'below 10'), option(50, '10 or more', 10)],
    when: { answers: { payload: { is: ['events'] } } },
  }),
  question({
    id: 'burst',
    kind: 'boolean',
    label: 'Bursts',
    asks: 'Do they come in bursts?',
    options: [option(true, 'Yes'), option(false, 'No')],
    when: { answers: { pace: { from: 10 } } },
  }),
  question({
    id: 'guests',
    kind: 'boolean',
    label: 'Guests',
    asks: 'May guests connect?',
    options: [option(true, 'Yes'), option(false, 'No')],
  }),
];

/** File order, as the simplest way through the questions. */
export function nextInFileOrder(answers: Answers, asked: ReadonlySet<string>): Question | undefined {
  return QUESTIONS.find(({ id, when }) => answers[id] === undefined && !asked.has(id) && holds(when, { answers }));
}

export function standing(answers: Answers): string {
  return `${Object.keys(answers).length} known, Alpha leads (61.0).`;
}
