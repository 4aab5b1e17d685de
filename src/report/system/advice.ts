import type { SystemDecision } from '../../core/system/system.ts';
import type { DocumentContext, Refusal, ReportContext } from '../advice.ts';

/** A decided system with the command that gives it again; printed by `--format json`. */
export interface SystemAdvice extends SystemDecision {
  readonly command: string;
  readonly argv: readonly string[];
}

/** A view for a terminal: data in, complete text out, which ends with a newline. */
export type SystemReporter = (advice: SystemAdvice, context: ReportContext) => string;

/** A view as a document; a refusal where this system has none. */
export type SystemDocumentReporter = (advice: SystemAdvice, context: DocumentContext) => string | Refusal;

/** The module of a document format. */
interface SystemDocumentFormat {
  readonly render: SystemDocumentReporter;
  /** For documents that a team keeps and edits: the file name without number and extension. */
  readonly fileName?: (advice: SystemAdvice, context: DocumentContext) => string;
}

/** An output format of a system; see `Format` of a single decision. */
export type SystemFormat =
  | { readonly isPainted: true; readonly load: () => Promise<{ readonly render: SystemReporter }> }
  | {
      readonly isPainted: false;
      readonly isTitled?: true;
      readonly load: () => Promise<SystemDocumentFormat>;
    };
