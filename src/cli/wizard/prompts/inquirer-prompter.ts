import { createInterface } from 'node:readline';
import { ReadStream } from 'node:tty';
import { Chalk, type ChalkInstance } from 'chalk';
import { createPromptModule } from 'inquirer';
import type { AnswerValue, Question } from '../../../core/model.ts';
import { answerInWords, helpParagraphs, NOT_SURE, numberLimits, optionLabel } from '../../../phrases/questionnaire.ts';
import { acceptedUnits } from '../../../text/quantity.ts';
import { startingAnswer } from '../starting-answer.ts';
import { Transcript } from '../transcript.ts';
import { type ListConfig, type ListReply, listPrompt } from './list-prompt.ts';
import { type NumberConfig, type NumberReply, numberPrompt } from './number-prompt.ts';
import type { Screen } from './prompt-hooks.ts';
import type { AskRequest, Menu, Prompter, QuestionReply, Reply, TranscriptLine } from './prompter.ts';
import { readNumber } from './read-number.ts';

type Output = NodeJS.WritableStream & { readonly columns?: number; readonly rows?: number };

export interface InquirerPrompterOptions {
  readonly input: NodeJS.ReadableStream;
  readonly output: Output;
  /** Aborts when the terminal is gone. */
  readonly signal: AbortSignal;
  readonly color: boolean;
}

/** How long to wait after Esc for the rest of a sequence: arrow keys start with the same byte. */
const ESCAPE_TIMEOUT_MS = 100;

/** Prompts with a list and arrow keys, redrawn in place. */
export class InquirerPrompter implements Prompter {
  private readonly screen: Screen;
  private readonly transcript: Transcript;
  private readonly prompt: ReturnType<typeof buildModule>;

  constructor({ input, output, signal, color }: InquirerPrompterOptions) {
    const paint = new Chalk({ level: color ? 1 : 0 });
    this.screen = screenOf(input, output, paint);
    this.transcript = new Transcript(output, (text, { remark }) => (remark ? paint.yellow(text) : paint.dim(text)));
    hurryEscape(input);
    this.prompt = buildModule({ input, output, signal, clearPromptOnDone: true });
  }

  ask(request: AskRequest): Promise<QuestionReply> {
    this.transcript.show(request.transcript);
    return request.question.kind === 'number' ? this.askNumber(request) : this.askOptions(request);
  }

  async choose<Value>(menu: Menu<Value>): Promise<Reply<Value>> {
    this.transcript.show(menu.transcript);
    const reply = await this.list({
      message: menu.asks,
      heading: menu.heading,
      help: [menu.help],
      detail: menu.detail,
      labels: menu.entries.map(({ label }) => label),
      notes: menu.entries.map(({ note }) => note),
      start: 0,
      canGoBack: menu.canGoBack,
      canReview: false,
    });
    if (reply.kind === 'review') throw new TypeError('A menu has no review to go to.');
    if (reply.kind !== 'picked') return reply;
    const entry = menu.entries[reply.indices[0] ?? 0];
    return entry ? { kind: 'answer', value: entry.value } : { kind: 'cancelled' };
  }

  show(transcript: readonly TranscriptLine[]): void {
    this.transcript.show(transcript);
  }

  close(transcript: readonly TranscriptLine[]): void {
    this.transcript.show(transcript);
  }

  private async askOptions({ question, previous, heading, canGoBack, canReview }: AskRequest): Promise<QuestionReply> {
    const { rows, exclusive } = answerRows(question);
    const marked = rows.flatMap(({ answer }, index) => (isChosen(answer, previous) ? [index] : []));
    const start = rows.findIndex(({ answer }) => isChosen(answer, previous ?? startingAnswer(question)));
    const reply = await this.list({
      message: question.asks,
      heading,
      help: helpParagraphs(question),
      labels: rows.map(({ label }) => label),
      start: Math.max(marked[0] ?? start, 0),
      canGoBack,
      canReview,
      ...(question.kind === 'choices' && { marked, exclusive }),
    });
    if (reply.kind !== 'picked') return reply;
    const answers = reply.indices.map((index) => rows[index]?.answer ?? null);
    return { kind: 'answer', value: question.kind === 'choices' ? mergedAnswer(answers) : (answers[0] ?? null) };
  }

  private async askNumber({ question, previous, heading, canGoBack, canReview }: AskRequest): Promise<QuestionReply> {
    const ready = [...readyNumbers(question), { label: NOT_SURE, value: null }];
    const earlier = typeof previous === 'number' ? previous : undefined;
    const keeps = earlier === undefined ? '' : ` Enter alone keeps ${answerInWords(question, earlier)}.`;
    const reply = await this.number({
      message: question.asks,
      heading,
      detail: `A number ${numberLimits(question)}.${keeps} Units: ${acceptedUnits(question.unit).join(', ')}.`,
      help: helpParagraphs(question),
      ready,
      previous: earlier,
      start: previous === null ? ready.length : earlier === undefined ? usualRow(question) : 0,
      canGoBack,
      canReview,
      read: (typed) => readNumber(question, typed),
    });
    return reply.kind === 'given' ? { kind: 'answer', value: reply.value } : reply;
  }

  private list(config: Omit<ListConfig, 'screen'>): Promise<ListReply> {
    return this.put<ListReply>('list', config);
  }

  private number(config: Omit<NumberConfig, 'screen'>): Promise<NumberReply> {
    return this.put<NumberReply>('figure', config);
  }

  private put<Answer>(type: string, config: { readonly message: string }): Promise<Answer | { kind: 'cancelled' }> {
    const prompt = { ...config, screen: this.screen, type, name: 'reply' };
    return unlessGone(this.prompt<{ reply: Answer }>([prompt]));
  }
}

/**
 * Shortens the wait after Esc. Node keeps the timeout of the first readline on a stream for all later ones; inquirer's
 * own would be half a second, so that this one is made first.
 */
function hurryEscape(input: NodeJS.ReadableStream): void {
  createInterface({ input, terminal: true, escapeCodeTimeout: ESCAPE_TIMEOUT_MS }).close();
}

function buildModule(options: NonNullable<Parameters<typeof createPromptModule>[0]>) {
  const module = createPromptModule(options);
  module.registerPrompt('list', listPrompt);
  module.registerPrompt('figure', numberPrompt);
  return module;
}

/** Inquirer reports Ctrl-C and a terminal that is gone as errors: both mean "cancelled". */
async function unlessGone<Answer>(asked: Promise<{ reply: Answer }>): Promise<Answer | { kind: 'cancelled' }> {
  try {
    return (await asked).reply;
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (name === 'ExitPromptError' || name === 'AbortPromptError') return { kind: 'cancelled' };
    throw error;
  }
}

function screenOf(input: NodeJS.ReadableStream, output: Output, paint: ChalkInstance): Screen {
  return {
    paint,
    size: () => ({ columns: output.columns || 80, rows: output.rows || 24 }),
    onResize: (listener) => {
      const clearAndTell = () => {
        // A narrower terminal wraps the lines again; without this the part below the cursor would stay.
        output.write('\u001B[J');
        listener();
      };
      output.on('resize', clearAndTell);
      return () => output.removeListener('resize', clearAndTell);
    },
    onContinue: (listener) => {
      const restoreAndTell = () => {
        restoreRawMode(input);
        listener();
      };
      process.on('SIGCONT', restoreAndTell);
      return () => process.removeListener('SIGCONT', restoreAndTell);
    },
  };
}

/**
 * Sets the raw mode anew: a shell sets its own mode when it stops a program, which the program is not told. Node does
 * nothing where the mode is the one that it set last, so that it is ended first.
 */
function restoreRawMode(input: NodeJS.ReadableStream): void {
  if (!(input instanceof ReadStream) || !input.isRaw) return;
  input.setRawMode(false);
  input.setRawMode(true);
}

/** A row of a list, and the answer that it stands for. */
interface AnswerRow {
  readonly label: string;
  readonly answer: AnswerValue | null;
}

/** The rows of a question: none of these where it has that, its options, "not sure". The first and the last exclude other marks. */
function answerRows(question: Question): { readonly rows: readonly AnswerRow[]; readonly exclusive: number[] } {
  const { options, noneLabel } = question;
  const none = noneLabel === undefined ? [] : [{ label: noneLabel, answer: [] }];
  const own = options.map((option) => ({ label: optionLabel(option), answer: option.value }));
  return {
    rows: [...none, ...own, { label: NOT_SURE, answer: null }],
    exclusive: [...none.map((_, index) => index), none.length + own.length],
  };
}

function isChosen(answer: AnswerValue | null, previous: AnswerValue | null | undefined): boolean {
  if (!Array.isArray(previous)) return previous === answer;
  return Array.isArray(answer) ? previous.length === 0 : previous.includes(String(answer));
}

/** The answer of several marked rows. */
function mergedAnswer(answers: readonly (AnswerValue | null)[]): AnswerValue | null {
  const [first] = answers;
  if (first === undefined || first === null) return null;
  return typeof first === 'object' ? first : answers.map(String);
}

/** The row of the usual answer of a number; 0 is the field. */
function usualRow({ options }: Question): number {
  return options.findIndex(({ usual }) => usual) + 1;
}

/** One entry for each band of numbers, with its typical number. */
function readyNumbers({ options }: Question): { label: string; value: number }[] {
  return options.flatMap(({ label, value, usual }) => {
    if (typeof value !== 'number') return [];
    const taken = label === String(value) ? label : `${label} (taken as ${value})`;
    return [{ label: optionLabel({ label: taken, ...(usual && { usual }) }), value }];
  });
}
