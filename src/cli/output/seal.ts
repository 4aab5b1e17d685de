/** A last line that tells whether anybody has touched the lines above since they were written. */
import { createHash } from 'node:crypto';

const SEAL = /\n<!-- As wirewise wrote it: sha256:([0-9a-f]{64})\. [^\n]*-->\n/;

/** The text with its seal, a comment in Markdown. */
export function sealed(text: string): string {
  return `${text}\n<!-- As wirewise wrote it: sha256:${digestOf(text)}. Once edited, it is not written over. -->\n`;
}

/**
 * Line ends do not count: git may have turned them into those of Windows.
 *
 * @returns `unsealed` where there is no seal, `edited` where it does not fit what stands around it
 */
export function sealOf(file: string): 'intact' | 'edited' | 'unsealed' {
  const text = file.replaceAll('\r\n', '\n');
  const seal = SEAL.exec(text);
  if (!seal) return 'unsealed';
  const isLast = seal.index + seal[0].length === text.length;
  return isLast && seal[1] === digestOf(text.slice(0, seal.index)) ? 'intact' : 'edited';
}

/** The text without its seal, with the line ends of Unix. */
export function unsealed(file: string): string {
  return file.replaceAll('\r\n', '\n').replace(SEAL, '');
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
