import { SIGNALS } from '../output/signals.ts';

/** Until it is stopped, says whether the process was told to end, or its input is gone. */
export interface EndWatch {
  readonly signal: AbortSignal;
  /** Lets signals that came in while the program computed take effect. @returns whether the process is told to end */
  isTold(): Promise<boolean>;
  stop(): void;
}

/** Takes signals, which would otherwise end the process at once, and the end of the input. */
export function watchForEnd(stdin: NodeJS.ReadableStream): EndWatch {
  const gone = new AbortController();
  let isTold = false;
  const end = () => gone.abort();
  const tell = () => {
    isTold = true;
    end();
  };
  for (const event of ['end', 'close', 'error']) stdin.on(event, end);
  for (const signal of SIGNALS) process.on(signal, tell);
  return {
    signal: gone.signal,
    isTold: async () => {
      await new Promise((resolve) => setTimeout(resolve));
      return isTold;
    },
    stop: () => {
      for (const event of ['end', 'close', 'error']) stdin.removeListener(event, end);
      for (const signal of SIGNALS) process.removeListener(signal, tell);
    },
  };
}
