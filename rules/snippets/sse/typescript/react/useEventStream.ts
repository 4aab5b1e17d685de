// React hook for Server-Sent Events. EventSource resumes automatically, but not
// after an HTTP error: the hook then creates a new one, with backoff.
import { useEffect, useEffectEvent, useState } from 'react';

export const ENDPOINT = '{{endpoint}}';
const EVENT = '{{event}}';
const FIRST_PAUSE_MS = 1000;
const LAST_PAUSE_MS = 30_000;

export type Status = 'connecting' | 'connected' | 'waiting';

/**
 * Follows a stream while the component is mounted.
 *
 * @param receive gets each event; it may change with every render
 */
export function useEventStream(
  url: string,
  receive: (data: string) => void,
): Status {
  const [status, setStatus] = useState<Status>('connecting');
  const onData = useEffectEvent(receive);
  useEffect(() => follow(url, (data) => onData(data), setStatus), [url]);
  return status;
}

/** Returns a function that ends it. */
function follow(
  url: string,
  onData: (data: string) => void,
  onStatus: (status: Status) => void,
): () => void {
  let source: EventSource;
  let retry: number | undefined;
  let pauseMs = FIRST_PAUSE_MS;

  function connect(): void {
    onStatus('connecting');
    // Cookies are the only credentials that it can send.
    source = new EventSource(url, { withCredentials: true });
    let openedAt: number | undefined;
    let hasty = 0; // consecutive short connections
    source.addEventListener('open', () => {
      openedAt = performance.now();
      onStatus('connected');
    });
    source.addEventListener(EVENT, ({ data }) => onData(data));
    source.addEventListener('error', () => {
      const now = performance.now();
      const lastedMs = openedAt === undefined ? 0 : now - openedAt;
      if (lastedMs > LAST_PAUSE_MS) pauseMs = FIRST_PAUSE_MS;
      if (lastedMs > FIRST_PAUSE_MS) hasty = 0;
      else if (openedAt !== undefined) hasty++;
      openedAt = undefined;
      onStatus('waiting');
      // The browser resumes automatically, after the pause that the server
      // sets, but not after a refusal, and without limit if the pause is 0.
      const resumes = source.readyState === EventSource.CONNECTING;
      if (resumes && hasty < 3) return;
      source.close(); // a new one has no last event id
      // Jitter, so that not all clients reconnect at the same time.
      const delayMs = pauseMs * (0.5 + Math.random() / 2);
      retry = window.setTimeout(connect, delayMs);
      pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 2);
    });
  }

  function leave(): void {
    window.clearTimeout(retry);
    source.close();
  }

  // Over HTTP/1.1, a browser allows six streams per host: a page that enters
  // the page cache must close its stream.
  const ending = new AbortController();
  const { signal } = ending;
  const comeBack = (event: PageTransitionEvent) => {
    if (event.persisted) connect();
  };
  window.addEventListener('pagehide', leave, { signal });
  window.addEventListener('pageshow', comeBack, { signal });
  connect();
  return () => {
    ending.abort();
    leave();
  };
}
