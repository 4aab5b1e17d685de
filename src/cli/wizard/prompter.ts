import type { AnswerValue, Question } from '../../core/model.ts';

/** A line of what was settled so far. */
export interface TranscriptLine {
  /** Id of the question that it is about, if of one. */
  readonly question?: string;
  readonly text: string;
  /** Something that the person did not say, and should notice. */
  readonly remark?: true;
}

/** What every prompt shows around itself. */
interface Surroundings {
  /** One paragraph above the prompt: how far we are, who leads. */
  readonly heading: string;
  /** Everything settled so far, oldest first. A prompter shows what it has not shown yet, or takes back what is gone. */
  readonly transcript: readonly TranscriptLine[];
  /** Whether there is a step before this one. */
  readonly canGoBack: boolean;
}

export interface AskRequest extends Surroundings {
  readonly question: Question;
  /** Whether there is anything to look over already, or to leave for it. */
  readonly canReview: boolean;
  /** What was answered the last time, to be offered again; `null`: "not sure"; absent: never asked. */
  readonly previous?: AnswerValue | null | undefined;
}

export interface Menu<Value> extends Surroundings {
  readonly asks: string;
  readonly help: string;
  /** At least one. */
  readonly entries: readonly { readonly label: string; readonly value: Value }[];
}

/** What a person does with a prompt. `cancelled` is also a terminal that went away. */
export type Reply<Value> =
  | { readonly kind: 'answer'; readonly value: Value }
  | { readonly kind: 'back' }
  | { readonly kind: 'cancelled' };

/** A question can also be left for the review, and with it for the result, whatever is still open. */
export type QuestionReply = Reply<AnswerValue | null> | { readonly kind: 'review' };

/** Puts the interview before a person. It keeps no answers: what to ask, and what follows, is for the flow to say. */
export interface Prompter {
  /** `null` as answer is "not sure". The value always suits the question. */
  ask(request: AskRequest): Promise<QuestionReply>;
  choose<Value>(menu: Menu<Value>): Promise<Reply<Value>>;
  /** Leaves the terminal as a record of the interview; nothing can be asked afterwards. */
  close(transcript: readonly TranscriptLine[]): void;
}
