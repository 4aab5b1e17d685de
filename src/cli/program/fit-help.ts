import { wrap, wrapBehind } from '../../report/terminal/layout.ts';

/** From this column on a line is the rest of the description above it. */
const DESCRIPTIONS = 16;

/** What is described in so few columns keeps its description beside it. */
const SHORT = 10;

/**
 * A help text, set for 80 columns, for a terminal: where that has fewer, descriptions go under what they describe, and
 * sentences are broken between words. Commands to paste stay in one piece.
 *
 * @param columns of the terminal, at most 80
 */
export function fitHelp(text: string, columns: number): string {
  const width = Math.max(columns, 40);
  const lines = text.split('\n');
  return (width >= 80 ? lines : joined(lines)).flatMap((line) => fitLine(line, width)).join('\n');
}

/** With the lines of each description made one. */
function joined(lines: readonly string[]): string[] {
  const whole: string[] = [];
  for (const line of lines) {
    const isRest = line.search(/\S/) >= DESCRIPTIONS;
    if (isRest && whole.length > 0) whole.push(`${whole.pop()} ${line.trim()}`);
    else whole.push(line);
  }
  return whole;
}

function fitLine(line: string, width: number): string[] {
  if (line.length <= width || /^ +(wirewise|source) /.test(line)) return [line];
  const [, term = '', gap = '', description] = /^( {2,}\S.*?)( {2,})(\S.*)$/.exec(line) ?? [];
  if (description !== undefined) {
    const behind = term + gap;
    return behind.length < SHORT
      ? wrapBehind(behind, description, width)
      : [term, ...wrap(description, width, '      ')];
  }
  const indent = line.slice(0, line.search(/\S/));
  return wrap(line.trim(), width, indent, line.startsWith('Usage:') ? '  ' : '');
}
