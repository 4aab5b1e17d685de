import type { Answers, Preset, Question, Rules } from '../../core/model.ts';
import type { PresetName } from '../../core/overrides.ts';

/** The questions, the answers given so far, and the logic that orders the questions. */
export interface InterviewPlan {
  readonly rules: Pick<Rules, 'questions'>;
  /** Given before the wizard started: they are not asked, but the review lists them. */
  readonly answers: Answers;
  /** Use cases to start from; none where the answers given are a start. */
  readonly presets: readonly Preset[];
  /** What to ask next, without the parked questions, and whether it is worth asking. */
  lookAhead(answers: Answers, asked: ReadonlySet<string>, parked: ReadonlySet<string>): Lookout;
  /** The advice so far, in one line; empty where there is none. */
  standing(answers: Answers): string;
}

/** What comes next in an interview. */
export interface Lookout {
  /** Neither answered, asked nor parked; `undefined` when none is left. */
  readonly next: Question | undefined;
  /** The most questions that are worth asking from here, the next one included. */
  readonly most: number;
  /** Number of all questions that could be put now, without the parked ones. */
  readonly open: number;
  /** Whether the open questions would hardly change the advice. */
  readonly isSettled: boolean;
  /** What the wizard says when it stops here. */
  stop(): Stop;
}

/** Why the wizard stops asking. */
export interface Stop {
  /** The advice and how sure it is. */
  readonly says: string;
  /** What is open, and how likely that is to change the advice. */
  readonly detail: string;
  /** What the confidence means. */
  readonly help: string;
  readonly isClose: boolean;
  /** Open questions whose likely answers would change the advice all the same, the likeliest first. */
  readonly hinges: readonly Question[];
}

/** How an interview ended. */
export interface Ended {
  readonly kind: 'finished' | 'cancelled';
  readonly answers: Answers;
  /** The use case that was chosen. */
  readonly preset?: PresetName | undefined;
}
