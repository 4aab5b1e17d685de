import { createReadStream, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { addAbortSignal, type Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Action, Context } from '../../context.ts';
import { Failure, systemErrorInWords, usageFailure } from '../../errors.ts';
import { EXIT } from '../../exit-codes.ts';
import { collectInput } from '../../input/answers.ts';
import { formatOf } from '../../options/format.ts';
import { deferSignals } from '../../output/atomic-file.ts';
import { openSink, type TextSink } from '../../output/text-sink.ts';
import { ProgressBar } from '../../terminal/progress-bar.ts';
import { LineDecider } from './line-decider.ts';
import { type Line, LineSplitter } from './line-splitter.ts';

/** In bytes. Answers take a few hundred. */
const LONGEST_LINE = 1024 * 1024;

/** Pieces of about this size go out together, in UTF-16 units: a call for each line would cost more than the line. */
const PIECE = 64 * 1024;

/** `wirewise batch [FILE]`: a line of answers in, a line of JSON out, in order, in constant memory. */
export const batch: Action = async (context, [path = '-'], options) => {
  formatOf(options, ['json']);
  const { io } = context;
  if (path === '-' && options['answers'] === '-') {
    throw usageFailure(['Expected the lines or --answers from standard input, got both. Name a file for one of them.']);
  }
  const decider = new LineDecider(context, await collectInput(context.rules, options, io), options);
  const output = typeof options['output'] === 'string' ? options['output'] : undefined;
  const interrupt = new AbortController();
  // Node cannot take back the opening or reading of a pipe that nobody writes to: only the signal itself ends that.
  const mayBlock = path !== '-' && sizeOf(resolve(context.io.cwd, path)) === undefined;
  let stuck: NodeJS.Timeout | undefined;
  const onSignal = (name: NodeJS.Signals) => {
    interrupt.abort(new Failure(EXIT.cancelled, ''));
    if (mayBlock) {
      stuck = setTimeout(() => {
        sink.discard();
        process.kill(process.pid, name);
      }, 300);
    }
  };
  // A signal in between would leave the temporary file behind.
  const sink = await deferSignals(output, io, () => {
    const opened = openSink(output, io, interrupt.signal);
    for (const name of SIGNALS) process.once(name, onSignal);
    return opened;
  });
  const isShown = options['quiet'] !== true && options['accessible'] !== true && !sink.isTerminal;
  const progress = new ProgressBar(io, isShown);
  try {
    const { signal } = interrupt;
    const source = openSource(path, context, signal);
    if (source.isTerminal && options['quiet'] !== true)
      io.stderr.write('One JSON object of answers a line; Ctrl-D ends.\n');
    await stream({ source, decider, sink, progress, signal });
    signal.throwIfAborted();
    sink.finish();
  } catch (error) {
    throw interrupt.signal.aborted ? interrupt.signal.reason : error;
  } finally {
    clearTimeout(stuck);
    progress.clear();
    for (const name of SIGNALS) process.off(name, onSignal);
    sink.discard();
  }
  return { text: '', isDelivered: true, exitCode: decider.hasBadLines ? EXIT.notFeasible : EXIT.ok };
};

/** Node ends by SIGHUP even under `nohup`, which it undoes when it starts: the draft has to go then, too. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

interface Source {
  readonly chunks: AsyncIterable<unknown>;
  readonly name: string;
  /** In bytes; absent where nobody knows. */
  readonly size?: number;
  readonly isTerminal: boolean;
}

function openSource(path: string, { io }: Context, signal: AbortSignal): Source {
  if (path === '-') {
    const chunks: Readable = addAbortSignal(signal, io.stdin);
    return { chunks, name: 'standard input', isTerminal: io.stdin.isTTY === true };
  }
  const file = resolve(io.cwd, path);
  const size = sizeOf(file);
  const chunks = createReadStream(file, { signal });
  return { chunks, name: path, isTerminal: false, ...(size !== undefined && { size }) };
}

/** Of a regular file. What is wrong with another one, reading it will tell. */
function sizeOf(file: string): number | undefined {
  try {
    const stat = statSync(file);
    return stat.isFile() ? stat.size : undefined;
  } catch {
    return undefined;
  }
}

interface Passage {
  readonly source: Source;
  readonly decider: LineDecider;
  readonly sink: TextSink;
  readonly progress: ProgressBar;
  readonly signal: AbortSignal;
}

/** Reads no further than the sink has room for. */
async function stream({ source, decider, sink, progress, signal }: Passage): Promise<void> {
  const splitter = new LineSplitter(LONGEST_LINE);
  let read = 0;
  let piece = '';
  const pass = async (lines: Iterable<Line>) => {
    for (const line of lines) {
      piece += `${decider.decide(line)}\n`;
      if (piece.length < PIECE) continue;
      await sink.write(piece);
      piece = '';
      // Lines that take long come by the thousand in one chunk: Ctrl-C is to be heard in between.
      await nextTurn(undefined, { signal });
      progress.show(source.size === undefined ? undefined : read / source.size, `line ${line.number}`);
    }
    // Whoever writes line by line waits for the answer before it goes on.
    if (piece !== '') await sink.write(piece);
    piece = '';
  };
  for await (const chunk of bytesOf(source)) {
    read += chunk.length;
    await pass(splitter.push(chunk));
  }
  await pass(splitter.finish());
}

async function* bytesOf({ chunks, name }: Source): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of chunks) yield Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw new Failure(EXIT.usage, `error: Cannot read ${name}: ${systemErrorInWords(error)}.`);
  }
}
