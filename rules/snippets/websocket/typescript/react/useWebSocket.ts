// React hook for WebSocket: reconnects with backoff, detects a dead link. It
// confirms no messages: those in transit are lost when the connection breaks,
// unless your own protocol acknowledges them. The browser collects a message
// until its end: only the server limits its size.
import { useEffect, useEffectEvent, useRef, useState } from 'react';

export const ENDPOINT = '{{endpoint}}';
const HEARTBEAT_MS = '{{heartbeat}}' * 1000;
const FIRST_PAUSE_MS = 500;
const LAST_PAUSE_MS = 30_000;
const MAX_BACKLOG_BYTES = 1_048_576;
const MAX_MESSAGE_LENGTH = 1_048_576;

export type Status = 'connecting' | 'connected' | 'waiting' | 'refused';

/**
 * Keeps a connection open while the component is mounted.
 *
 * @param receive gets each message; it may change with every render
 * @returns `send` says whether the message is on its way: false means that
 *   there is no connection, or that the server reads too slowly
 */
export function useWebSocket(url: string, receive: (text: string) => void) {
  const [status, setStatus] = useState<Status>('connecting');
  const onText = useEffectEvent(receive);
  const socket = useRef<WebSocket>(undefined);
  useEffect(() => {
    const ending = new AbortController();
    let retry: number | undefined;
    let pauseMs = FIRST_PAUSE_MS;

    function connect(): void {
      // A page cannot set headers: the server identifies it by a cookie, or by
      // a token in its first message. Do not put a token into the URL.
      const ws = new WebSocket(url);
      socket.current = ws;
      setStatus('connecting');
      let [openedAt, heardAt] = [Number.POSITIVE_INFINITY, performance.now()];
      // Pages cannot send ping frames: a message is the ping, any the pong.
      const beat = window.setInterval(() => {
        if (performance.now() - heardAt > 2.5 * HEARTBEAT_MS) finish();
        else if (ws.readyState === ws.OPEN) ws.send('{"type":"ping"}');
      }, HEARTBEAT_MS);
      const over = new AbortController();
      const { signal } = over;
      ws.addEventListener('open', () => {
        openedAt = performance.now();
        setStatus('connected');
      }, { signal });
      ws.addEventListener('message', ({ data }) => {
        heardAt = performance.now();
        if (data.length > MAX_MESSAGE_LENGTH) finish();
        else if (data !== '{"type":"pong"}') onText(String(data));
      }, { signal });
      ws.addEventListener('close', ({ code }) => finish(code), { signal });
      ending.signal.addEventListener('abort', () => leave(), { signal });

      function leave(): void {
        over.abort();
        window.clearInterval(beat);
        ws.close();
      }

      /** Once for each: on a dead link `close` may be minutes late. */
      function finish(code?: number): void {
        leave();
        // 1008: the server's policy refuses this client.
        setStatus(code === 1008 ? 'refused' : 'waiting');
        if (code === 1008) return;
        const lasted = performance.now() - openedAt > LAST_PAUSE_MS;
        if (lasted) pauseMs = FIRST_PAUSE_MS;
        // Jitter, so that not all clients reconnect at the same time.
        retry = window.setTimeout(connect, pauseMs * (1 + Math.random()) / 2);
        pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 2);
      }
    }

    // A page in the page cache must not keep its connection: the next one is
    // opened when the user comes back.
    const { signal } = ending;
    const onHide = () => socket.current?.close();
    window.addEventListener('pagehide', onHide, { signal });
    connect();
    return () => {
      window.clearTimeout(retry);
      ending.abort();
    };
  }, [url]);

  function send(text: string): boolean {
    const ws = socket.current;
    if (ws?.readyState !== WebSocket.OPEN) return false;
    if (ws.bufferedAmount >= MAX_BACKLOG_BYTES) return false;
    ws.send(text);
    return true;
  }
  return { status, send };
}
