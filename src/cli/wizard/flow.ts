import type { Answers, AnswerValue, Question, Rules } from '../../core/model.ts';
import { answerLine, CHANGE_HEADING, DECIDED_MENU, givenRemark, progressHeading, REVIEW_MENU } from './phrases.ts';
import type { Menu, Prompter, Reply, TranscriptLine } from './prompter.ts';
import { openQuestions, type State, withAnswer } from './state.ts';

/** The questions, the answers given so far, and the logic that orders the questions. */
export interface InterviewPlan {
  readonly rules: Pick<Rules, 'questions'>;
  /** Given before the wizard started: they are not asked, but the review lists them. */
  readonly answers: Answers;
  /** The next question, neither answered nor in `asked`; `undefined` when none is left. */
  next(answers: Answers, asked: ReadonlySet<string>): Question | undefined;
  /** Which protocol leads now, in one line. */
  standing(answers: Answers): string | undefined;
  /** Whether the open answers cannot change the result any more, and a sentence about it. */
  isDecided(answers: Answers, asked: ReadonlySet<string>): { decided: boolean; says: string } | undefined;
}

export type Ended = { readonly kind: 'finished'; readonly answers: Answers } | { readonly kind: 'cancelled' };

type Step =
  | { readonly kind: 'ask'; readonly question: Question }
  | { readonly kind: 'decided'; readonly says: string }
  | { readonly kind: 'review' };

/** The result of a step: another state, the end, or one of the ways out that every prompt has. */
type Outcome = Reply<State | 'finish'> | { readonly kind: 'review' };

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
      if (outcome.kind === 'cancelled') return { kind: 'cancelled' };
      if (outcome.kind === 'back') this.state = this.history.pop() ?? this.state;
      else if (outcome.kind === 'review') this.moveTo({ ...this.state, at: { kind: 'review' } });
      else if (outcome.value === 'finish') return { kind: 'finished', answers: this.state.answers };
      else this.moveTo(outcome.value);
    }
  }

  private moveTo(next: State): void {
    this.history.push(this.state);
    this.state = next;
  }

  /** The lines that stay on the terminal: the answers, or the transcript of an unfinished interview. */
  record(how: Ended['kind']): readonly TranscriptLine[] {
    return how === 'finished' ? this.settled().map(({ text, id }) => ({ question: id, text })) : this.state.transcript;
  }

  private nextStep(): Step {
    const { at, answers, asked, thorough } = this.state;
    if (at.kind === 'review') return at;
    if (at.kind === 'editing') return { kind: 'ask', question: at.question };
    const returning = at.parked.size > 0;
    const verdict = thorough || returning ? undefined : this.interview.isDecided(answers, asked);
    if (verdict?.decided) return { kind: 'decided', says: verdict.says };
    const question = this.interview.next(answers, new Set([...asked, ...at.parked]));
    return question ? { kind: 'ask', question } : { kind: 'review' };
  }

  private take(step: Step): Promise<Outcome> {
    if (step.kind === 'ask') return this.ask(step.question);
    return step.kind === 'decided' ? this.offerResult(step.says) : this.review();
  }

  private async ask(question: Question): Promise<Outcome> {
    const { state } = this;
    const reply = await this.prompter.ask({
      question,
      previous: this.previousAnswer(question),
      heading: this.heading(state.at.kind === 'editing' ? CHANGE_HEADING : this.progress()),
      transcript: state.transcript,
      canGoBack: this.history.length > 0,
      canReview: Object.keys(state.answers).length > 0,
    });
    if (reply.kind !== 'answer') return reply;
    this.remembered.set(question.id, reply.value);
    const after = withAnswer(state, this.interview.rules.questions, question, reply.value);
    return { kind: 'answer', value: { ...state, ...after, at: this.afterwards(question) } };
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
    const parked = openQuestions(this.interview.rules.questions, this.state).map(({ id }) => id);
    return { kind: 'asking', parked: new Set([...parked, edited.id]) };
  }

  private async offerResult(says: string): Promise<Outcome> {
    const { state } = this;
    return this.choose({
      asks: says,
      help: DECIDED_MENU.help,
      heading: this.heading(),
      transcript: state.transcript,
      entries: [
        { label: DECIDED_MENU.finish, value: 'finish' },
        { label: DECIDED_MENU.review, value: { ...state, at: { kind: 'review' } } },
        { label: DECIDED_MENU.goOn, value: { ...state, thorough: true } },
      ],
    });
  }

  private async review(): Promise<Outcome> {
    const { state } = this;
    const open = openQuestions(this.interview.rules.questions, state).length;
    const on: State = { ...state, thorough: true, at: { kind: 'asking', parked: new Set() } };
    return this.choose({
      asks: REVIEW_MENU.asks,
      help: REVIEW_MENU.help,
      heading: this.heading(),
      transcript: state.transcript.filter(({ remark }) => remark),
      entries: [
        { label: REVIEW_MENU.finish, value: 'finish' },
        ...(open > 0 ? [{ label: REVIEW_MENU.goOn(open), value: on }] : []),
        ...this.settled().map(({ question, text }) => ({
          label: text,
          value: { ...state, at: { kind: 'editing' as const, question } },
        })),
      ],
    });
  }

  private choose(menu: Omit<Menu<State | 'finish'>, 'canGoBack'>): Promise<Outcome> {
    return this.prompter.choose({ ...menu, canGoBack: this.history.length > 0 });
  }

  private progress(): string {
    const { rules, answers } = this.interview;
    const most = rules.questions.filter(({ id }) => answers[id] === undefined).length;
    return progressHeading(this.state.asked.size + 1, most);
  }

  private heading(progress = ''): string {
    return [progress, this.interview.standing(this.state.answers)].filter(Boolean).join(' ');
  }

  /** Every question that was answered, including those answered with "not sure". */
  private settled(): { readonly id: string; readonly question: Question; readonly text: string }[] {
    const { answers, asked } = this.state;
    return this.interview.rules.questions
      .filter(({ id }) => answers[id] !== undefined || asked.has(id))
      .map((question) => ({ id: question.id, question, text: answerLine(question, answers[question.id] ?? null) }));
  }
}

function startOf({ rules, answers }: InterviewPlan): State {
  const given = rules.questions.filter(({ id }) => answers[id] !== undefined).length;
  return {
    answers,
    asked: new Set(),
    transcript: given > 0 ? [{ text: givenRemark(given) }] : [],
    at: { kind: 'asking', parked: new Set() },
    thorough: false,
  };
}
