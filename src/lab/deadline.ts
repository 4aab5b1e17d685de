/**
 * The result of `work`, unless the time limit or the signal comes first. That does not stop the work: the caller must stop
 * what it uses.
 *
 * @param limitMs > 0
 * @throws the reason of the signal, or an error that names the limit
 */
export async function withDeadline<T>(work: Promise<T>, limitMs: number, signal: AbortSignal): Promise<T> {
  let release = () => {};
  const limit = new Promise<never>((_, reject) => {
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
    return await Promise.race([work, limit]);
  } finally {
    release();
  }
}
