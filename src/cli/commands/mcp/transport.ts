import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { ErrorCode, type JSONRPCMessage, JSONRPCMessageSchema } from '@modelcontextprotocol/sdk/types.js';
import type { LineProblem } from '../../../documents/batch-form.ts';
import { repeatedKeys } from '../../../documents/repeated-keys.ts';
import { safeJsonLine } from '../../../report/safe-json.ts';
import { isMap } from '../../../text/lists.ts';
import { printable } from '../../../text/printable.ts';
import { systemCode } from '../../../text/system-errors.ts';
import { usageFailure } from '../../errors.ts';
import type { Io } from '../../io.ts';
import { type Line, LineSplitter } from '../batch/line-splitter.ts';
import { paramsProblem, withoutTask } from './requests.ts';
import type { Turns } from './turns.ts';

/** In bytes. A call with every question answered has 3 kB. */
const LONGEST_MESSAGE = 1024 * 1024;

/**
 * JSON-RPC over lines, as the stdio transport of the specification. That of the SDK drops a line that is no message
 * without an answer, ends at a large one, and reads on while nobody takes its output; this one does none of that.
 */
export class LineTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: <T extends JSONRPCMessage>(message: T) => void;
  readonly #io: Pick<Io, 'stdin' | 'stdout'>;
  readonly #turns: Turns;
  /** Resolves when the reader of the output can take more. */
  #drained: Promise<unknown> = Promise.resolve();
  #isBlocked = false;

  constructor(io: Pick<Io, 'stdin' | 'stdout'>, turns: Turns) {
    this.#io = io;
    this.#turns = turns;
  }

  /** Nothing: {@link read} starts it, and tells when it ends. */
  async start(): Promise<void> {}

  /** Reads messages until the input ends, and every answer is written. */
  async read(): Promise<void> {
    const splitter = new LineSplitter(LONGEST_MESSAGE);
    for await (const chunk of chunksOf(this.#io.stdin)) await this.#receive(splitter.push(chunk));
    await this.#receive(splitter.finish());
    await this.#turns.idle();
    await this.#drained;
    this.onclose?.();
  }

  async send(message: JSONRPCMessage): Promise<void> {
    const { stdout } = this.#io;
    if (stdout.write(`${safeJsonLine(message)}\n`) || this.#isBlocked) return;
    this.#isBlocked = true;
    this.#drained = new Promise<void>((resolve) => {
      stdout.once('drain', () => {
        this.#isBlocked = false;
        resolve();
      });
    });
  }

  async close(): Promise<void> {
    this.#io.stdin.destroy();
  }

  async #receive(lines: Iterable<Line>): Promise<void> {
    for (const line of lines) {
      await this.#take(line);
      await this.#drained;
      await this.#turns.room();
    }
  }

  async #take(line: Line): Promise<void> {
    if ('problem' in line) return this.#refuse(ErrorCode.ParseError, line.problem);
    let written: unknown;
    try {
      written = JSON.parse(line.text);
    } catch {
      return this.#refuse(ErrorCode.ParseError, 'Expected one JSON-RPC message a line, got no JSON.');
    }
    const twice = repetition(line.text, written);
    if (twice !== undefined) return this.#refuse(ErrorCode.InvalidRequest, twice.message, twice.id);
    const value = withoutTask(written);
    const message = JSONRPCMessageSchema.safeParse(value);
    if (!message.success)
      return this.#refuse(ErrorCode.InvalidRequest, 'Expected a JSON-RPC 2.0 request or notification.', idOf(value));
    const problem = paramsProblem(message.data);
    if (problem !== undefined) return this.#refuse(ErrorCode.InvalidParams, problem, idOf(value));
    this.onmessage?.(message.data);
  }

  /** Answers what is no message. Nothing goes to stderr: where nobody reads it, writing there would block. */
  #refuse(code: number, message: string, id?: string | number): Promise<void> {
    return this.send({ jsonrpc: '2.0', ...(id !== undefined && { id }), error: { code, message } });
  }
}

/**
 * A key that an object of the message has more than once, in words. Which of two values is meant, nobody knows.
 *
 * @returns with the id of the message, unless that is what is there twice
 */
function repetition(text: string, value: unknown): { message: string; id?: string | number } | undefined {
  const [problem] = problemsOf(text, value);
  if (problem === undefined) return undefined;
  const id = problem.path.length === 1 && problem.path[0] === 'id' ? undefined : idOf(value);
  const message = printable(`${problem.path.slice(0, -1).join('.') || 'The message'}: ${problem.message}`, 1000);
  return { message, ...(id !== undefined && { id }) };
}

function problemsOf(text: string, value: unknown): readonly LineProblem[] {
  try {
    return repeatedKeys(text, value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return [{ path: [], message: 'Expected a message, got a value nested too deep.' }];
  }
}

function idOf(value: unknown): string | number | undefined {
  const id = isMap(value) ? value['id'] : undefined;
  return typeof id === 'string' || typeof id === 'number' ? id : undefined;
}

/** The input in pieces. A client that crashed, or a terminal that hung up, ends it as a closed pipe does. */
async function* chunksOf(stdin: Io['stdin']): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stdin) yield Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
  } catch (error) {
    if (systemCode(error) === 'EISDIR') throw usageFailure(['Cannot read standard input: it is a folder.']);
    if (systemCode(error) === '') throw error;
  }
}
