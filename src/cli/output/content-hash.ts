/** A last line with a hash of the lines above it, which shows whether they were edited since. */
import { createHash } from 'node:crypto';

const LINE = /\n<!-- As wirewise wrote it: sha256:([0-9a-f]{64})\. [^\n]*-->\n/;

/** The text with a hash of it, in a comment of Markdown. */
export function withHash(text: string): string {
  return `${text}\n<!-- As wirewise wrote it: sha256:${digestOf(text)}. Once edited, it is not written over. -->\n`;
}

/**
 * Line ends do not count: git may have changed them to those of Windows.
 *
 * @returns `absent` without a hash, `edited` when the hash is not that of the text above, or not the last line
 */
export function hashState(file: string): 'intact' | 'edited' | 'absent' {
  const text = file.replaceAll('\r\n', '\n');
  const line = LINE.exec(text);
  if (!line) return 'absent';
  const isLast = line.index + line[0].length === text.length;
  return isLast && line[1] === digestOf(text.slice(0, line.index)) ? 'intact' : 'edited';
}

/** The text without its hash, with the line ends of Unix. */
export function withoutHash(file: string): string {
  return file.replaceAll('\r\n', '\n').replace(LINE, '');
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
