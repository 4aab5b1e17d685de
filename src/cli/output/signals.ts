const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Does work on files to its end although a signal asks the program to stop; the signal takes effect right afterwards.
 *
 * @param work that does not wait: signals are told between turns of the event loop
 */
export async function uninterrupted<T>(work: () => T): Promise<T> {
  let caught: NodeJS.Signals | undefined;
  const hold = (signal: NodeJS.Signals) => {
    caught ??= signal;
  };
  for (const signal of SIGNALS) process.on(signal, hold);
  try {
    return work();
  } finally {
    await new Promise((resolve) => setImmediate(resolve));
    for (const signal of SIGNALS) process.off(signal, hold);
    if (caught) process.kill(process.pid, caught);
  }
}
