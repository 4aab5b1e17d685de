/** Markdown (GitHub's flavour) from data: what data holds stays text, whoever wrote it. */

import { hostOf, isWebAddress } from '../../phrases/labels.ts';
import { printable, printableLines } from '../../text/printable.ts';

/** Each is only itself behind a backslash, wherever it stands. */
const ACTIVE = /[\\`*_[\]<>|~&$@]/g;
/** Only at the beginning of a block: bullets, numbers, headings, rules, quotes, fences. */
const LEADING = /^(?:[-+=]|\d+[.)](?=\s|$))/;

/**
 * Data as text in a paragraph, a list, a heading or a cell. On one line; whatever Markdown, HTML or GitHub's automatic
 * links would read into it is escaped. Controls are written out.
 */
export function plain(data: string): string {
  return onOneLine(data)
    .replace(ACTIVE, '\\$&')
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/www\./gi, (word) => `${word.slice(0, -1)}\\.`)
    .replace(/(^|\s)#/g, '$1\\#')
    .replace(LEADING, (mark) => `${mark.slice(0, -1)}\\${mark.slice(-1)}`);
}

/** Data as a code span. Not for cells: a bar would end one, which {@link table} sees to. */
export function code(data: string): string {
  const text = onOneLine(data);
  const ticks = '`'.repeat(longestRun(text) + 1);
  // A span cannot begin or end with a backtick; a space on either side is not counted.
  const gap = /^`|`$/.test(text) ? ' ' : '';
  return text === '' ? '' : `${ticks}${gap}${text}${gap}${ticks}`;
}

/** A block of code, behind a fence longer than any run of backticks in it. Tabs stay. */
export function fence(data: string, language = ''): string {
  const text = data.replace(/\r\n?/g, '\n').split('\t').map(printableLines).join('\t').replace(/\n+$/, '');
  const ticks = '`'.repeat(Math.max(longestRun(text) + 1, 3));
  return `${ticks}${/^[\w+#.-]+$/.test(language) ? language : ''}\n${text}\n${ticks}`;
}

/** A table. Cells are Markdown already; a bar in a code span is escaped here, as tables want it. */
export function table(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = heads.map((_, at) => (right.includes(at) ? '---:' : '---'));
  return [heads, rule, ...rows].map(line).join('\n');
}

/**
 * Data as a code span that stands in a cell: there a bar needs its backslash even between backticks. A bar that has one
 * before it cannot be written so, and becomes plain text.
 */
export function codeInCell(data: string): string {
  return data.includes('\\|') ? plain(data) : code(data).replaceAll('|', '\\|');
}

/** Where something comes from: a web address as a link that shows its host, all else as text. */
export function source(data: string): string {
  if (!isWebAddress(data)) return plain(data);
  const target = new URL(data).href.replace(/[()<>\\`|]/g, percentEncoded).replace(/&(?=#?\w+;)/g, '&amp;');
  return `[${plain(hostOf(data))}](${target})`;
}

/** Items of a list, each on a line of its own. */
export function list(items: readonly string[]): string {
  return items.map((item) => `* ${item}`).join('\n');
}

/** Blocks with an empty line between; empty ones are left out. */
export function blocks(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n');
}

function onOneLine(data: string): string {
  return printable(data.replace(/\s+/g, ' ').trim(), Number.POSITIVE_INFINITY);
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}

function percentEncoded(char: string): string {
  return `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
