/**
 * GitHub Flavored Markdown from data. A serializer would not replace this file: mdast-util-to-markdown with gfm (74 kB)
 * leaves @mentions, #references, `$` maths and control characters as they are.
 */

import { hostOf, isWebAddress } from '../../phrases/labels.ts';
import { printable, printableLines } from '../../text/printable.ts';

/** Characters that are escaped everywhere. */
const ACTIVE = /[\\`*_[\]<>|~&$@]/g;
/** Escaped only at the start of a block: bullets, numbers, rules. */
const LEADING = /^(?:[-+=]|\d+[.)](?=\s|$))/;

/**
 * Data as text in a paragraph, list, heading or cell, on one line. Escapes everything that Markdown, HTML, or GitHub's
 * automatic links would interpret, and control characters.
 */
export function plain(data: string): string {
  return onOneLine(data)
    .replace(ACTIVE, '\\$&')
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/www\./gi, (word) => `${word.slice(0, -1)}\\.`)
    .replace(/(^|\s)#/g, '$1\\#')
    .replace(LEADING, (mark) => `${mark.slice(0, -1)}\\${mark.slice(-1)}`);
}

/** Data as a code span; in a cell use {@link codeInCell}. */
export function code(data: string): string {
  const text = onOneLine(data);
  const ticks = '`'.repeat(longestRun(text) + 1);
  // A span cannot begin or end with a backtick; Markdown drops one space on each side.
  const gap = /^`|`$/.test(text) ? ' ' : '';
  return text === '' ? '' : `${ticks}${gap}${text}${gap}${ticks}`;
}

/** A code block with a fence longer than any run of backticks in it. Tabs stay. */
export function fence(data: string, language = ''): string {
  const text = data.replace(/\r\n?/g, '\n').split('\t').map(printableLines).join('\t').replace(/\n+$/, '');
  const ticks = '`'.repeat(Math.max(longestRun(text) + 1, 3));
  return `${ticks}${/^[\w+#.-]+$/.test(language) ? language : ''}\n${text}\n${ticks}`;
}

/** A table; cells are Markdown. */
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
 * Data as a code span in a cell, where a bar needs a backslash even between backticks. A bar after a backslash cannot be
 * written that way: such data becomes plain text.
 */
export function codeInCell(data: string): string {
  return data.includes('\\|') ? plain(data) : code(data).replaceAll('|', '\\|');
}

/** A source: a web address as a link that shows its host, anything else as text. */
export function source(data: string): string {
  if (!isWebAddress(data)) return plain(data);
  const target = new URL(data).href.replace(/[()<>\\`|]/g, percentEncoded).replace(/&(?=#?\w+;)/g, '&amp;');
  return `[${plain(hostOf(data))}](${target})`;
}

/** A list, one line an item. */
export function list(items: readonly string[]): string {
  return items.map((item) => `* ${item}`).join('\n');
}

/** Joins blocks with empty lines; leaves out empty ones. */
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
