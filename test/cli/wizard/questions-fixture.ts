import type { InterviewPlan, Stop } from '../../../src/cli/wizard/interview.ts';
import { openQuestions } from '../../../src/cli/wizard/state.ts';
import type { Answers, Option, Preset, Question } from '../../../src/core/model.ts';

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

/** Options of a yes-or-no question that is usually answered with no, and whose yes is a hard constraint. */
export const USUALLY_NO: Partial<Question> = {
  options: [
    { ...option(true, 'Yes'), effects: [{ requires: { strength: 3 }, weighs: {} }] },
    { ...option(false, 'No'), usual: true },
  ],
};

/** The questions, some of them changed; by id. */
export function changed(own: Readonly<Record<string, Partial<Question>>>): readonly Question[] {
  return QUESTIONS.map((one) => ({ ...one, ...own[one.id] }));
}

const STOP: Stop = {
  says: 'Use Alpha (clear).',
  detail: 'Little is open.',
  help: 'What clear means.',
  isClose: false,
  hinges: [],
};

/** An interview over these questions, everything open in file order. */
export function planOver(questions: readonly Question[]): Pick<InterviewPlan, 'rules' | 'lookAhead'> {
  const lookAhead: InterviewPlan['lookAhead'] = (answers, asked, parked) => {
    const open = openQuestions(questions, { answers, asked });
    const next = open.find(({ id }) => !parked.has(id));
    // An answer may open further questions.
    const most = questions.filter(({ id }) => answers[id] === undefined && !asked.has(id)).length;
    return { next, most, open: open.length, isSettled: false, stop: () => STOP };
  };
  return { rules: { questions }, lookAhead };
}

/** The same, with a stop once this many questions are answered. */
export function stoppingAfter(
  count: number,
  own: Partial<Stop> = {},
  questions = QUESTIONS,
): InterviewPlan['lookAhead'] {
  const { lookAhead } = planOver(questions);
  return (answers, asked, parked) => {
    const lookout = lookAhead(answers, asked, parked);
    const isSettled = Object.keys(answers).length >= count;
    return { ...lookout, isSettled, stop: () => ({ ...STOP, ...own }) };
  };
}

/** Two use cases to start from. */
export const PRESETS: readonly Preset[] = [
  {
    id: 'shop',
    title: 'Shop',
    says: 'People buy things on a page, and are told when their parcel moves from one place to the next.',
    answers: { payload: 'events', ends: ['page'] },
  },
  { id: 'farm', title: 'Farm', says: 'Sensors in a field.', answers: { payload: 'events', ends: ['sensor'], pace: 1 } },
];

export function standing(answers: Answers): string {
  return `${Object.keys(answers).length} known, Alpha leads (61.0).`;
}
