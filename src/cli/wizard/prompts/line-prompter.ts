import { createInterface, type Interface } from 'node:readline';
import type { AnswerValue, Question } from '../../../core/model.ts';
import { answerInWords, helpParagraphs, NOT_SURE, numberLimits } from '../../../phrases/questionnaire.ts';
import { wrap } from '../../../report/terminal/layout.ts';
import { startingAnswer } from '../starting-answer.ts';
import { answerLabels, type Reading, readOptions } from './line-options.ts';
import type { AskRequest, Menu, Prompter, QuestionReply, Reply, TranscriptLine } from './prompter.ts';
import { readNumber } from './read-number.ts';

export interface LinePrompterOptions {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream & { readonly columns?: number };
  /** Aborts when the input is gone. */
  readonly signal: AbortSignal;
}

/** One prompt as lines of text. */
interface LineForm<Value> {
  readonly lines: readonly string[];
  readonly help: readonly string[];
  readonly canGoBack: boolean;
  readonly canReview: boolean;
  /** What to type, as one sentence. */
  readonly howTo: string;
  /** The answer that an empty line repeats. */
  readonly previous?: { readonly value: Value; readonly words: string } | undefined;
  read(line: string): Reading<Value>;
}

const BACK_WORDS = ['b', 'back', '\u001B'];
const REVIEW_WORDS = ['r', 'review'];
const HELP_WORDS = ['?', 'h', 'help'];

/**
 * Prompts for screen readers and simple terminals: plain lines that are never redrawn, without escape sequences. It
 * reads whole lines, so that the terminal's own editing works.
 */
export class LinePrompter implements Prompter {
  private readonly output: LinePrompterOptions['output'];
  private readonly source: LineSource;
  private shown: readonly TranscriptLine[] = [];

  constructor({ input, output, signal }: LinePrompterOptions) {
    this.output = output;
    this.source = new LineSource(input, signal);
  }

  ask({ question, previous, canReview, ...surroundings }: AskRequest): Promise<QuestionReply> {
    const ready = previous === undefined ? startingAnswer(question) : previous;
    const earlier = ready === undefined ? undefined : { value: ready, words: answerInWords(question, ready) };
    const { heading, transcript, canGoBack } = surroundings;
    this.show(transcript);
    const own = question.kind === 'number' ? numberForm(question) : optionsForm(question);
    const lines = [heading, question.asks, ...own.lines];
    return this.hold({ ...own, lines, help: helpParagraphs(question), canGoBack, canReview, previous: earlier });
  }

  async choose<Value>(menu: Menu<Value>): Promise<Reply<Value>> {
    const { asks, detail = '', help, entries, heading, transcript, canGoBack } = menu;
    this.show(transcript);
    const rows = entries.map(({ label, note }, index) => `${index + 1}. ${note ? `${label}: ${note}` : label}`);
    const reply = await this.hold({
      lines: [heading, asks, detail, ...rows],
      help: [help],
      canGoBack,
      canReview: false,
      howTo: `Type a number from 1 to ${entries.length}.`,
      read: (line) => {
        const entry = /^\d+$/.test(line) ? entries[Number(line) - 1] : undefined;
        return entry ? { value: entry.value } : { problem: `Please type a number from 1 to ${entries.length}.` };
      },
    });
    if (reply.kind === 'review') throw new TypeError('A menu has no review to go to.');
    return reply;
  }

  close(): void {
    this.source.close();
  }

  /** Shows new remarks. Answers are left out: the person has just typed them. */
  show(transcript: readonly TranscriptLine[]): void {
    const added = transcript.filter((line) => !this.shown.includes(line));
    for (const { text } of added.filter(({ remark, question }) => remark || question === undefined)) {
      this.write(`${text}${/[.!]$/.test(text) ? '' : '.'}`);
    }
    this.shown = transcript;
  }

  private async hold<Value>(form: LineForm<Value>): Promise<Reply<Value> | { readonly kind: 'review' }> {
    const { previous, canGoBack, canReview } = form;
    this.write('', ...form.lines.filter(Boolean), howToAnswer(form));
    for (;;) {
      this.output.write('Answer: ');
      const typed = await this.source.next();
      if (typed === undefined) return { kind: 'cancelled' };
      const line = typed.trim();
      if (HELP_WORDS.includes(line.toLowerCase())) this.write(...form.help);
      else if (BACK_WORDS.includes(line.toLowerCase())) {
        if (canGoBack) return { kind: 'back' };
        this.write('This is the first step, there is nothing to go back to.');
      } else if (canReview && REVIEW_WORDS.includes(line.toLowerCase())) return { kind: 'review' };
      else if (line === '' && previous) return { kind: 'answer', value: previous.value };
      else {
        const reading = form.read(line);
        if ('value' in reading) return { kind: 'answer', value: reading.value };
        this.write(reading.problem);
      }
    }
  }

  private write(...paragraphs: readonly string[]): void {
    const width = (this.output.columns || 80) - 1;
    for (const text of paragraphs) this.output.write(`${wrap(text, width).join('\n')}\n`);
  }
}

function howToAnswer<Value>({ howTo, previous, canGoBack, canReview }: LineForm<Value>): string {
  const keep = previous ? ` Enter alone: ${previous.words}.` : '';
  return `${howTo}${keep} ?: help${canGoBack ? ', b: back' : ''}${canReview ? ', r: review' : ''}.`;
}

type OwnForm = Pick<LineForm<AnswerValue | null>, 'lines' | 'howTo' | 'read'>;

function optionsForm(question: Question): OwnForm {
  const labels = answerLabels(question);
  return {
    lines: [...labels.map((label, index) => `${index + 1}. ${label}`), `0. ${NOT_SURE}`],
    howTo: question.kind === 'choices' ? 'Type one or more numbers, with commas between.' : 'Type a number.',
    read: (line) => readOptions(question, line),
  };
}

function numberForm(question: Question): OwnForm {
  const zero = readNumber(question, '0');
  // Where 0 is a possible answer, `-` means "not sure".
  const notSure = 'value' in zero ? '-' : '0';
  return {
    lines: [`${notSure}. ${NOT_SURE}`],
    howTo: `Type a number ${numberLimits(question)}.`,
    read: (line) => {
      if (line === notSure || line.toLowerCase() === NOT_SURE.toLowerCase()) return { value: null };
      const reading = readNumber(question, line);
      return 'value' in reading ? reading : { problem: `${reading.problem} ${notSure} if you are not sure.` };
    },
  };
}

/** Queues input lines, so that lines typed ahead are not lost. */
class LineSource {
  private readonly lines: string[] = [];
  private readonly reader: Interface;
  private waiting: ((line: string | undefined) => void) | undefined;
  private ended = false;

  constructor(input: NodeJS.ReadableStream, signal: AbortSignal) {
    this.reader = createInterface({ input, terminal: false, crlfDelay: Number.POSITIVE_INFINITY });
    this.reader.on('line', (line) => (this.waiting ? this.settle(line) : this.lines.push(line)));
    this.reader.on('close', () => this.end());
    this.reader.on('error', () => this.end());
    signal.addEventListener('abort', () => this.end());
    if (signal.aborted) this.end();
  }

  /** The next line; `undefined` at the end of the input. */
  next(): Promise<string | undefined> {
    const line = this.lines.shift();
    if (line !== undefined || this.ended) return Promise.resolve(line);
    return new Promise((resolve) => {
      this.waiting = resolve;
    });
  }

  close(): void {
    this.reader.close();
  }

  private end(): void {
    this.ended = true;
    this.settle(undefined);
  }

  private settle(line: string | undefined): void {
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.(line);
  }
}
