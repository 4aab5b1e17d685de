import type { ChalkInstance } from 'chalk';
import stringWidth from 'string-width';
import { wrap } from '../../../report/terminal/layout.ts';

/** The size of the screen, in columns and lines. */
export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

/** What one prompt shows, from top to bottom. */
export interface FrameContent {
  readonly heading: string;
  readonly asks: string;
  /** A line under the question, such as the unit of a number. */
  readonly detail?: string;
  /** Paragraphs, shown on request. */
  readonly help: readonly string[];
  /** Plain texts; the layout adds the pointer. */
  readonly rows: readonly string[];
  /** By row: what follows on the same line, as much of it as there is room for; all of the active one's is below the rows. */
  readonly notes?: readonly (string | undefined)[];
  readonly active: number;
  /** The problem with the last key; empty when there is none. */
  readonly problem: string;
  /** Keys and what they do. */
  readonly hints: readonly string[];
}

const FEWEST_ROW_LINES = 3;

/**
 * The layout of a prompt. A list that does not fit is cut to the part around the active row, with a note.
 *
 * @returns the part that ends with the active row, where the cursor belongs, and the part below it
 */
export function layOut(content: FrameContent, size: ScreenSize, paint: ChalkInstance): [string, string] {
  const width = Math.max(size.columns - 1, 20);
  const asks = [
    ...wrapped(content.asks, width).map((line) => paint.bold(line)),
    ...wrapped(content.detail ?? '', width).map((line) => paint.dim(line)),
  ];
  const end = [
    ...wrapped(content.problem, width).map((line) => paint.red(line)),
    '',
    ...wrapHints(content.hints, width).map((line) => paint.dim(line)),
  ];
  const heading = ['', ...wrapped(content.heading, width).map((line) => paint.dim(line))];
  const rows = rowLines(content, width, paint);
  // Lines beyond the screen cannot be erased again, so that a low screen omits the note, the heading, then part of the help.
  const most = size.rows - 1 - asks.length - end.length - Math.min(rows.flat().length, FEWEST_ROW_LINES);
  const note = wrapped(cutNote(content, width), width).map((line) => paint.dim(line));
  const below = note.length <= most ? [...note, ...end] : end;
  const spare = most - (below.length - end.length);
  const help = cutHelp(
    content.help.flatMap((text) => wrap(text, width, '  ')),
    spare,
  );
  const above = [...(heading.length + help.length <= spare ? heading : []), ...asks, ...help];
  const room = Math.max(size.rows - 1 - above.length - below.length, FEWEST_ROW_LINES);
  const { before, active, after } = cutRows(rows, content.active, room);
  return [
    [...above, ...before, ...active.map((line) => paint.cyan(line))].join('\n'),
    [...after, ...below].map((line) => line || ' ').join('\n'),
  ];
}

function cutHelp(lines: readonly string[], room: number): readonly string[] {
  return lines.length <= room ? lines : [...lines.slice(0, Math.max(room - 1, 0)), '  …'];
}

/** The lines of a text; an empty one has none. */
function wrapped(text: string, width: number): string[] {
  return text === '' ? [] : wrap(text, width);
}

/** Wraps between hints only: `Enter choose` stays on one line. */
export function wrapHints(hints: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const hint of hints) {
    const joined = lines.length > 0 ? `${lines.at(-1)} · ${hint}` : hint;
    if (lines.length > 0 && joined.length <= width) lines[lines.length - 1] = joined;
    else lines.push(hint);
  }
  return lines;
}

/** The lines of each row; the first line starts with the pointer, or with space for it. */
function rowLines({ rows, notes = [], active }: FrameContent, width: number, paint: ChalkInstance): string[][] {
  return rows.map((text, index) =>
    wrap(text + paint.dim(shortened(notes[index], text, width)), width, '  ').map((line, at) =>
      index === active && at === 0 ? `>${line.slice(1)}` : line,
    ),
  );
}

/** Columns of a screen, and of a note, below which notes say too little to be there. */
const LEAST_WITH_NOTES = 60;
const LEAST_NOTE = 20;

/** A note behind the text of a row: all of it, its beginning, or nothing, by the room that is left on the line. */
function shortened(note: string | undefined, text: string, width: number): string {
  const left = width - 4 - stringWidth(text);
  if (note === undefined || width < LEAST_WITH_NOTES || left < LEAST_NOTE + 2) return '';
  if (stringWidth(note) <= left) return `: ${note}`;
  const [start = ''] = wrap(note, left - 2);
  return `: ${start.replace(/[,;:.]$/, '')} …`;
}

/** The note of the active row where its line does not have all of it; else empty. */
function cutNote({ rows, notes = [], active }: FrameContent, width: number): string {
  const note = notes[active] ?? '';
  return shortened(note, rows[active] ?? '', width) === `: ${note}` ? '' : note;
}

function cutRows(rows: readonly string[][], active: number, room: number) {
  let [from, to] = [active, active + 1];
  const linesOf = (a: number, b: number) =>
    rows.slice(a, b).flat().length + (a > 0 ? 1 : 0) + (b < rows.length ? 1 : 0);
  for (let grew = true; grew; ) {
    grew = false;
    if (to < rows.length && linesOf(from, to + 1) <= room) [to, grew] = [to + 1, true];
    if (from > 0 && linesOf(from - 1, to) <= room) [from, grew] = [from - 1, true];
  }
  return {
    before: [...(from > 0 ? [`  … ${from} more above`] : []), ...rows.slice(from, active).flat()],
    active: rows[active] ?? [],
    after: [...rows.slice(active + 1, to).flat(), ...(to < rows.length ? [`  … ${rows.length - to} more below`] : [])],
  };
}
