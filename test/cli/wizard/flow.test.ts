import { describe, expect, it } from 'vitest';
import { holdInterview, type InterviewPlan } from '../../../src/cli/wizard/flow.ts';
import { nextInFileOrder, QUESTIONS, standing } from './questions-fixture.ts';
import { type Act, ScriptedPrompter } from './scripted-prompter.ts';

const REVIEW = 'These are your answers. Change one, or see the result.';
const FINISH: Act = { pick: 'See the result' };
const BACK: Act = 'back';

async function hold(script: readonly Act[], own: Partial<InterviewPlan> = {}) {
  const prompter = new ScriptedPrompter(script);
  const interview: InterviewPlan = {
    rules: { questions: QUESTIONS },
    answers: {},
    next: nextInFileOrder,
    standing,
    isDecided: () => undefined,
    ...own,
  };
  const ended = await holdInterview(interview, prompter);
  return { ended, prompter };
}

function answers(...values: (string | number | boolean | readonly string[] | null)[]): Act[] {
  return values.map((answer) => ({ answer }));
}

describe('the way through', () => {
  it('asks what applies, in the given order, and ends with the review', async () => {
    const { ended, prompter } = await hold([...answers('events', ['page', 'sensor'], 50, true, false), FINISH]);
    expect(prompter.shown).toEqual(['payload', 'ends', 'pace', 'burst', 'guests', REVIEW]);
    expect(ended).toEqual({
      kind: 'finished',
      answers: { payload: 'events', ends: ['page', 'sensor'], pace: 50, burst: true, guests: false },
    });
    expect(prompter.closedWith?.map(({ text }) => text)).toEqual([
      'Payload: Events',
      'Ends: Web page, Sensor',
      'Pace: 50 events per second',
      'Bursts: Yes',
      'Guests: No',
    ]);
  });

  it('leaves what one is not sure of unanswered, and says so on the review', async () => {
    const { ended, prompter } = await hold([...answers(null, null, null), FINISH]);
    expect(prompter.shown).toEqual(['payload', 'ends', 'guests', REVIEW]);
    expect(ended).toEqual({ kind: 'finished', answers: {} });
    expect(prompter.menus[0]?.entries.map(({ label }) => label)).toEqual([
      'See the result',
      'Payload: not sure',
      'Ends: not sure',
      'Guests: not sure',
    ]);
  });

  it('can be left for the review at any question, and taken up again', async () => {
    const { ended, prompter } = await hold([...answers('events'), 'review', { pick: 'Go on' }, 'review', FINISH]);
    expect(prompter.shown).toEqual(['payload', 'ends', REVIEW, 'ends', REVIEW]);
    expect(prompter.asks.map(({ canReview }) => canReview)).toEqual([false, true, true]);
    expect(ended).toEqual({ kind: 'finished', answers: { payload: 'events' } });
  });

  it('goes back from the review to the question that was left', async () => {
    const { prompter } = await hold([...answers('events'), 'review', 'back']);
    expect(prompter.shown).toEqual(['payload', 'ends', REVIEW, 'ends']);
  });

  it('does not ask what was given, but lists it, in the order of the questionnaire', async () => {
    const { ended, prompter } = await hold([...answers('files'), { pick: 'Guests: Yes' }, ...answers(false), FINISH], {
      answers: { guests: true, ends: ['phone'] },
    });
    expect(prompter.shown).toEqual(['payload', REVIEW, 'guests', REVIEW]);
    expect(prompter.asks[1]?.previous).toBe(true);
    expect(prompter.asks[0]?.transcript[0]?.text).toBe('2 answers given already; the review at the end lists them.');
    expect(JSON.stringify(ended)).toBe(
      '{"kind":"finished","answers":{"payload":"files","ends":["phone"],"guests":false}}',
    );
  });

  it('shows who leads above every prompt', async () => {
    const { prompter } = await hold([...answers('files', ['page'], true), FINISH]);
    expect(prompter.asks.map(({ heading }) => heading)).toEqual([
      'Question 1 of at most 5. 0 known, Alpha leads (61.0).',
      'Question 2 of at most 5. 1 known, Alpha leads (61.0).',
      'Question 3 of at most 5. 2 known, Alpha leads (61.0).',
    ]);
    expect(prompter.menus[0]?.heading).toBe('3 known, Alpha leads (61.0).');
  });

  it.each([0, 1, 2, 3, 4, 5])('is cancelled at step %i without answers', async (step) => {
    const script = [...answers('events', ['page'], 50, true, false).slice(0, step), 'cancel' as const];
    expect((await hold(script)).ended).toEqual({ kind: 'cancelled' });
  });
});

describe('going back', () => {
  const all = ['events', ['page'], 50, true, false] as const;

  it.each([1, 2, 3, 4, 5])('leads from step %i to the one before, and offers the earlier answer', async (step) => {
    const { ended, prompter } = await hold([
      ...answers(...all.slice(0, step)),
      BACK,
      ...answers(...all.slice(step - 1)),
      FINISH,
    ]);
    const again = prompter.asks.at(step === 5 ? 5 : step + 1);
    expect(again?.question.id).toBe(QUESTIONS[step - 1]?.id);
    expect(again?.previous).toEqual(all[step - 1]);
    expect(again?.transcript).toHaveLength(step - 1);
    expect(ended).toMatchObject({ answers: { payload: 'events', pace: 50, burst: true, guests: false } });
  });

  it('stays on the first question, which says that there is nothing behind it', async () => {
    const { prompter } = await hold([BACK, BACK, ...answers('files', null, null), FINISH]);
    expect(prompter.shown).toEqual(['payload', 'payload', 'payload', 'ends', 'guests', REVIEW]);
    expect(prompter.asks.map(({ canGoBack }) => canGoBack)).toEqual([false, false, false, true, true]);
  });

  it('offers "not sure" again where that was the answer', async () => {
    const { prompter } = await hold([...answers(null), BACK]);
    expect(prompter.asks.map(({ previous }) => previous)).toEqual([undefined, undefined, null]);
  });

  it('goes back through all of it, and forgets no answer on the way', async () => {
    const { ended, prompter } = await hold([...answers(...all), BACK, BACK, BACK, BACK, BACK, ...answers('files')]);
    expect(prompter.asks.slice(5).map(({ question, previous }) => [question.id, previous])).toEqual([
      ['guests', false],
      ['burst', true],
      ['pace', 50],
      ['ends', ['page']],
      ['payload', 'events'],
      ['ends', ['page']],
    ]);
    expect(ended).toEqual({ kind: 'cancelled' });
  });
});

describe('the review', () => {
  it('drops the answers that a change makes pointless, one after the other, and says which', async () => {
    const { ended, prompter } = await hold([
      ...answers('events', ['page'], 50, true, false),
      { pick: 'Payload' },
      ...answers('files'),
      FINISH,
    ]);
    expect(ended).toEqual({ kind: 'finished', answers: { payload: 'files', ends: ['page'], guests: false } });
    expect(prompter.menus[1]?.transcript.map(({ text }) => text)).toEqual([
      'Pace: dropped, it no longer applies',
      'Bursts: dropped, it no longer applies',
    ]);
  });

  it('keeps what never applied: it was given so', async () => {
    const { ended } = await hold([...answers('files', null, true), { pick: 'Guests' }, ...answers(false), FINISH], {
      answers: { pace: 3 },
    });
    expect(ended).toEqual({ kind: 'finished', answers: { payload: 'files', pace: 3, guests: false } });
  });

  it('asks what newly applies, and what that brings with it', async () => {
    const { ended, prompter } = await hold([
      ...answers('files', ['page'], true),
      { pick: 'Payload' },
      ...answers('events', 20, false),
      FINISH,
    ]);
    expect(prompter.shown).toEqual(['payload', 'ends', 'guests', REVIEW, 'payload', 'pace', 'burst', REVIEW]);
    expect(ended).toMatchObject({ answers: { payload: 'events', pace: 20, burst: false } });
  });

  it('is where Esc leads from a change, which then did not happen', async () => {
    const { ended, prompter } = await hold([
      ...answers('files', ['page'], true),
      { pick: 'Guests' },
      BACK,
      { pick: 'Payload' },
      ...answers('events'),
      BACK,
      BACK,
      FINISH,
    ]);
    expect(prompter.shown.slice(3)).toEqual([REVIEW, 'guests', REVIEW, 'payload', 'pace', 'payload', REVIEW]);
    expect(ended).toEqual({ kind: 'finished', answers: { payload: 'files', ends: ['page'], guests: true } });
  });

  it('turns an answer into "not sure"', async () => {
    const { ended, prompter } = await hold([
      ...answers('files', ['page'], true),
      { pick: 'Ends' },
      ...answers(null),
      FINISH,
    ]);
    expect(ended).toEqual({ kind: 'finished', answers: { payload: 'files', guests: true } });
    expect(prompter.menus[1]?.entries.map(({ label }) => label)).toContain('Ends: not sure');
  });
});

describe('a decision before the last question', () => {
  const says = 'Decided after 1 of 5 questions: no open answer can change it.';
  const isDecided: InterviewPlan['isDecided'] = (given) => ({ decided: Object.keys(given).length >= 1, says });

  it('offers the result at once', async () => {
    const { ended, prompter } = await hold([...answers('events'), FINISH], { isDecided });
    expect(prompter.shown).toEqual(['payload', says]);
    expect(ended).toEqual({ kind: 'finished', answers: { payload: 'events' } });
  });

  it('goes on when told to, and does not offer again', async () => {
    const { ended, prompter } = await hold(
      [...answers('events'), { pick: 'Go on' }, ...answers(['phone'], 5, true), FINISH],
      { isDecided },
    );
    expect(prompter.shown).toEqual(['payload', says, 'ends', 'pace', 'guests', REVIEW]);
    expect(ended).toMatchObject({ answers: { ends: ['phone'], pace: 5, guests: true } });
  });

  it('can be left backwards, and is come back to', async () => {
    const { prompter } = await hold(
      [...answers('events'), { pick: 'Go on' }, BACK, BACK, ...answers('files'), FINISH],
      {
        isDecided,
      },
    );
    expect(prompter.shown).toEqual(['payload', says, 'ends', says, 'payload', says]);
  });

  it('leads to the review, where a change asks only what newly applies, and the rest stays on offer', async () => {
    const { ended, prompter } = await hold(
      [
        ...answers('files'),
        { pick: 'Check' },
        { pick: 'Payload' },
        ...answers('events', 3),
        { pick: 'Go on with the questions (2 open)' },
        ...answers(null, true),
        FINISH,
      ],
      { isDecided },
    );
    expect(prompter.shown).toEqual(['payload', says, REVIEW, 'payload', 'pace', REVIEW, 'ends', 'guests', REVIEW]);
    expect(ended).toEqual({ kind: 'finished', answers: { payload: 'events', pace: 3, guests: true } });
  });

  it('is said before the first question when what was given settles it', async () => {
    const { ended, prompter } = await hold([BACK, FINISH], { isDecided, answers: { guests: true } });
    expect(prompter.shown).toEqual([says, says]);
    expect(ended).toEqual({ kind: 'finished', answers: { guests: true } });
  });
});
