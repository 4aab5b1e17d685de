// Server-Sent Events client: resumes after the last event seen, backs off,
// gives up on a silent connection.
import { setTimeout as sleep } from 'node:timers/promises';
import { EventSource, type EventSourceFetchInit } from 'eventsource';

const ENDPOINT = '{{endpoint}}';
const EVENT = '{{event}}';
// The server should send a comment more often than this.
const SILENCE_MS = '{{silence}}' * 1000;

let attempts = 0; // since the last event

/** The library resumes and retries after 3 s; this adds what it lacks. */
async function open(url: string | URL, init: EventSourceFetchInit) {
  const ceilingMs = Math.min(30_000, 1000 * (2 ** attempts++ - 1));
  // Jitter, so that not all clients come back at once.
  const delayMs = ceilingMs * (0.5 + Math.random() / 2);
  await sleep(delayMs, undefined, { signal: init.signal });
  const headers = new Headers(init.headers);
  const token = process.env.TOKEN; // secrets come from the environment
  if (token) headers.set('authorization', `Bearer ${token}`);
  const quiet = new AbortController();
  const why = new Error(`nothing for ${SILENCE_MS / 1000} s`);
  const watchdog = setTimeout(() => quiet.abort(why), SILENCE_MS).unref();
  const signal = AbortSignal.any([quiet.signal, init.signal]);
  const response = await fetch(url, { ...init, headers, signal });
  // An error, or the library would end here: 204 alone means no more to come.
  if (!response.ok) throw new Error(`refused with ${response.status}`);
  // Comments are no events, but their bytes show that the server lives.
  const seen = new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, output) => {
      watchdog.refresh();
      output.enqueue(chunk);
    },
  });
  const { url: at, status, redirected, headers: got } = response;
  const body = response.body?.pipeThrough(seen) ?? null;
  return { url: at, status, redirected, headers: got, body };
}

function receive(data: string): void {
  console.log(data); // your code here
}

const source = new EventSource(ENDPOINT, { fetch: open });
source.addEventListener('open', () => console.error('connected'));
source.addEventListener(EVENT, ({ data }) => {
  attempts = 1;
  receive(data);
});
source.addEventListener('error', ({ code, message }) => {
  console.error(code === 204 ? 'complete' : message ?? 'connection lost');
});
process.once('SIGINT', () => source.close());
