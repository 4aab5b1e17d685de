import type { ChalkInstance } from 'chalk';
import type { Decision } from '../core/decision.ts';
import type { Rules } from '../core/model.ts';
import type { PresetName } from '../core/overrides.ts';
import type { RenderedStarter } from '../starters/starter.ts';

/** A decision with what helps to act on it. This is what `--format json` prints. */
export interface Advice extends Decision {
  /** Whose answers these are, as far as no others were laid over them; absent: they came without one. */
  readonly preset?: PresetName;
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

/** What a document may look at: neither paint nor width, so that it is the same everywhere. */
export interface DocumentContext extends Pick<ReportContext, 'rules'> {
  /** The title that the user wants; absent: the document finds one. Only of a format that `isTitled`. */
  readonly title?: string;
  /** The day, `YYYY-MM-DD`; absent: not to be told. */
  readonly today?: string;
}

/** A view of the advice for files and programs. */
export type DocumentReporter = (advice: Advice, context: DocumentContext) => string;

/** Why there is no such document for this advice: a sentence for the user. */
export interface Refusal {
  readonly problem: string;
}

/** A {@link DocumentReporter} of a format that cannot say everything. */
export type SelectiveReporter = (advice: Advice, context: DocumentContext) => string | Refusal;

/** A document's module. */
export interface DocumentFormat {
  readonly render: SelectiveReporter;
  /**
   * For documents that a team keeps and edits: the file's name, without number and extension. Into a folder, such a
   * document goes under the next number; and over a file that somebody has edited it does not go.
   */
  readonly fileName?: (advice: Advice, context: DocumentContext) => string;
}

/** An output format. Only a painted one makes the program load what paints. */
export type Format =
  | { readonly isPainted: true; readonly load: () => Promise<{ readonly render: Reporter }> }
  | {
      readonly isPainted: false;
      /** Whether it has a place for `--title`. */
      readonly isTitled?: true;
      readonly load: () => Promise<DocumentFormat>;
    };
