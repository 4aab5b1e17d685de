import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KEY, type TerminalOptions, TerminalSession } from './pty.ts';

const { up, down, enter, escape: esc, ctrlC, ctrlD } = KEY;
const folder = mkdtempSync(join(tmpdir(), 'wizard-'));
const demo = join(folder, 'demo.mjs');

beforeAll(async () => {
  await build({
    entryPoints: [join(import.meta.dirname, 'demo.ts')],
    outfile: demo,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** stdout goes to a file, so that the screen shows what the prompts alone write. */
function start(options: object = {}, size?: TerminalOptions): TerminalSession {
  return new TerminalSession(`exec '${process.execPath}' '${demo}' '${JSON.stringify(options)}' >/dev/null`, size);
}

function startWithResult(options: object = {}): TerminalSession {
  return new TerminalSession(`exec '${process.execPath}' '${demo}' '${JSON.stringify(options)}'`);
}

const YES = { value: true, label: 'Yes', prior: 1, effects: [] };
const NO = { value: false, label: 'No', prior: 1, effects: [] };

/** Colour and other looks: a sequence that ends in "m". */
const LOOKS = /\u001B\[[\d;]*m/;
const HIDDEN_CURSOR = '\u001B[?25l';

describe('the wizard on a terminal', () => {
  it('is answered with the arrow keys, and leaves the answers on the screen', async () => {
    const terminal = startWithResult();
    await terminal.when('What travels?', enter);
    await terminal.when('What connects?', ' ');
    await terminal.when('[x] Web page', down + down);
    await terminal.when('> [ ] Sensor', ` ${enter}`);
    await terminal.when('How many events', `20${enter}`);
    await terminal.when('bursts?', enter);
    await terminal.when('guests connect?', up + enter);
    const review = await terminal.when('These are your answers', enter);
    expect(await terminal.ended).toBe(0);
    expect(review).toBe(`
4 known, Alpha leads (61.0).
These are your answers. Change one, or see the result.
> See the result
  Payload: Events
  Ends: Web page, Sensor
  Pace: 20 events a second
  Bursts: not sure
  Guests: No

↑↓ move · Enter choose · ? what does this mean · Esc back · Ctrl-C quit`);
    const [record, result] = terminal.text().split('{');
    expect(record).toBe(
      'Payload: Events\nEnds: Web page, Sensor\nPace: 20 events a second\nBursts: not sure\nGuests: No\n',
    );
    expect(result?.replaceAll('\n', '')).toBe('"kind":"finished","answers":');
    expect(terminal.text().replaceAll('\n', '')).toContain(
      '{"payload":"events","ends":["page","sensor"],"pace":20,"guests":false}}',
    );
  });

  it('goes back with Esc from every kind of question, and offers what was answered', async () => {
    const terminal = start();
    await terminal.when('What travels?', enter);
    await terminal.when('What connects?', ` ${enter}`);
    await terminal.when('How many events', `20${enter}`);
    await terminal.when('bursts?', enter);
    await terminal.when('guests connect?', up + enter);
    await terminal.when('These are your answers', esc);
    await terminal.when('> No', esc);
    await terminal.when('Do they come in bursts?', esc);
    await terminal.when('Enter alone keeps 20 events a second.', esc);
    await terminal.when('> [x] Web page', esc);
    const first = await terminal.when('What travels?', esc);
    expect(first).toBe(`
Question 1 of at most 5. 0 known, Alpha leads (61.0).
What travels?
> Events
  Files
  Live sound
  Not sure

↑↓ move · Enter choose · ? what does this mean · Ctrl-C quit`);
    await terminal.when('What travels?', enter);
    await terminal.when('> [x] Web page', enter);
    await terminal.when('Enter alone keeps', enter);
    await terminal.when('Pace: 20 events a second\n', ctrlC);
    expect(await terminal.ended).toBe(130);
  });

  it('explains with "?" and closes the explanation with it, in a list and in a field', async () => {
    const terminal = start();
    await terminal.when('What travels?', '?');
    await terminal.when('Events are messages that your own code handles.', '?');
    await terminal.until((screen) => !screen.includes('Events are messages'), 'the explanation to go');
    await terminal.when('What travels?', enter);
    await terminal.when('What connects?', '?');
    await terminal.when('What ends means, explained.', ` ${enter}`);
    await terminal.when('How many events', '2?');
    const field = await terminal.when('What pace means, explained.', `5${enter}`);
    expect(field).toContain('> Number: 2\n');
    await terminal.when('Pace: 25 events a second', ctrlC);
    expect(await terminal.ended).toBe(130);
  });

  it('refuses kindly what cannot be, and lets it be mended', async () => {
    const terminal = start();
    await terminal.when('What travels?', enter);
    await terminal.when('What connects?', enter);
    await terminal.when('Please mark at least one with Space, or choose "Not sure".', ` ${enter}`);
    await terminal.when('How many events', enter);
    await terminal.when('Please type a number in events per second, such as 50, or with a unit: /s,', `0${enter}`);
    await terminal.when('It has to be more than 0 (events per second).', `.5${enter}`);
    await terminal.when('Pace: 30 events a minute', ctrlC);
    expect(await terminal.ended).toBe(130);
  });

  it('takes "not sure" for an answer in every kind of question', async () => {
    const terminal = startWithResult({ answers: { payload: 'events' } });
    await terminal.when('What connects?', up + enter);
    await terminal.when('How many events', up + enter);
    await terminal.when('Do they come in bursts?', enter);
    await terminal.when('guests connect?', enter);
    await terminal.when('These are your answers', enter);
    expect(await terminal.ended).toBe(0);
    expect(terminal.text()).toContain('{"kind":"finished","answers":{"payload":"events"}}');
  });

  it('offers the result when it stops', async () => {
    const terminal = startWithResult({ stopAfter: 2 });
    await terminal.when('What travels?', enter);
    await terminal.when('What connects?', ` ${enter}`);
    const offer = await terminal.when('Use Alpha (clear).', down + down + enter);
    expect(offer).toContain('> See the result\n  Check or change my answers first\n  Go on with the open questions');
    await terminal.when('How many events', esc);
    await terminal.when('Use Alpha (clear).', enter);
    expect(await terminal.ended).toBe(0);
  });

  it.each([
    ['Ctrl-C, at every prompt', ctrlC, 6],
    ['Ctrl-D, at every kind of prompt', ctrlD, 3],
  ])('leaves cleanly on %s', async (_, key, prompts) => {
    const steps = ['What travels?', 'What connects?', 'How many events', 'Do they', 'May guests', 'These are your'];
    for (let count = 0; count < prompts; count++) {
      const terminal = start();
      for (const [at, step] of steps.slice(0, count).entries()) {
        await terminal.when(step, [enter, ` ${enter}`, `20${enter}`, enter, enter][at]);
      }
      await terminal.when(steps[count] ?? '', key);
      expect(await terminal.ended).toBe(130);
      const lines = terminal.text().split('\n');
      expect(lines.slice(0, count).every((line) => /^\w+: /.test(line))).toBe(true);
      expect(lines[count]).toBe(count === 0 ? 'Cancelled.' : 'Cancelled. To go on from here:');
      if (count > 0) expect(lines[count + 1]).toContain('  go-on {"payload":"events"');
      expect(terminal.raw).not.toContain(HIDDEN_CURSOR);
    }
  });

  it.each(['SIGHUP', 'SIGTERM', 'SIGINT'] as const)('leaves as cleanly on %s', async (signal) => {
    for (const keys of [[], [enter], [enter, ` ${enter}`]]) {
      const terminal = new TerminalSession(`exec '${process.execPath}' '${demo}' '{}'`);
      const steps = ['What travels?', 'What connects?', 'How many events'];
      for (const [at, key] of keys.entries()) await terminal.when(steps[at] ?? '', key);
      await terminal.when(steps[keys.length] ?? '');
      terminal.signal(signal);
      expect(await terminal.ended).toBe(130);
      const told = keys.length === 0 ? 'Cancelled.\n' : 'Cancelled. To go on from here:\n  go-on {"payload":"events"';
      expect(terminal.text()).toContain(told);
      expect(terminal.raw).not.toContain(HIDDEN_CURSOR);
    }
  });

  it('takes keys again after it was stopped from outside, and `fg`', async () => {
    const terminal = new TerminalSession('exec bash --norc --noprofile -i');
    terminal.press(`sh -c 'echo $$ >${folder}/pid; exec "${process.execPath}" "${demo}" "{}"'\r`);
    await terminal.when('What travels?', down);
    await terminal.when('> Files');
    process.kill(Number(readFileSync(join(folder, 'pid'), 'utf8')), 'SIGTSTP');
    await terminal.when('Stopped', 'fg\r');
    await terminal.until((screen) => (screen.split('Stopped')[1] ?? '').includes('> Files'), 'the prompt again');
    terminal.press(up);
    await terminal.until((screen) => (screen.split('Stopped')[1] ?? '').includes('> Events'), 'the row above');
    terminal.press(enter);
    await terminal.when('What connects?', ctrlC);
    await terminal.when('Cancelled.', 'exit 0\r');
    expect(await terminal.ended).toBe(0);
  });

  it.each([false, true])('fits 40 columns and 12 lines, colour %s', async (color) => {
    const terminal = start({ color }, { columns: 40, rows: 12 });
    const first = await terminal.when('What travels?', down + down + down);
    expect(first.split('\n').every((line) => line.length < 40)).toBe(true);
    await terminal.when('> Not sure', '?');
    const explained = await terminal.when('they are, from one end to the other.', '?');
    expect(explained).toContain('  Live sound\n> Not sure');
    expect(explained.split('\n').length).toBeLessThan(12);
    await terminal.until((screen) => !screen.includes('they are'), 'the explanation to go');
    await terminal.when('What travels?', ctrlC);
    expect(await terminal.ended).toBe(130);
    expect(terminal.text()).toBe('Cancelled.');
    expect(LOOKS.test(terminal.raw)).toBe(color);
  });

  it('is left for the result with Tab, whatever is open', async () => {
    const terminal = startWithResult();
    await terminal.when('What travels?', `\t${enter}`);
    await terminal.when('What connects?', '\t');
    await terminal.when('These are your answers', enter);
    expect(await terminal.ended).toBe(0);
    expect(terminal.text()).toContain('{"kind":"finished","answers":{"payload":"events"}}');
  });

  it('draws itself again when the terminal changes its size', async () => {
    const terminal = start();
    await terminal.when('What travels?', enter);
    await terminal.when('What connects?');
    terminal.resize(40, 24);
    const narrow = await terminal.when('Enter go on\n? what does this mean', down);
    expect(narrow).toContain(
      'Question 2 of at most 5. 1 known, Alpha\nleads (61.0).\nWhat connects? Choose all that do.\n> [ ] Web',
    );
    await terminal.when('> [ ] Phone', esc);
    await terminal.when('What travels?', ctrlC);
    expect(await terminal.ended).toBe(130);
    expect(terminal.text().split('\n').at(-1)).toBe('Cancelled.');
  });

  it('writes plain lines only in accessible mode, and leaves on Ctrl-C', async () => {
    const terminal = start({ accessible: true, color: true });
    await terminal.when('Answer:', '2\r');
    await terminal.when('What connects?', 'b\r');
    await terminal.when('Enter alone: Files.', '\r');
    await terminal.until(
      (screen) => screen.endsWith('r: review.\nAnswer:') && screen.includes('Enter alone: Files.'),
      'the next question',
    );
    terminal.press(ctrlC);
    expect(await terminal.ended).toBe(130);
    expect(terminal.raw).not.toContain('\u001B');
    expect(terminal.text()).toMatch(/\nCancelled\. To go on from here:\n {2}go-on {"payload":"files"}$/);
  });

  it.each([
    ['Ctrl-C', (terminal: TerminalSession) => terminal.press(ctrlC)],
    ['SIGTERM', (terminal: TerminalSession) => terminal.signal('SIGTERM')],
  ])('says how to go on when %s comes while it computes', async (_, interrupt) => {
    const terminal = start({ busyMs: 1000 });
    await terminal.when('What travels?', enter);
    await terminal.until((screen) => screen === 'Payload: Events', 'the prompt to go');
    interrupt(terminal);
    expect(await terminal.ended).toBe(130);
    expect(terminal.text().replace('^C', '')).toBe(
      'Payload: Events\nCancelled. To go on from here:\n  go-on {"payload":"events"}',
    );
  });

  it('starts on the usual answer, which is marked, and else on "Not sure": Enter never accepts a must', async () => {
    const must = { options: [{ ...YES, effects: [{ requires: { strength: 3 }, weighs: {} }] }, NO] };
    const usual = { options: [{ ...YES, usual: true }, NO] };
    const own = { guests: must, burst: usual };
    const terminal = startWithResult({ answers: { payload: 'events', ends: ['page'], pace: 50 }, own });
    const burst = await terminal.when('Do they come in bursts?', enter);
    expect(burst).toContain('> Yes (usual)\n  No\n  Not sure');
    const guests = await terminal.when('May guests connect?', enter);
    expect(guests).toContain('  Yes\n  No\n> Not sure');
    await terminal.when('These are your answers', enter);
    expect(await terminal.ended).toBe(0);
    expect(terminal.text().replaceAll('\n', '')).toContain('"pace":50,"burst":true}}');
  });

  it('has a line for none of them where that is an answer', async () => {
    const terminal = startWithResult({
      answers: { payload: 'files', guests: true },
      own: { ends: { noneLabel: 'None' } },
    });
    const first = await terminal.when('What connects?', down + enter);
    expect(first).toContain('> [ ] None\n  [ ] Web page\n  [ ] Phone\n  [ ] Sensor\n  [ ] Not sure');
    await terminal.when('Please mark at least one with Space, or choose "None" or "Not sure".', up + enter);
    await terminal.when('Ends: None', enter);
    expect(await terminal.ended).toBe(0);
    expect(terminal.text()).toContain('"ends":[]');
  });

  it('starts with use cases, a line each, whatever the width', async () => {
    const wide = start({ offersPresets: true });
    const first = await wide.when('What do you build?', down + down + enter);
    expect(first).toContain('> Shop: People buy things on a page, and are told when their parcel moves …');
    await wide.when('What travels?', esc);
    await wide.when('> Shop', down + enter);
    await wide.when('Farm: 3 typical answers, to check and change in the review.', ctrlC);
    expect(await wide.ended).toBe(130);
    const narrow = start({ offersPresets: true }, { columns: 40, rows: 24 });
    expect(await narrow.when('What do you build?', ctrlC)).toContain('> Shop\n  Farm\n  Something else\n');
    expect(await narrow.ended).toBe(130);
  });
});
