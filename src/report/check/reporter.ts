/** What the formats of `check` have in common. */
import type { ChalkInstance } from 'chalk';
import type { CheckedFile, CheckProblem, CheckReport } from '../../core/record/check-report.ts';

export interface CheckContext {
  /** Level 0 for output without colour. */
  readonly paint: ChalkInstance;
  /** Columns, at least 40. */
  readonly width: number;
  /** Whether to print errors only. */
  readonly isQuiet: boolean;
  /** When the check ran, as `2026-11-29T12:00:00` in UTC, for formats that need it. */
  readonly now: string;
}

/** A view of the report: data in, complete text out, which ends with a newline unless it is empty. */
export type CheckReporter = (report: CheckReport, context: CheckContext) => string;

/** "sse"; of a system "telemetry: mqtt, dashboard: sse"; empty for a file that cannot be used. */
export function decisionInWords({ decision, decisions }: CheckedFile): string {
  if (!decisions) return decision ?? '';
  return Object.entries(decisions)
    .map(([leg, protocol]) => `${leg}: ${protocol}`)
    .join(', ');
}

/** Maximum number of causes in formats for people; JSON has all of them. */
const MOST_CAUSES = 8;

/** The causes of a problem as lines of text, capped. */
export function causeLines({ causes }: CheckProblem): string[] {
  const lines = causes.slice(0, MOST_CAUSES).map(({ says }) => says);
  return causes.length > MOST_CAUSES ? [...lines, `and ${causes.length - MOST_CAUSES} more; --json lists them`] : lines;
}
