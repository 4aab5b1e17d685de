/**
 * What `work` comes to, unless it takes longer or the signal ends it. The work itself goes on: whoever gives up on it
 * has to stop what it uses.
 *
 * @param limitMs > 0
 * @throws the reason of the signal, or an error that tells the limit
 */
export async function inTime<T>(work: Promise<T>, limitMs: number, signal: AbortSignal): Promise<T> {
  let release = () => {};
  const given = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => reject(new Error(`No answer within ${limitMs / 1000} s.`)), limitMs);
    const onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    release = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    };
  });
  try {
    return await Promise.race([work, given]);
  } finally {
    release();
  }
}
