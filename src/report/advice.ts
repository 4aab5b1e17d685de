import type { ChalkInstance } from 'chalk';
import type { Decision } from '../core/decision.ts';
import type { Rules } from '../core/model.ts';
import type { RenderedStarter } from '../core/starter.ts';

/** A decision with what helps to act on it. This is what `--format json` prints. */
export interface Advice extends Decision {
  /** Absent when nothing is feasible, or when there is no starter for the protocol. */
  readonly snippet?: RenderedStarter & { readonly chosenBecause: string };
  /** The command line that gives this advice again. */
  readonly command: string;
}

/** What a report for people may look at beside the advice. */
export interface ReportContext {
  readonly rules: Rules;
  /** Level 0 where the output is not to be coloured. */
  readonly paint: ChalkInstance;
  /** Columns, at least 40. */
  readonly width: number;
}

/** A view of the advice for a terminal: data in, complete text out, with a final newline. */
export type Reporter = (advice: Advice, context: ReportContext) => string;

/** A view of the advice for files and programs: neither paint nor width, so that it is the same everywhere. */
export type DocumentReporter = (advice: Advice, context: Pick<ReportContext, 'rules'>) => string;

/** Why there is no such document for this advice: a sentence for the user. */
export interface Refusal {
  readonly problem: string;
}

/** A {@link DocumentReporter} of a format that cannot say everything. */
export type SelectiveReporter = (advice: Advice, context: Pick<ReportContext, 'rules'>) => string | Refusal;

/** An output format. Only a painted one makes the program load what paints. */
export type Format =
  | { readonly isPainted: true; readonly load: () => Promise<{ readonly render: Reporter }> }
  | { readonly isPainted: false; readonly load: () => Promise<{ readonly render: SelectiveReporter }> };
