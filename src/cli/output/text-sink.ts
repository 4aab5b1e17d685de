import { once } from 'node:events';
import { chmodSync, closeSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Io } from '../io.ts';
import { placeOf, writeFailure } from './atomic-file.ts';

/** Takes a report piece by piece. */
export interface TextSink {
  /** Whether a person watches the pieces come. */
  readonly isTerminal: boolean;
  /** Resolves when the next piece is welcome: whoever awaits it never has more waiting than a piece or two. */
  write(text: string): Promise<void>;
  /** All is written. */
  finish(): void;
  /** To be called at the end in any case: without `finish` it takes back what can be taken back. */
  discard(): void;
}

/**
 * stdout, or the file that `--output` names. A file appears whole or not at all, however the run ends: it is written
 * beside its place and moved there.
 *
 * @param signal ends the waiting for a reader that takes nothing
 */
export function openSink(output: string | undefined, io: Io, signal: AbortSignal): TextSink {
  return output === undefined || output === '-' ? streamSink(io.stdout, signal) : fileSink(output, io);
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

/** Written at once, so that there is never anything to wait for, and an error comes from where it happened. */
function fileSink(output: string, io: Io): TextSink {
  const { path, draft, mode } = placeOf(output, io);
  const attempt = <T>(step: () => T): T => {
    try {
      return step();
    } catch (error) {
      throw writeFailure(output, error);
    }
  };
  let file: number | undefined = attempt(() => openSync(draft ?? path, draft ? 'wx' : 'w'));
  let isInPlace = draft === undefined;
  const close = () => {
    const open = file;
    file = undefined;
    if (open !== undefined) attempt(() => closeSync(open));
  };
  const discard = () => {
    close();
    if (draft && !isInPlace) rmSync(draft, { force: true });
  };
  // A terminal that hangs up ends the process from within a stream's error handler.
  process.once('exit', discard);
  return {
    isTerminal: false,
    write: async (text) => {
      const open = file;
      if (open !== undefined) attempt(() => writeFileSync(open, text));
    },
    finish: () => {
      close();
      if (draft && mode !== undefined) attempt(() => chmodSync(draft, mode));
      if (draft) attempt(() => renameSync(draft, path));
      isInPlace = true;
    },
    discard: () => {
      process.off('exit', discard);
      discard();
    },
  };
}
