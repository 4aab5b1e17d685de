import type { Outlook } from '../core/interview/next-question.ts';
import type { Rules } from '../core/model.ts';
import type { Advice } from '../report/advice.ts';
import type { PageContext } from './data.ts';
import type { Timeline } from './state.ts';

/** A text in a number field that is not shown as the number that it means, with what is wrong with it. */
export interface Draft {
  readonly text: string;
  /** A sentence; absent where the text is a number that the question takes. */
  readonly problem?: string;
}

/** What is on the screen and decides nothing. */
export interface Ui {
  /** By question id. */
  readonly drafts: ReadonlyMap<string, Draft>;
  /** Ids of the elements that are open and whose content is only made then. */
  readonly open: ReadonlySet<string>;
  /** What could not be read of the link; sentences. */
  readonly linkProblems: readonly string[];
}

/** All that the page is drawn from. */
export interface Model {
  readonly rules: Rules;
  readonly context: PageContext;
  readonly timeline: Timeline;
  /** The decision of the state, with starter and command. */
  readonly advice: Advice;
  /** The open questions, most telling first; absent while it is computed. */
  readonly outlook?: Outlook | undefined;
  /** The address of the page with the state in it. */
  readonly link: string;
  readonly ui: Ui;
}
