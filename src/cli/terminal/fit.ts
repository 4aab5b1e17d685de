import { wrap } from '../../report/terminal/layout.ts';
import { clamp } from '../../text/lists.ts';

/**
 * Breaks the long sentences of an error message between words. Other lines stay whole, since they may be commands to
 * copy.
 *
 * @param columns of the terminal
 */
export function fitErrors(message: string, columns: number): string {
  const width = clamp(columns, 40, 80);
  const fit = (line: string) => (/^(error|.+?:\d+:\d+): /.test(line) ? wrap(line, width, '', '  ') : [line]);
  return message.split('\n').flatMap(fit).join('\n');
}
