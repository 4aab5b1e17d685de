import type { ChalkInstance } from 'chalk';
import type { CheckReport } from '../../core/record/check-report.ts';

export interface CheckContext {
  /** Level 0 where the output is not to be coloured. */
  readonly paint: ChalkInstance;
  /** Columns, at least 40. */
  readonly width: number;
  /** Whether to leave out all that is well. */
  readonly isQuiet: boolean;
}

/** A view of what `check` found: data in, complete text out, with a final newline unless it is empty. */
export type CheckReporter = (report: CheckReport, context: CheckContext) => string;

/** Every format of `check` by its name on the command line; a module is loaded only when its format is asked for. */
export const CHECK_FORMATS: Readonly<Record<string, () => Promise<{ readonly render: CheckReporter }>>> = {
  text: () => import('./text.ts'),
  json: () => import('./json.ts'),
  github: () => import('./github.ts'),
  sarif: () => import('./sarif.ts'),
  junit: () => import('./junit.ts'),
};
