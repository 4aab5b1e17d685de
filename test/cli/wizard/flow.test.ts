import { describe, expect, it } from 'vitest';
import { holdInterview } from '../../../src/cli/wizard/flow.ts';
import type { InterviewPlan } from '../../../src/cli/wizard/interview.ts';
import { PRESETS, planOver, QUESTIONS, standing, stoppingAfter } from './questions-fixture.ts';
import { type Act, ScriptedPrompter } from './scripted-prompter.ts';

const REVIEW = 'These are your answers. Change one, or see the result.';
const FINISH: Act = { pick: 'See the result' };
const BACK: Act = 'back';

async function hold(script: readonly Act[], own: Partial<InterviewPlan> = {}) {
  const prompter = new ScriptedPrompter(script);
  const interview: InterviewPlan = {
    ...planOver(QUESTIONS),
    answers: {},
    presets: [],
    standing,
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
      'Pace: 50 events a second',
      'Bursts: Yes',
      'Guests: No',
    ]);
  });

  it('leaves what one is not sure of unanswered, and says so on the review', async () => {
    const { ended, prompter } = await hold([...answers('files', null, null), FINISH]);
    expect(prompter.shown).toEqual(['payload', 'ends', 'guests', REVIEW]);
    expect(ended).toEqual({ kind: 'finished', answers: { payload: 'files' } });
    expect(prompter.menus[0]?.entries.map(({ label }) => label)).toEqual([
      'See the result',
      'Payload: Files',
      'Ends: not sure',
      'Guests: not sure',
    ]);
  });

  it('asks what depends on a question that one was not sure of, and drops it when that turns out senseless', async () => {
    const { ended, prompter } = await hold([
      ...answers(null, ['page'], 50, true, null),
      { pick: 'Payload: not sure' },
      ...answers('files'),
      FINISH,
    ]);
    expect(prompter.shown).toEqual(['payload', 'ends', 'pace', 'burst', 'guests', REVIEW, 'payload', REVIEW]);
    expect(prompter.menus[1]?.transcript.map(({ text }) => text)).toEqual([
      'Pace: dropped, it no longer applies',
      'Bursts: dropped, it no longer applies',
    ]);
    expect(ended).toEqual({ kind: 'finished', answers: { payload: 'files', ends: ['page'] } });
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

  it('never promises more questions than before, and keeps the promise although the advice is not settled', async () => {
    const { lookAhead } = planOver(QUESTIONS);
    // The estimate of the moment goes up and down.
    const estimates = [4, 5, 2, 9];
    const { prompter } = await hold([...answers('events', ['page'], 50, true), FINISH], {
      lookAhead: (given, asked, parked) => ({ ...lookAhead(given, asked, parked), most: estimates[asked.size] ?? 1 }),
    });
    expect(prompter.asks.map(({ heading }) => heading.replace(/\. .*/, ''))).toEqual([
      'Question 1 of at most 4',
      'Question 2 of at most 4',
      'Question 3 of at most 4',
      'Question 4, the last',
    ]);
    expect(prompter.shown.at(-1)).toBe('Use Alpha (clear).');
  });

  it('counts what is open where everything is asked', async () => {
    const { prompter } = await hold([
      ...answers('files'),
      'review',
      { pick: 'Go on' },
      ...answers(['page'], true),
      FINISH,
    ]);
    expect(prompter.asks.slice(-2).map(({ heading }) => heading.replace(/\. .*/, ''))).toEqual([
      'Question 2, 1 more is open',
      'Question 3, the last that is open',
    ]);
  });

  it.each([0, 1, 2, 3, 4, 5])('is cancelled at step %i with the answers so far', async (step) => {
    const script = [...answers('events', ['page'], 50, true, false).slice(0, step), 'cancel' as const];
    const { ended } = await hold(script);
    expect(ended.kind).toBe('cancelled');
    expect(Object.keys(ended.answers)).toEqual(['payload', 'ends', 'pace', 'burst', 'guests'].slice(0, step));
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
    expect(ended.kind).toBe('cancelled');
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

describe('a stop before the last question', () => {
  const says = 'Use Alpha (clear).';
  const lookAhead = stoppingAfter(1);

  it('offers the result at once', async () => {
    const { ended, prompter } = await hold([...answers('events'), FINISH], { lookAhead });
    expect(prompter.shown).toEqual(['payload', says]);
    expect(ended).toEqual({ kind: 'finished', answers: { payload: 'events' } });
  });

  it('goes on when told to, and does not offer again', async () => {
    const { ended, prompter } = await hold(
      [...answers('events'), { pick: 'Go on' }, ...answers(['phone'], 5, true), FINISH],
      { lookAhead },
    );
    expect(prompter.shown).toEqual(['payload', says, 'ends', 'pace', 'guests', REVIEW]);
    expect(ended).toMatchObject({ answers: { ends: ['phone'], pace: 5, guests: true } });
  });

  it('can be left backwards, and is come back to', async () => {
    const { prompter } = await hold(
      [...answers('events'), { pick: 'Go on' }, BACK, BACK, ...answers('files'), FINISH],
      {
        lookAhead,
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
      { lookAhead },
    );
    expect(prompter.shown).toEqual(['payload', says, REVIEW, 'payload', 'pace', REVIEW, 'ends', 'guests', REVIEW]);
    expect(ended).toEqual({ kind: 'finished', answers: { payload: 'events', pace: 3, guests: true } });
  });

  it('is said before the first question when what was given settles it', async () => {
    const { ended, prompter } = await hold([BACK, FINISH], { lookAhead, answers: { guests: true } });
    expect(prompter.shown).toEqual([says, says]);
    expect(ended).toEqual({ kind: 'finished', answers: { guests: true } });
  });

  it('says how many questions were asked, what is open, and what the confidence means', async () => {
    const { prompter } = await hold([...answers('events'), FINISH], { lookAhead });
    expect(prompter.menus[0]).toMatchObject({
      heading: '1 question asked.',
      asks: says,
      detail: 'Little is open.',
      help: 'What clear means.',
    });
    expect(prompter.menus[0]?.entries.map(({ label }) => label)).toEqual([
      'See the result',
      'Check or change my answers first',
      'Go on with the open questions',
    ]);
  });

  it('asks the questions that could still change the advice when told to, and stops again', async () => {
    const hinges = QUESTIONS.filter(({ id }) => id === 'guests');
    const { ended, prompter } = await hold(
      [...answers('events'), { pick: 'Answer what could still change it: Guests' }, ...answers(true), FINISH],
      { lookAhead: stoppingAfter(1, { hinges }) },
    );
    expect(prompter.shown).toEqual(['payload', says, 'guests', says]);
    expect(prompter.asks[1]?.heading).toMatch(/^Question 2, the last\./);
    expect(ended).toEqual({ kind: 'finished', answers: { payload: 'events', guests: true } });
  });

  it('puts one of them again that was skipped: not sure is no answer', async () => {
    const hinges = QUESTIONS.filter(({ id }) => id === 'payload');
    const { ended, prompter } = await hold(
      [...answers(null, ['page']), { pick: 'Answer what could still change it: Payload' }, ...answers('files'), FINISH],
      { lookAhead: stoppingAfter(1, { hinges }) },
    );
    expect(prompter.shown).toEqual(['payload', 'ends', says, 'payload', says]);
    expect(ended).toEqual({ kind: 'finished', answers: { payload: 'files', ends: ['page'] } });
  });

  it('offers those first where it is too close to call', async () => {
    const own = { isClose: true, hinges: QUESTIONS.slice(1, 3) };
    const { prompter } = await hold([...answers('events'), FINISH], { lookAhead: stoppingAfter(1, own) });
    expect(prompter.menus[0]?.entries.map(({ label }) => label).slice(0, 2)).toEqual([
      'Answer what could still change it: Ends, Pace',
      'See the result',
    ]);
  });
});

describe('use cases to start from', () => {
  const asks = 'What do you build?';

  it('give their answers, and only the rest is asked', async () => {
    const { ended, prompter } = await hold([{ pick: 'Farm' }, ...answers(true), FINISH], { presets: PRESETS });
    expect(prompter.shown).toEqual([asks, 'guests', REVIEW]);
    expect(prompter.asks[0]?.heading).toBe('Question 1 of at most 2. 3 known, Alpha leads (61.0).');
    expect(prompter.asks[0]?.transcript.map(({ text }) => text)).toEqual([
      'Farm: 3 typical answers, to check and change in the review.',
    ]);
    expect(ended).toEqual({
      kind: 'finished',
      answers: { payload: 'events', ends: ['sensor'], pace: 1, guests: true },
      preset: { id: 'farm', title: 'Farm' },
    });
  });

  it('are listed with what they are, and a way without', async () => {
    const { ended, prompter } = await hold([{ pick: 'Something else' }, ...answers('files', null, null), FINISH], {
      presets: PRESETS,
    });
    expect(prompter.menus[0]?.entries.map(({ label, note }) => [label, note])).toEqual([
      ...PRESETS.map(({ title, says }) => [title, says]),
      ['Something else', 'Answer the questions that matter, one by one.'],
    ]);
    expect(prompter.shown).toEqual([asks, 'payload', 'ends', 'guests', REVIEW]);
    expect(ended).toEqual({ kind: 'finished', answers: { payload: 'files' } });
  });

  it('can be taken back with Esc, and their answers changed in the review', async () => {
    const { ended, prompter } = await hold(
      [{ pick: 'Farm' }, BACK, { pick: 'Shop' }, 'review', { pick: 'Ends: Web page' }, ...answers(['phone']), FINISH],
      { presets: PRESETS },
    );
    expect(prompter.shown).toEqual([asks, 'guests', asks, 'pace', REVIEW, 'ends', REVIEW]);
    expect(ended).toMatchObject({ answers: { payload: 'events', ends: ['phone'] }, preset: { id: 'shop' } });
  });
});
