import { bar, padEnd, widest } from '../../report/terminal/layout.ts';
import type { Io } from '../io.ts';

const BAR_COLUMNS = 24;
const REDRAW_MS = 80;
const ERASE_LINE = '\r\x1b[2K';

/** One line on stderr that is drawn over itself, on a terminal only; elsewhere it says nothing. */
export class ProgressBar {
  readonly #stderr: Io['stderr'] | undefined;
  readonly #nowMs: () => number;
  #drawnMs = Number.NEGATIVE_INFINITY;

  /** @param nowMs reads a clock that never goes backwards; of any zero */
  constructor({ stderr, env }: Io, isWanted: boolean, nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
    // A dumb terminal cannot erase a line.
    this.#stderr = isWanted && stderr.isTTY === true && env['TERM'] !== 'dumb' ? stderr : undefined;
  }

  /** @param share of the work, 0 to 1; `undefined` where nobody knows how much there is: then the label stands alone */
  show(share: number | undefined, label: string): void {
    const now = this.#nowMs();
    if (this.#stderr === undefined || now - this.#drawnMs < REDRAW_MS) return;
    this.#drawnMs = now;
    this.#stderr.write(`${ERASE_LINE}${lineOf(share, label, this.#stderr.columns)}`);
  }

  /** Takes the line away. */
  clear(): void {
    this.#stderr?.write(ERASE_LINE);
  }
}

/** Where bar and label do not stand beside each other, the bar goes, and a label that is too long still is cut. */
function lineOf(share: number | undefined, label: string, columns = Number.POSITIVE_INFINITY): string {
  const percent = share === undefined ? '' : `${String(Math.floor(share * 100)).padStart(3)} % `;
  const picture = share === undefined ? '' : `${bar(share, BAR_COLUMNS).padEnd(BAR_COLUMNS)} `;
  const line = `${picture}${percent}${label}`;
  // In the last column, a terminal may begin another line.
  if (widest([line]) < columns) return line;
  const short = `${percent}${label}`;
  return widest([short]) < columns ? short : padEnd(short, columns - 1);
}
