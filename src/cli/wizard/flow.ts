import type { Answers, AnswerValue, Question, Rules } from '../../core/model.ts';
import type { Menu, Prompter, Reply, TranscriptLine } from './prompter.ts';
import { openQuestions, type State, withAnswer } from './state.ts';
import { answerLine, countOf } from './wording.ts';

/** What the interview is about, and who knows the way through it. */
export interface Interview {
  readonly rules: Pick<Rules, 'questions'>;
  /** Given before: not asked, but listed for review. */
  readonly answers: Answers;
  /** The question to put next, neither answered nor in `asked`; `undefined` when there is none left. */
  next(answers: Answers, asked: ReadonlySet<string>): Question | undefined;
  /** One line that tells who leads now. */
  standing(answers: Answers): string | undefined;
  /** Whether any open answer could still change the result, and how to put that in words. */
  isDecided(answers: Answers, asked: ReadonlySet<string>): { decided: boolean; says: string } | undefined;
}

export type Ended = { readonly kind: 'finished'; readonly answers: Answers } | { readonly kind: 'cancelled' };

type Step =
  | { readonly kind: 'ask'; readonly question: Question }
  | { readonly kind: 'decided'; readonly says: string }
  | { readonly kind: 'review' };

/** What a step leads to: another state, the end, or one of the ways that every prompt has. */
type Outcome = Reply<State | 'finish'> | { readonly kind: 'review' };

/**
 * Holds the interview to its end. Each step leads from one state to the next, and going back takes up the state before,
 * so that every prompt can be left backwards; the first one stays.
 */
export async function holdInterview(interview: Interview, prompter: Prompter): Promise<Ended> {
  const runner = new Runner(interview, prompter);
  const ended = await runner.run();
  prompter.close(runner.record(ended.kind));
  return ended;
}

class Runner {
  private readonly interview: Interview;
  private readonly prompter: Prompter;
  private readonly history: State[] = [];
  /** The latest answer to every question ever put, also of steps that were taken back; `null` for "not sure". */
  private readonly remembered = new Map<string, AnswerValue | null>();
  private state: State;

  constructor(interview: Interview, prompter: Prompter) {
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

  /** What stays on the terminal: what the answers are, or how far it went. */
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
      heading: this.heading(state.at.kind === 'editing' ? 'Change an answer.' : this.progress()),
      transcript: state.transcript,
      canGoBack: this.history.length > 0,
      canReview: Object.keys(state.answers).length > 0,
    });
    if (reply.kind !== 'answer') return reply;
    this.remembered.set(question.id, reply.value);
    const after = withAnswer(state, this.interview.rules.questions, question, reply.value);
    return { kind: 'answer', value: { ...state, ...after, at: this.afterwards(question) } };
  }

  /** As it stands; else as it was given before steps were taken back. */
  private previousAnswer({ id }: Question): AnswerValue | null | undefined {
    const { answers, asked } = this.state;
    return answers[id] ?? (asked.has(id) ? null : this.remembered.get(id));
  }

  /** After a change on the review, only what newly makes sense is asked: what was left open stays so. */
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
      help: 'The questions that are left can change figures and remarks, but not what comes first.',
      heading: this.heading(),
      transcript: state.transcript,
      entries: [
        { label: 'See the result', value: 'finish' },
        { label: 'Check or change my answers first', value: { ...state, at: { kind: 'review' } } },
        { label: 'Go on with the questions', value: { ...state, thorough: true } },
      ],
    });
  }

  private async review(): Promise<Outcome> {
    const { state } = this;
    const open = openQuestions(this.interview.rules.questions, state).length;
    const on: State = { ...state, thorough: true, at: { kind: 'asking', parked: new Set() } };
    return this.choose({
      asks: 'These are your answers. Change one, or see the result.',
      help: 'Choose an answer to change it. "Not sure" counts as unknown: it speaks for nobody and against nobody.',
      heading: this.heading(),
      transcript: state.transcript.filter(({ remark }) => remark),
      entries: [
        { label: 'See the result', value: 'finish' },
        ...(open > 0 ? [{ label: `Go on with the questions (${open} open)`, value: on }] : []),
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

  /** At most, because some questions never apply, and none is put once the result is decided. */
  private progress(): string {
    const { rules, answers } = this.interview;
    const most = rules.questions.filter(({ id }) => answers[id] === undefined).length;
    return `Question ${this.state.asked.size + 1} of at most ${most}.`;
  }

  private heading(progress = ''): string {
    return [progress, this.interview.standing(this.state.answers)].filter(Boolean).join(' ');
  }

  /** Every question that has an answer, or got "not sure" for one. */
  private settled(): { readonly id: string; readonly question: Question; readonly text: string }[] {
    const { answers, asked } = this.state;
    return this.interview.rules.questions
      .filter(({ id }) => answers[id] !== undefined || asked.has(id))
      .map((question) => ({ id: question.id, question, text: answerLine(question, answers[question.id] ?? null) }));
  }
}

function startOf({ rules, answers }: Interview): State {
  const given = rules.questions.filter(({ id }) => answers[id] !== undefined).length;
  const remark = `${countOf(given, 'answer')} given already; the review at the end lists ${given === 1 ? 'it' : 'them'}.`;
  return {
    answers,
    asked: new Set(),
    transcript: given > 0 ? [{ text: remark }] : [],
    at: { kind: 'asking', parked: new Set() },
    thorough: false,
  };
}
