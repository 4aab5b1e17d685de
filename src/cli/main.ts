import { EventEmitter } from 'node:events';
import { createReadStream, fstatSync, writeSync } from 'node:fs';
import { VERSION } from '../core/version.ts';
import { systemErrorInWords } from '../text/system-errors.ts';
import { usageFailure } from './errors.ts';
import { EXIT } from './exit-codes.ts';
import type { Io, OutputStream } from './io.ts';

/** The entry point of the executable: connects the program to its process. */
export async function main(): Promise<void> {
  const argv = process.argv.slice(2);
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    print(`${VERSION}\n`);
    return;
  }
  const { run } = await import('./run.ts');
  // Not process.exit, which would lose output that a pipe has not accepted yet.
  process.exitCode = await run(argv, processIo);
}

/** Getters, because Node opens a stream at its first use, which takes a millisecond. */
const processIo: Io = {
  get stdin() {
    // Node takes a folder for an empty input.
    return fstatSync(STDIN).isDirectory() ? createReadStream('', { fd: STDIN, autoClose: false }) : process.stdin;
  },
  get stdout() {
    return fstatSync(STDOUT).isFile() ? fileOutput : guarded(process.stdout);
  },
  print,
  get stderr() {
    return guarded(process.stderr);
  },
  get env() {
    return process.env;
  },
  get cwd() {
    return workingFolder();
  },
};

function workingFolder(): string {
  try {
    return process.cwd();
  } catch (error) {
    throw usageFailure([`Cannot find the working directory: ${systemErrorInWords(error)}. Go to another one.`]);
  }
}

function guarded(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  if (stream.listenerCount('error') === 0) stream.on('error', end);
  return stream;
}

const STDIN = 0;
const STDOUT = 1;

/** In place of Node's stream for a file, which loses the rest of a write that the system took only in part. */
const fileOutput: OutputStream = Object.assign(new EventEmitter(), {
  write: (text: string) => {
    print(text);
    return true;
  },
});

function print(text: string): void {
  let rest = Buffer.from(text);
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(STDOUT, rest));
  } catch (error) {
    // A full non-blocking pipe: the stream waits for it.
    if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') guarded(process.stdout).write(rest);
    else if (error instanceof Error) end(error);
  }
}

/** A closed pipe, as of `| head -1`, or a terminal that hung up is no error: nobody reads the rest. */
function end(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE' || (error.code === 'EIO' && fstatSync(STDOUT).isCharacterDevice())) process.exit();
  process.stderr.write(`error: Cannot write to standard output: ${systemErrorInWords(error)}.\n`);
  process.exit(EXIT.usage);
}
