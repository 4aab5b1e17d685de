// Server-Sent Events client: resumes after the last event seen, backs off,
// gives up on a silent connection.
import { EventSource, type EventSourceFetchInit } from 'eventsource';

const ENDPOINT = '{{endpoint}}';
const EVENT = '{{event}}';
// The server should send a comment more often than this.
const SILENCE_MS = '{{silence}}' * 1000;

let lastEventId = '';
let failures = 0;
let source: EventSource | undefined;
let watchdog: NodeJS.Timeout | undefined;

function connect(): void {
  source = new EventSource(ENDPOINT, { fetch: open });
  touch();
  source.addEventListener('open', () => console.error('connected'));
  source.addEventListener(EVENT, ({ data, lastEventId: id }) => {
    failures = 0;
    lastEventId = id;
    receive(data);
  });
  source.addEventListener('error', ({ code, message }) => {
    if (code === 204) return stop(); // how a server says: no more to come
    // Later, because the library is about to set a timer that close ends.
    queueMicrotask(() => reconnect(message ?? 'connection lost'));
  });
}

async function open(url: string | URL, init: EventSourceFetchInit) {
  const headers = new Headers(init.headers);
  const token = process.env.TOKEN; // secrets come from the environment
  if (token) headers.set('authorization', `Bearer ${token}`);
  if (lastEventId) headers.set('last-event-id', lastEventId);
  const response = await fetch(url, { ...init, headers });
  // Comments are no events, but their bytes show that the server lives.
  const seen = new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, output) => { touch(); output.enqueue(chunk); },
  });
  const { url: at, status, redirected, headers: got } = response;
  const body = response.body?.pipeThrough(seen) ?? null;
  return { url: at, status, redirected, headers: got, body };
}

function touch(): void {
  clearTimeout(watchdog);
  const why = `nothing for ${SILENCE_MS / 1000} s`;
  watchdog = setTimeout(() => reconnect(why), SILENCE_MS);
}

function reconnect(why: string): void {
  stop();
  const ceilingMs = Math.min(30_000, 1000 * 2 ** failures++);
  // Jitter, so that not all clients come back at once.
  const delayMs = ceilingMs * (0.5 + Math.random() / 2);
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
