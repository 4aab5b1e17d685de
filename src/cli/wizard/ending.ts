import type { Advice, ReportContext } from '../../report/advice.ts';
import { relaxations, result, simulations } from '../../report/terminal/decision.ts';
import { firstScreen } from '../../report/terminal/first-screen.ts';
import { heading, INDENT, padEnd, widest } from '../../report/terminal/layout.ts';

/** What to do after the wizard. */
export interface NextStep {
  /** What the command is for, in a word or two. */
  readonly label: string;
  /** A line for a shell. */
  readonly command: string;
}

/** Lines of the prompt of a shell below the text, at most. */
const SHELL = 2;

/**
 * What the wizard leaves on the screen: the advice, cut to one screen, and the commands that lead on. Where it does not
 * fit, the headline comes again at the end.
 *
 * @param rows lines of the screen
 */
export function renderEnding(advice: Advice, context: ReportContext, steps: readonly NextStep[], rows: number): string {
  const { width } = context;
  const labels = widest(steps.map(({ label }) => label)) + 1;
  const footer = [
    ...heading('Next', context),
    ...steps.map(({ label, command }) => `${INDENT}${padEnd(`${label}:`, labels)} ${command}`),
  ];
  const others = [relaxations(advice, context), simulations(advice, context)].filter((lines) => lines.length > 0);
  const below = [...others.map((lines) => ['', ...lines]), ['', ...footer]].flat();
  const room = rows - SHELL - linesOnScreen(below, width);
  const screen = firstScreen(advice, context, room);
  const isFitting = linesOnScreen(screen, width) <= room;
  return `${[...screen, ...below, ...(isFitting ? [] : ['', ...result(advice, context)])].join('\n')}\n`;
}

/** A terminal wraps a command that is longer than a line. */
function linesOnScreen(lines: readonly string[], width: number): number {
  return lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / width)), 0);
}
