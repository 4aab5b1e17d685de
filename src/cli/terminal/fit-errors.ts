import { wrap } from '../../report/terminal/layout.ts';

/**
 * A message for a terminal: its long sentences, those behind a place too, broken between words. Other lines may be
 * commands to paste, and stay.
 *
 * @param columns of the terminal
 */
export function fitErrors(message: string, columns: number): string {
  const width = Math.min(Math.max(columns, 40), 80);
  const fit = (line: string) => (/^(error|.+?:\d+:\d+): /.test(line) ? wrap(line, width, '', '  ') : [line]);
  return message.split('\n').flatMap(fit).join('\n');
}
