import type { AnswerValue, Question } from '../../core/model.ts';
import type { Ended, InterviewPlan, Stop } from './interview.ts';
import { type Choice, presetMenu, reviewMenu, settledQuestions, stopMenu } from './menus.ts';
import { answerLine, askedHeading, CHANGE_HEADING, openHeading, progressHeading } from './phrases.ts';
import type { Menu, Prompter, Reply, TranscriptLine } from './prompts/prompter.ts';
import { openQuestions, type State, startOf, withAnswer } from './state.ts';

type Step =
  | { readonly kind: 'presets' }
  | { readonly kind: 'ask'; readonly question: Question; readonly progress: string; readonly last?: number }
  | { readonly kind: 'stop'; readonly stop: Stop }
  | { readonly kind: 'review' };

/** The result of a step: another state, the end, or one of the ways out that every prompt has. */
type Outcome = Reply<Choice> | { readonly kind: 'review' };

/**
 * Runs the interview until it ends. Each step leads from one state to the next. Going back restores the previous state,
 * which works at every prompt but the first.
 */
export async function holdInterview(interview: InterviewPlan, prompter: Prompter): Promise<Ended> {
  const runner = new Runner(interview, prompter);
  const ended = await runner.run();
  prompter.close(runner.record(ended.kind));
  return ended;
}

class Runner {
  private readonly interview: InterviewPlan;
  private readonly prompter: Prompter;
  private readonly history: State[] = [];
  /** The latest answer to every question that was asked, including undone steps; `null` for "not sure". */
  private readonly remembered = new Map<string, AnswerValue | null>();
  private state: State;

  constructor(interview: InterviewPlan, prompter: Prompter) {
    this.interview = interview;
    this.prompter = prompter;
    this.state = startOf(interview);
  }

  async run(): Promise<Ended> {
    for (;;) {
      const outcome = await this.take(this.nextStep());
      if (outcome.kind === 'cancelled') return this.end('cancelled');
      if (outcome.kind === 'back') this.state = this.history.pop() ?? this.state;
      else if (outcome.kind === 'review') this.moveTo({ ...this.state, at: { kind: 'review' } });
      else if (outcome.value === 'finish') return this.end('finished');
      else this.moveTo(outcome.value);
    }
  }

  private end(kind: Ended['kind']): Ended {
    const { answers, preset } = this.state;
    return { kind, answers, preset };
  }

  private moveTo(next: State): void {
    this.history.push(this.state);
    this.state = next;
    if (next.at.kind === 'asking') this.prompter.show(next.transcript);
  }

  /** The lines that stay on the terminal: the answers, or the transcript of an unfinished interview. */
  record(how: Ended['kind']): readonly TranscriptLine[] {
    if (how === 'cancelled') return this.state.transcript;
    return settledQuestions(this.state, this.questions).map(({ question, answer }) => ({
      question: question.id,
      text: answerLine(question, answer),
    }));
  }

  private nextStep(): Step {
    const { state } = this;
    const { at, answers, asked, thorough } = state;
    if (at.kind === 'presets' || at.kind === 'review') return at;
    if (at.kind === 'editing') return { kind: 'ask', question: at.question, progress: CHANGE_HEADING };
    const number = state.put + 1;
    const [wanted] = this.wantedQuestions();
    if (wanted) return this.askUntil(wanted, state.last ?? number);
    const { next, most, open, isSettled, stop } = this.interview.lookAhead(answers, asked, at.parked);
    if (!next) return { kind: 'review' };
    if (thorough || at.parked.size > 0) return { kind: 'ask', question: next, progress: openHeading(number, open) };
    const last = Math.min(state.last ?? Number.POSITIVE_INFINITY, state.put + most);
    return isSettled || number > last ? { kind: 'stop', stop: stop() } : this.askUntil(next, last);
  }

  private askUntil(question: Question, last: number): Step {
    return { kind: 'ask', question, progress: progressHeading(this.state.put + 1, last), last };
  }

  private wantedQuestions(): Question[] {
    const { wanted } = this.state;
    return wanted.length === 0
      ? []
      : openQuestions(this.questions, this.state)
          .filter(({ id }) => wanted.includes(id))
          .sort((a, b) => wanted.indexOf(a.id) - wanted.indexOf(b.id));
  }

  private take(step: Step): Promise<Outcome> {
    const { state, questions } = this;
    if (step.kind === 'ask') return this.ask(step);
    if (step.kind === 'presets') return this.choose(presetMenu(state, questions, this.interview.presets), '');
    if (step.kind === 'stop') return this.choose(stopMenu(state, step.stop), this.askedSoFar());
    return this.choose(reviewMenu(state, questions), this.standing(), ({ remark }) => remark === true);
  }

  private async ask({ question, progress, last }: Extract<Step, { kind: 'ask' }>): Promise<Outcome> {
    const { state } = this;
    const reply = await this.prompter.ask({
      question,
      previous: this.previousAnswer(question),
      heading: [progress, this.standing()].filter(Boolean).join(' '),
      transcript: state.transcript,
      canGoBack: this.history.length > 0,
      canReview: Object.keys(state.answers).length > 0,
    });
    if (reply.kind !== 'answer') return reply;
    this.remembered.set(question.id, reply.value);
    const after = withAnswer(state, this.questions, question, reply.value);
    const put = state.at.kind === 'editing' ? state.put : state.put + 1;
    const at = this.afterwards(question);
    return { kind: 'answer', value: { ...state, ...after, at, put, ...(last !== undefined && { last }) } };
  }

  /** The answer of this state; else the one given before the step was undone. */
  private previousAnswer({ id }: Question): AnswerValue | null | undefined {
    const { answers, asked } = this.state;
    return answers[id] ?? (asked.has(id) ? null : this.remembered.get(id));
  }

  /** After a change in the review, only questions that apply newly are asked; skipped ones stay open. */
  private afterwards(edited: Question): State['at'] {
    const { at } = this.state;
    if (at.kind !== 'editing') return at;
    const parked = openQuestions(this.questions, this.state).map(({ id }) => id);
    return { kind: 'asking', parked: new Set([...parked, edited.id]) };
  }

  private choose(
    content: Omit<Menu<Choice>, 'canGoBack' | 'heading' | 'transcript'>,
    heading: string,
    isShown: (line: TranscriptLine) => boolean = () => true,
  ): Promise<Outcome> {
    const transcript = this.state.transcript.filter(isShown);
    return this.prompter.choose({ ...content, heading, transcript, canGoBack: this.history.length > 0 });
  }

  private askedSoFar(): string {
    return askedHeading(this.state.put);
  }

  private standing(): string {
    return this.interview.standing(this.state.answers);
  }

  private get questions(): readonly Question[] {
    return this.interview.rules.questions;
  }
}
