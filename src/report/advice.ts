import type { ChalkInstance } from 'chalk';
import type { Decision } from '../core/decision.ts';
import type { Rules } from '../core/model.ts';
import type { PresetName } from '../core/overrides.ts';
import type { RenderedStarter } from '../starters/starter.ts';
import type { LiveParts } from './html/live.ts';

/** A decision with what helps to act on it; printed by `--format json`. Fields: documents/decision-form.ts. */
export interface Advice extends Decision {
  readonly preset?: PresetName;
  readonly snippet?: RenderedStarter & { readonly chosenBecause: string };
  readonly command: string;
  readonly argv: readonly string[];
}

/** What a report for a terminal uses besides the advice. */
export interface ReportContext {
  readonly rules: Rules;
  /** Level 0 for output without colour. */
  readonly paint: ChalkInstance;
  /** Columns, at least 40. */
  readonly width: number;
  /** Whether a screen reader may read it: no bars. */
  readonly accessible?: boolean;
}

/** A view of the advice for a terminal: data in, complete text out, which ends with a newline. */
export type Reporter = (advice: Advice, context: ReportContext) => string;

/** What a document uses besides the advice: no colour and no width, so that it is the same everywhere. */
export interface DocumentContext extends Pick<ReportContext, 'rules'> {
  /** Title from the user; absent: the document makes one. Only for a format that `isTitled`. */
  readonly title?: string;
  /** Date, `YYYY-MM-DD`; absent: the document has no date. */
  readonly today?: string;
  /** The program with which a reader can try other answers; absent: none. Only for a format that `isLive`. */
  readonly live?: LiveParts;
}

/** A view of the advice as a document. */
export type DocumentReporter = (advice: Advice, context: DocumentContext) => string;

/** Why this advice has no such document, as a sentence for the user. */
export interface Refusal {
  readonly problem: string;
}

/** A {@link DocumentReporter} of a format that does not suit every advice. */
export type SelectiveReporter = (advice: Advice, context: DocumentContext) => string | Refusal;

/** The module of a document format. */
interface DocumentFormat {
  readonly render: SelectiveReporter;
  /**
   * For documents that a team keeps and edits: the file name without number and extension. In a folder, such a document
   * gets the next number; an edited file is not overwritten.
   */
  readonly fileName?: (advice: Advice, context: DocumentContext) => string;
}

/** An output format. Only a painted one loads the libraries for colour. */
export type Format =
  | { readonly isPainted: true; readonly load: () => Promise<{ readonly render: Reporter }> }
  | {
      readonly isPainted: false;
      /** Whether it takes `--title`. */
      readonly isTitled?: true;
      /** Whether it takes `--live`. */
      readonly isLive?: true;
      readonly load: () => Promise<DocumentFormat>;
    };
