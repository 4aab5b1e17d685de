import type { ChalkInstance } from 'chalk';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import type { Severity } from '../../core/mistake.ts';
import { clamp } from '../../text/lists.ts';
import type { ReportContext } from '../advice.ts';

export const INDENT = '  ';

/** Red for an error, amber for a warning, blue for a note; the words say the same without colour. */
export function severityPaint(severity: Severity, { paint }: Pick<ReportContext, 'paint'>): ChalkInstance {
  return severity === 'error' ? paint.red : severity === 'warning' ? paint.yellow : paint.cyan;
}

/**
 * Wraps text to `width` columns, with `indent` before every line and `hang` before every line after the first. A word that
 * is longer than a line, such as a link, stays whole, unless its script is written without spaces.
 */
export function wrap(text: string, width: number, indent = '', hang = ''): string[] {
  const room = Math.max(width - indent.length - hang.length, 20);
  return wrapAnsi(text, room, { trim: true, hard: isWithoutSpaces(text, room) })
    .split('\n')
    .map((line, at) => indent + (at > 0 ? hang : '') + line);
}

/** Whether all words that are too long for a line have characters beyond ASCII. */
function isWithoutSpaces(text: string, room: number): boolean {
  return text.split(' ').every((word) => word.length <= room || !/^[\x20-\x7e]+$/.test(word));
}

/** Wraps text after a prefix such as "- " or a number; further lines are aligned with the text. */
export function wrapBehind(prefix: string, text: string, width: number, indent = ''): string[] {
  const under = indent + ' '.repeat(prefix.length);
  return wrap(text, width, under).map((line, at) => (at === 0 ? indent + prefix + line.slice(under.length) : line));
}

/** The lines of a heading, bold. */
export function heading(text: string, { paint, width }: ReportContext): string[] {
  return wrap(text, width).map((line) => paint.bold(line));
}

/** Pads with spaces to `width` columns; wider text is cut, with an ellipsis. */
export function padEnd(text: string, width: number): string {
  const missing = width - stringWidth(text);
  return missing >= 0 ? text + ' '.repeat(missing) : `${cutTo(text, width - 1)}…`;
}

/** Width of the widest text, in columns; 0 for none. */
export function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => stringWidth(text)));
}

/** A bar of up to `width` columns for a share from 0 to 1, in eighths of a column. */
export function bar(share: number, width: number): string {
  const eighths = Math.round(clamp(share, 0, 1) * width * 8);
  return '█'.repeat(Math.floor(eighths / 8)) + ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'][eighths % 8];
}

function cutTo(text: string, width: number): string {
  let cut = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (stringWidth(cut + segment) > width) break;
    cut += segment;
  }
  return cut;
}
