import { Readable, Writable } from 'node:stream';
import { run } from '../../src/cli/run.ts';

export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface FakeWorld {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Whether stdin, stdout and stderr pass for terminals. */
  readonly terminal?: boolean;
  /** Of the terminal; 80 when left out. */
  readonly columns?: number;
}

/** Runs the program in this process, without a terminal unless told otherwise, and keeps what it wrote. */
export async function runWith(argv: readonly string[], world: FakeWorld = {}): Promise<Ran> {
  const stdout = new Sink(world.terminal === true, world.columns ?? 80);
  const stderr = new Sink(world.terminal === true, world.columns ?? 80);
  const stdin = Object.assign(Readable.from([Buffer.from(world.stdin ?? '')]), { isTTY: world.terminal === true });
  const print = (text: string) => stdout.write(text);
  const io = { stdin, stdout, stderr, print, env: world.env ?? {}, cwd: world.cwd ?? '/' };
  const exitCode = await run(argv, io);
  return { exitCode, stdout: stdout.text, stderr: stderr.text };
}

class Sink extends Writable {
  text = '';
  readonly isTTY: boolean;
  readonly columns: number;

  constructor(isTTY: boolean, columns: number) {
    super({ decodeStrings: false });
    this.isTTY = isTTY;
    this.columns = columns;
  }

  override _write(chunk: string | Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += String(chunk);
    done();
  }
}
