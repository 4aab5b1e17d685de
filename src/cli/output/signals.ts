/** Signals that ask the program to end. A terminal that is not in raw mode sends SIGINT for Ctrl-C. */
export const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Finishes work on files although a signal asks the program to end. The signal takes effect afterwards, unless the work
 * began to listen to it: then it has taken effect.
 *
 * @param work synchronous: signals arrive between turns of the event loop
 */
export async function uninterrupted<T>(work: () => T): Promise<T> {
  let caught: NodeJS.Signals | undefined;
  const defer = (signal: NodeJS.Signals) => {
    if (process.listenerCount(signal) === 1) caught ??= signal;
  };
  for (const signal of SIGNALS) process.on(signal, defer);
  try {
    return work();
  } finally {
    await new Promise((resolve) => setImmediate(resolve));
    for (const signal of SIGNALS) process.off(signal, defer);
    if (caught) process.kill(process.pid, caught);
  }
}
