// React hook for Server-Sent Events. EventSource resumes automatically, but not
// after an HTTP error: the hook then creates a new one, with backoff. It limits
// no event, and does not show comments: it notices a dead connection only when
// the network reports it.
import { useEffect, useEffectEvent, useState } from 'react';

export const ENDPOINT = '{{endpoint}}';
const EVENT = '{{event}}';
const FIRST_PAUSE_MS = 1000;
const LAST_PAUSE_MS = 30_000;
const MAX_RESUMES = 10; // attempts of the browser, which have no backoff

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
  let resumes = MAX_RESUMES;

  function connect(): void {
    onStatus('connecting');
    // Cookies are the only credentials that it can send.
    source = new EventSource(url, { withCredentials: true });
    let openedAt: number | undefined;
    source.addEventListener('open', () => {
      window.clearTimeout(retry);
      openedAt = performance.now();
      onStatus('connected');
    });
    source.addEventListener(EVENT, ({ data }) => onData(data));
    source.addEventListener('error', () => {
      window.clearTimeout(retry);
      const wasOpen = openedAt !== undefined;
      const lastedMs = performance.now() - (openedAt ?? performance.now());
      if (lastedMs > LAST_PAUSE_MS) {
        pauseMs = FIRST_PAUSE_MS;
        resumes = MAX_RESUMES;
      }
      resumes -= wasOpen ? MAX_RESUMES / 2 : 1; // twice if it closes at once
      openedAt = undefined;
      onStatus('waiting');
      // The browser resumes after the pause that the server sets, even if that
      // is no pause, or a year.
      const isBack = source.readyState === EventSource.CONNECTING;
      if (isBack && resumes > 0) {
        retry = window.setTimeout(reconnect, LAST_PAUSE_MS);
        return;
      }
      source.close();
      // Jitter, so that not all clients reconnect at the same time.
      const delayMs = pauseMs * (0.5 + Math.random() / 2);
      retry = window.setTimeout(connect, delayMs);
      pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 2);
    });
  }

  /** A new EventSource has no last event id. */
  function reconnect(): void {
    source.close();
    connect();
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
