// Server-Sent Events client: resumes after the last event seen, backs off, gives up on a silent connection.
import { EventSource } from 'eventsource';

const ENDPOINT = '{{endpoint}}';
const EVENT = '{{event}}';
const SILENCE_MS = '{{silence}}' * 1000; // the server should send a comment more often than this

let lastEventId = '';
let failures = 0;
let source: EventSource | undefined;
let watchdog: NodeJS.Timeout | undefined;

function connect(): void {
  const es = new EventSource(ENDPOINT, {
    fetch: async (url, init) => {
      const headers = new Headers(init.headers);
      const token = process.env.TOKEN; // secrets come from the environment, never from the source
      if (token) headers.set('authorization', `Bearer ${token}`);
      if (lastEventId) headers.set('last-event-id', lastEventId);
      const response = await fetch(url, { ...init, headers });
      // Comments never become events, but their bytes show that the server lives.
      const seen = new TransformStream<Uint8Array, Uint8Array>({
        transform: (chunk, controller) => { touch(); controller.enqueue(chunk); },
      });
      const { url: at, status, redirected, headers: got, body } = response;
      return { url: at, status, redirected, headers: got, body: body?.pipeThrough(seen) ?? null };
    },
  });
  source = es;
  touch();
  es.addEventListener('open', () => console.error('connected'));
  es.addEventListener(EVENT, ({ data, lastEventId: id }) => {
    failures = 0;
    lastEventId = id;
    receive(data);
  });
  es.addEventListener('error', ({ code, message }) => {
    if (code === 204) return stop(); // how a server says that there is no more to come
    queueMicrotask(() => reconnect(message ?? 'connection lost')); // after the library has set a timer that close ends
  });
}

function touch(): void {
  clearTimeout(watchdog);
  watchdog = setTimeout(() => reconnect(`nothing for ${SILENCE_MS / 1000} s`), SILENCE_MS);
}

function reconnect(why: string): void {
  stop();
  const ceilingMs = Math.min(30_000, 1000 * 2 ** failures++);
  const delayMs = ceilingMs / 2 + Math.random() * (ceilingMs / 2); // jitter: not all clients at once
  console.error(`${why}; again in ${Math.round(delayMs)} ms`);
  watchdog = setTimeout(connect, delayMs);
}

function stop(): void {
  clearTimeout(watchdog);
  source?.close();
}

function receive(data: string): void {
  console.log(data); // your code here
}

process.once('SIGINT', stop);
connect();
