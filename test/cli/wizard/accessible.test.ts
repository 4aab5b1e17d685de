import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { watchForEnd } from '../../../src/cli/wizard/end-signals.ts';
import { runWizard, type WizardOptions } from '../../../src/cli/wizard/wizard.ts';
import { changed, PRESETS, planOver, QUESTIONS, standing, USUALLY_NO } from './questions-fixture.ts';

interface Typed {
  readonly lines: readonly string[];
  /** What becomes of the input after the lines. */
  readonly afterwards?: (stdin: PassThrough) => void;
  readonly own?: Partial<WizardOptions>;
}

async function type({ lines, afterwards, own }: Typed) {
  const stdin = new PassThrough();
  const stderr = new PassThrough();
  let text = '';
  stderr.on('data', (chunk) => {
    text += String(chunk);
  });
  const watch = watchForEnd(stdin);
  const running = runWizard({
    ...planOver(QUESTIONS),
    answers: {},
    presets: [],
    io: { stdin, stderr },
    accessible: true,
    color: true,
    resume: ({ answers }) => `go-on ${JSON.stringify(answers)}`,
    signal: watch.signal,
    standing,
    ...own,
  });
  stdin.write(lines.map((line) => `${line}\n`).join(''));
  afterwards?.(stdin);
  const ended = await running;
  watch.stop();
  return { ended, text };
}

const WITH_NONE = planOver(changed({ ends: { noneLabel: 'Nothing at all' } }));

function interrupt(): void {
  process.emit('SIGINT');
}

describe('the accessible wizard', () => {
  it('prints plain numbered lines and reads whole lines', async () => {
    const { ended, text } = await type({ lines: ['1', '1,3', '50', 'y', 'no', '1'] });
    expect(ended).toEqual({
      kind: 'finished',
      answers: { payload: 'events', ends: ['page', 'sensor'], pace: 50, burst: true, guests: false },
    });
    expect(text).toBe(
      `
Question 1 of at most 5. 0 known, Alpha leads (61.0).
What travels?
1. Events
2. Files
3. Live sound
0. Not sure
Type a number. ?: help.
Answer: 
Question 2 of at most 5. 1 known, Alpha leads (61.0).
What connects? Choose all that do.
1. Web page
2. Phone
3. Sensor
0. Not sure
Type one or more numbers, with commas between. ?: help, b: back, r: review.
Answer: 
Question 3 of at most 5. 2 known, Alpha leads (61.0).
How many events per second does one end see?
0. Not sure
Type a number in events per second, above 0. ?: help, b: back, r: review.
Answer: 
Question 4 of at most 5. 3 known, Alpha leads (61.0).
Do they come in bursts?
1. Yes
2. No
0. Not sure
Type a number. Enter alone: not sure. ?: help, b: back, r: review.
Answer: 
Question 5, the last. 4 known, Alpha leads (61.0).
May guests connect?
1. Yes
2. No
0. Not sure
Type a number. Enter alone: not sure. ?: help, b: back, r: review.
Answer: 
5 known, Alpha leads (61.0).
These are your answers. Change one, or see the result.
1. See the result
2. Payload: Events
3. Ends: Web page, Sensor
4. Pace: 50 events per second
5. Bursts: Yes
6. Guests: No
Type a number from 1 to 6. ?: help, b: back.
Answer: `,
    );
  });

  it('writes no control character, not even where colour is wanted', async () => {
    const { text } = await type({ lines: ['?', 'x', 'b', '1', 'b', '', '0', '-1', '?', '0', '0', '0', '2', '2', '1'] });
    expect(text).toMatch(/Payload: Files/);
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });

  it.each([
    ['a choice', ['9'], 'Please type one of the numbers from 1 to 3, or 0 if you are not sure.'],
    ['an empty line', [''], 'Please type one of the numbers from 1 to 3, or 0 if you are not sure.'],
    ['several', ['1', '1,7'], 'Please type numbers from 1 to 3, such as 1,2, or 0 if you are not sure.'],
    ['not sure among others', ['1', '0,2'], 'Not sure (0) goes with no other answer.'],
    [
      'a number',
      ['1', '0', 'many'],
      'Please type a number in events per second, such as 50, or with a unit: /s, /min, /h, /d, k, M.',
    ],
    ['a number out of range', ['1', '0', '-4'], 'It has to be more than 0 (events per second).'],
    ['the way back from the first step', ['b'], 'This is the first step, there is nothing to go back to.'],
  ])('says what is wrong with %s, and reads again', async (_, lines, problem) => {
    const { text } = await type({ lines, afterwards: (stdin) => stdin.end() });
    const [, after] = text.replaceAll('\n', ' ').split(problem);
    expect(after).toMatch(/Answer: {2}Cancelled\./);
  });

  it('explains every kind of question on "?"', async () => {
    const { text } = await type({ lines: ['?', '1', '?', '1', '?', '20', '?', '1', '?', '1', '?', '1'] });
    for (const { help } of QUESTIONS) expect(text.replaceAll('\n', ' ')).toContain(`Answer: ${help} Answer: `);
    expect(text).toContain('Choose an answer to change it.');
  });

  it('goes back on "b" and keeps the earlier answer on Enter, with every kind of question', async () => {
    const { ended, text } = await type({
      lines: ['1', '1,3', '50', '1', '1', 'b', 'b', 'b', 'b', 'b', '', '', '', '', '', '1'],
    });
    expect(text).toContain('Enter alone: Web page, Sensor.');
    expect(text).toContain('Enter alone: 50 events per second.');
    expect(ended).toMatchObject({
      answers: { payload: 'events', ends: ['page', 'sensor'], pace: 50, burst: true, guests: true },
    });
  });

  it('tells which answers a change dropped', async () => {
    const { text } = await type({ lines: ['1', '0', '50', '1', '1', '2', '2', '1'] });
    expect(text).toContain('Pace: dropped, it no longer applies.\nBursts: dropped, it no longer applies.\n');
  });

  it.each([
    ['its input ends', (stdin: PassThrough) => void stdin.end()],
    ['its terminal hangs up', (stdin: PassThrough) => void stdin.destroy(new Error('read EIO'))],
    ['its input is closed', (stdin: PassThrough) => void stdin.destroy()],
  ])('is cancelled when %s', async (_, afterwards) => {
    const { ended, text } = await type({ lines: ['1'], afterwards });
    expect(ended).toEqual({ kind: 'cancelled', answers: { payload: 'events' } });
    expect(text).toMatch(/\nCancelled\. To go on from here:\n {2}go-on {"payload":"events"}\n$/);
  });

  it('is cancelled without further words before there is an answer', async () => {
    const { text } = await type({ lines: ['0'], afterwards: (stdin) => void stdin.end() });
    expect(text).toMatch(/\nCancelled\.\n$/);
  });

  it('is cancelled by SIGINT, and listens no longer than it asks', async () => {
    const before = process.listenerCount('SIGINT');
    const { ended } = await type({ lines: ['1'], afterwards: () => void setImmediate(interrupt) });
    expect(ended.kind).toBe('cancelled');
    expect(process.listenerCount('SIGINT')).toBe(before);
  });

  it('lists use cases in whole sentences', async () => {
    const { ended, text } = await type({ lines: ['2', '1', '1'], own: { presets: PRESETS } });
    expect(text.replaceAll('\n', ' ')).toContain(
      'What do you build? 1. Shop: People buy things on a page, and are told when their parcel moves from one place to the next. 2. Farm: Sensors in a field. 3. Something else: ',
    );
    expect(text).toContain('Farm: 3 typical answers, to check and change in the review.\n');
    expect(ended).toMatchObject({ preset: { id: 'farm' }, answers: { pace: 1, guests: true } });
  });

  it.each([
    ['4', []],
    ['none', []],
    ['nothing at all', []],
    ['', []],
    ['0', undefined],
    ['3,1', ['page', 'sensor']],
  ])('reads %j where none of them is an answer', async (typed, ends) => {
    const { ended, text } = await type({ lines: ['2', typed, '0', '1'], own: WITH_NONE });
    expect(text).toContain('\n3. Sensor\n4. Nothing at all\n0. Not sure\n');
    expect(ended.kind).toBe('finished');
    expect(ended.answers['ends']).toEqual(ends);
  });

  it('refuses none of them together with others', async () => {
    const { text } = await type({ lines: ['2', '1,4'], own: WITH_NONE, afterwards: (stdin) => stdin.end() });
    expect(text).toContain('Nothing at all (4) goes with no other answer.');
  });

  it('offers the usual answer for Enter alone, and marks it; a must is never offered', async () => {
    const { ended, text } = await type({ lines: ['2', '1', '', '1'], own: planOver(changed({ guests: USUALLY_NO })) });
    expect(text).toContain('\n1. Yes\n2. No (usual)\n0. Not sure\nType a number. Enter alone: No.');
    expect(ended.answers['guests']).toBe(false);
  });
});
