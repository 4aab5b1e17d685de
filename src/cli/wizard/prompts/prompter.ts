import type { AnswerValue, Question } from '../../../core/model.ts';

/** A line about an answer or a remark. */
export interface TranscriptLine {
  /** Id of its question, if it has one. */
  readonly question?: string;
  readonly text: string;
  /** Set for a line that is no answer of the person, who should notice it. */
  readonly remark?: true;
}

/** What every prompt shows besides its own content. */
interface Surroundings {
  /** One paragraph above the prompt: the progress, and the leading protocol. */
  readonly heading: string;
  /** All lines so far, oldest first. The prompter shows new lines and erases lines that are no longer here. */
  readonly transcript: readonly TranscriptLine[];
  /** Whether there is a previous step. */
  readonly canGoBack: boolean;
}

export interface AskRequest extends Surroundings {
  readonly question: Question;
  /** Whether there are answers to review. */
  readonly canReview: boolean;
  /** The previous answer, offered again; `null` for "not sure"; absent when it was never asked. */
  readonly previous?: AnswerValue | null | undefined;
}

export interface Menu<Value> extends Surroundings {
  readonly asks: string;
  /** A line under it. */
  readonly detail?: string;
  readonly help: string;
  /** At least one. */
  readonly entries: readonly MenuEntry<Value>[];
}

export interface MenuEntry<Value> {
  readonly label: string;
  /** Says more; a prompter may shorten it. */
  readonly note?: string;
  readonly value: Value;
}

/** The outcome of a prompt. `cancelled` includes a terminal that is gone. */
export type Reply<Value> =
  | { readonly kind: 'answer'; readonly value: Value }
  | { readonly kind: 'back' }
  | { readonly kind: 'cancelled' };

/** A question also has a way to the review, although others are still open. */
export type QuestionReply = Reply<AnswerValue | null> | { readonly kind: 'review' };

/** The user interface of the interview. It keeps no answers; the flow decides what to ask. */
export interface Prompter {
  /** Asks a question; `null` means "not sure". The value is always valid for the question. */
  ask(request: AskRequest): Promise<QuestionReply>;
  choose<Value>(menu: Menu<Value>): Promise<Reply<Value>>;
  /** Shows the lines so far at once, before the next prompt is known. */
  show(transcript: readonly TranscriptLine[]): void;
  /** Ends the interview, and leaves the transcript on the terminal. */
  close(transcript: readonly TranscriptLine[]): void;
}
