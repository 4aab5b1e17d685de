import stringWidth from 'string-width';
import { wrap } from '../../report/terminal/layout.ts';
import type { TranscriptLine } from './prompts/prompter.ts';

/** The stream of a transcript. */
export interface TranscriptOutput {
  readonly columns?: number;
  write(text: string): unknown;
}

interface ShownLine {
  readonly text: string;
  /** Columns of each screen line of the text. */
  readonly widths: readonly number[];
}

/** Updates the lines above the prompt: adds new lines, and erases those of undone steps. */
export class Transcript {
  private readonly output: TranscriptOutput;
  private readonly paint: (text: string, line: TranscriptLine) => string;
  private shown: readonly ShownLine[] = [];

  constructor(output: TranscriptOutput, paint: (text: string, line: TranscriptLine) => string) {
    this.output = output;
    this.paint = paint;
  }

  /** Expects the cursor at the start of the line below the last line, and leaves it there. */
  show(lines: readonly TranscriptLine[]): void {
    const outdated = this.shown.findIndex((line, at) => line.text !== lines[at]?.text);
    const same = outdated < 0 ? this.shown.length : outdated;
    const height = this.heightOf(this.shown.slice(same));
    // Move up to the first outdated line, then erase to the end of the screen.
    if (height > 0) this.output.write(`\u001B[${height}A\r\u001B[J`);
    this.shown = [...this.shown.slice(0, same), ...lines.slice(same).map((line) => this.write(line))];
  }

  private write(line: TranscriptLine): ShownLine {
    const parts = wrap(line.text, this.columns() - 1);
    for (const part of parts) this.output.write(`${this.paint(part, line)}\n`);
    return { text: line.text, widths: parts.map((part) => stringWidth(part)) };
  }

  /** In screen lines at the current width: most terminals wrap again when their size changes. */
  private heightOf(lines: readonly ShownLine[]): number {
    const columns = this.columns();
    return lines
      .flatMap(({ widths }) => widths)
      .reduce((sum, width) => sum + Math.max(1, Math.ceil(width / columns)), 0);
  }

  private columns(): number {
    return this.output.columns || 80;
  }
}
