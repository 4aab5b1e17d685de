import { createReadStream, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { addAbortSignal, type Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { isSystemError, systemErrorInWords } from '../../../text/system-errors.ts';
import type { Context, Result } from '../../context.ts';
import { Failure, usageFailure } from '../../errors.ts';
import { EXIT } from '../../exit-codes.ts';
import { collectInput } from '../../input/answers.ts';
import type { Options } from '../../options/options.ts';
import { deferSignals } from '../../output/atomic-file.ts';
import { SIGNALS } from '../../output/signals.ts';
import { openSink, type TextSink } from '../../output/text-sink.ts';
import { ProgressBar } from '../../terminal/progress-bar.ts';
import { LineDecider } from './line-decider.ts';
import { type Line, LineSplitter } from './line-splitter.ts';

/** In bytes. Answers have a few hundred. */
const LONGEST_LINE = 1024 * 1024;

/** Size of the pieces to write, in UTF-16 units: a write for each line would be slower than deciding it. */
const PIECE = 64 * 1024;

type BatchContext = Pick<Context, 'io' | 'rules' | 'rulesDirs' | 'isProjectIgnored'>;

/** `wirewise batch [FILE]`: reads a line of answers, writes a line of JSON, in order and in constant memory. */
export async function batch(
  context: BatchContext,
  [path = '-']: readonly string[],
  options: Options<'batch'>,
): Promise<Result> {
  const { io } = context;
  if (path === '-' && options.answers === '-') {
    throw usageFailure(['Expected the lines or --answers from standard input, got both. Name a file for one of them.']);
  }
  const decider = new LineDecider(context, await collectInput(context.rules, options, io), options);
  const interrupt = new AbortController();
  // Node cannot cancel opening or reading a pipe without a writer: only the signal itself ends the process.
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
  const sink = await deferSignals(options.output, io, () => {
    const opened = openSink(options.output, io, interrupt.signal);
    // SIGHUP, too: Node resets it at start, so that `nohup` does not protect.
    for (const name of SIGNALS) process.once(name, onSignal);
    return opened;
  });
  const isShown = !options.quiet && !options.accessible && !sink.isTerminal;
  const progress = new ProgressBar(io, isShown);
  try {
    const { signal } = interrupt;
    const source = openSource(path, context, signal);
    if (source.isTerminal && !options.quiet) io.stderr.write('One JSON object of answers a line; Ctrl-D ends.\n');
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
  const { lines, badLines } = decider;
  if (badLines > 0) {
    io.stderr.write(`error: ${badLines} of ${lines} lines could not be decided; each has an "error" in its place.\n`);
  }
  return { documents: [], exitCode: badLines > 0 ? EXIT.notFeasible : EXIT.ok };
}

interface Source {
  readonly chunks: AsyncIterable<unknown>;
  readonly name: string;
  /** In bytes; absent where it is unknown. */
  readonly size?: number;
  readonly isTerminal: boolean;
}

function openSource(path: string, { io }: BatchContext, signal: AbortSignal): Source {
  if (path === '-') {
    const chunks: Readable = addAbortSignal(signal, io.stdin);
    return { chunks, name: 'standard input', isTerminal: io.stdin.isTTY === true };
  }
  const file = resolve(io.cwd, path);
  const size = sizeOf(file);
  const chunks = createReadStream(file, { signal });
  return { chunks, name: path, isTerminal: false, ...(size !== undefined && { size }) };
}

/** Of a regular file, in bytes. Reading reports what is wrong with any other. */
function sizeOf(file: string): number | undefined {
  try {
    const stat = statSync(file);
    return stat.isFile() ? stat.size : undefined;
  } catch {
    return undefined;
  }
}

interface Streaming {
  readonly source: Source;
  readonly decider: LineDecider;
  readonly sink: TextSink;
  readonly progress: ProgressBar;
  readonly signal: AbortSignal;
}

/** Reads only as fast as the sink accepts text. */
async function stream({ source, decider, sink, progress, signal }: Streaming): Promise<void> {
  const splitter = new LineSplitter(LONGEST_LINE);
  let read = 0;
  let piece = '';
  const pass = async (lines: Iterable<Line>) => {
    for (const line of lines) {
      piece += `${decider.decide(line)}\n`;
      if (piece.length < PIECE) continue;
      await sink.write(piece);
      piece = '';
      // One chunk may have thousands of slow lines: let signals through between them.
      await nextTurn(undefined, { signal });
      progress.show(source.size === undefined ? undefined : read / source.size, `line ${line.number}`);
    }
    // A program that writes line by line waits for the answer before it writes the next line.
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
    if (!isSystemError(error)) throw error;
    throw new Failure(EXIT.usage, `error: Cannot read ${name}: ${systemErrorInWords(error)}.`);
  }
}
