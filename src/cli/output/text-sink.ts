import { once } from 'node:events';
import type { Io } from '../io.ts';
import { openFile } from './atomic-file.ts';
import { isStdout } from './output-place.ts';

/** Takes a report in pieces. */
export interface TextSink {
  /** Whether a person reads the pieces as they come. */
  readonly isTerminal: boolean;
  /** Resolves when the sink accepts more (back-pressure). */
  write(text: string): Promise<void>;
  /** Ends the output: a file gets its name. */
  finish(): void;
  /** Must be called at the end in any case: without `finish` it removes what was written to a file. */
  discard(): void;
}

/**
 * stdout, or the file that `--output` names. A file appears complete or not at all, however the run ends.
 *
 * @param signal ends the wait for a reader that accepts nothing
 */
export function openSink(output: string | undefined, io: Io, signal: AbortSignal): TextSink {
  return output === undefined || isStdout(output, io) ? streamSink(io.stdout, signal) : fileSink(output, io);
}

function streamSink(stream: Io['stdout'], signal: AbortSignal): TextSink {
  return {
    isTerminal: stream.isTTY === true,
    write: async (text) => {
      if (!stream.write(text)) await once(stream, 'drain', { signal });
    },
    finish: () => undefined,
    discard: () => undefined,
  };
}

function fileSink(output: string, io: Io): TextSink {
  const file = openFile(output, io, { isNew: false });
  // A terminal that hangs up ends the process from within a stream's error handler.
  process.once('exit', file.discard);
  return {
    isTerminal: false,
    write: async (text) => file.write(text),
    finish: file.finish,
    discard: () => {
      process.off('exit', file.discard);
      file.discard();
    },
  };
}
