import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { type FrameContent, layOut, wrapHints } from '../../../../src/cli/wizard/prompts/frame.ts';

const paint = new Chalk({ level: 0 });
const LONG: FrameContent = {
  heading: 'Question 7. So far a tie between two that have rather long names.',
  asks: 'What happens when one of the many messages is lost on its way?',
  detail: 'A number in messages per second, above 0.',
  help: Array.from({ length: 6 }, (_, at) => `Paragraph ${at} explains at some length what is meant by the question.`),
  rows: Array.from({ length: 30 }, (_, at) => `Answer ${at}`),
  active: 17,
  problem: 'Please type a number.',
  hints: ['↑↓ move', 'Enter choose', 'Esc back'],
};

function linesOf(content: FrameContent, columns: number, rows: number): string[] {
  return layOut(content, { columns, rows }, paint).join('\n').split('\n');
}

describe('layOut', () => {
  it.each([
    [80, 24],
    [40, 24],
    [80, 50],
    [40, 14],
    [60, 12],
  ])('keeps within %i columns and %i lines, one of them free, with the active row in sight', (columns, rows) => {
    const lines = linesOf(LONG, columns, rows);
    expect(lines.length).toBeLessThan(rows);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(columns);
    expect(lines).toContain('> Answer 17');
    expect(lines.join('\n')).toContain('What happens');
  });

  it.each([
    [80, 24],
    [40, 24],
    [80, 14],
  ])("has all of the active row's note below the rows, within %i columns and %i lines", (columns, rows) => {
    const note = 'This use case needs a whole sentence, which is longer than the rest of a line of eighty columns.';
    const notes = LONG.rows.map((_, at) => `${note} Number ${at}.`);
    const lines = linesOf({ ...LONG, help: [], notes }, columns, rows);
    expect(lines.length).toBeLessThan(rows);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(columns);
    expect(lines.join(' ')).toContain(`${note} Number 17.`);
    expect(lines.join(' ')).not.toContain('Number 16.');
  });

  it('leaves out the note below where it would push the rows off a low screen', () => {
    const notes = LONG.rows.map(() => 'A note of many words. '.repeat(40).trim());
    const lines = linesOf({ ...LONG, notes }, 60, 14);
    expect(lines.length).toBeLessThan(14);
    expect(lines.find((line) => line.startsWith('> Answer 17'))).toBeDefined();
  });

  it.each(LONG.rows.map((_, at) => at))('says how many rows are cut off, with row %i active', (active) => {
    const lines = linesOf({ ...LONG, help: [], active }, 80, 20);
    const [above = 0, below = 0] = ['above', 'below'].map((side) =>
      Number(lines.find((line) => line.endsWith(`more ${side}`))?.match(/\d+/)?.[0] ?? 0),
    );
    const shown = lines.filter((line) => line.includes('Answer ')).length;
    expect(above + shown + below).toBe(30);
    expect(lines).toContain(`> Answer ${active}`);
  });

  it('ends its first part with the active row, where the cursor goes', () => {
    const [first] = layOut({ ...LONG, help: [] }, { columns: 80, rows: 24 }, paint);
    expect(first.split('\n').at(-1)).toBe('> Answer 17');
  });

  it('shows all of a list that fits, without a word of cutting', () => {
    const content = { ...LONG, help: [], problem: '', detail: '', rows: ['Yes', 'No'], active: 1 };
    expect(linesOf(content, 80, 24)).toEqual([
      '',
      'Question 7. So far a tie between two that have rather long names.',
      'What happens when one of the many messages is lost on its way?',
      '  Yes',
      '> No',
      ' ',
      '↑↓ move · Enter choose · Esc back',
    ]);
  });
});

describe('wrapHints', () => {
  it('breaks between hints only', () => {
    expect(wrapHints(['Enter choose', 'Esc back', 'Ctrl-C quit'], 24)).toEqual([
      'Enter choose · Esc back',
      'Ctrl-C quit',
    ]);
  });
});
