// Polling client: asks at an interval, transfers nothing while nothing is new,
// backs off while the server is away. What fails in your code comes again with
// the next poll, because its tag is kept only after that.
import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';

const ENDPOINT = '{{endpoint}}';
const INTERVAL_MS = '{{interval}}' * 1000;
const MAX_CHARS = 1_048_576;
const TIMEOUT_MS = 10_000;
const LAST_PAUSE_MS = Math.max(INTERVAL_MS, 60_000);

const stop = new AbortController();
let tag: string | undefined; // of the state that was handled last
let pauseMs = INTERVAL_MS;

async function receive(state: string): Promise<void> {
  console.log(state); // your code here
}

/** Seconds or a date; the server may ask for patience, but not for a year. */
function retryAfterMs(value = ''): number {
  const askedMs = /^\d+$/.test(value)
    ? Number(value) * 1000
    : Date.parse(value) - Date.now();
  return Math.min(LAST_PAUSE_MS, askedMs || 0);
}

async function ask(): Promise<IncomingMessage> {
  const headers: Record<string, string> = { accept: 'application/json' };
  const token = process.env.TOKEN; // secrets come from the environment
  if (token) headers.authorization = `Bearer ${token}`;
  if (tag) headers['if-none-match'] = tag;
  const { get } = ENDPOINT.startsWith('https:') ? https : http;
  const signals = [stop.signal, AbortSignal.timeout(TIMEOUT_MS)];
  const request = get(ENDPOINT, { headers, signal: AbortSignal.any(signals) });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  request.on('error', () => undefined); // the response fails with it
  return response;
}

async function poll(): Promise<void> {
  const response = await ask();
  const { statusCode, headers } = response;
  if (statusCode === 304) return void response.resume();
  const type = headers['content-type'] ?? 'no content type';
  if (statusCode !== 200 || !type.startsWith('application/json')) {
    response.destroy();
    pauseMs = Math.max(pauseMs, retryAfterMs(headers['retry-after']));
    throw new Error(`refused: ${statusCode}, ${type}`);
  }
  let body = '';
  for await (const chunk of response.setEncoding('utf8')) {
    body += chunk;
    if (body.length > MAX_CHARS) throw new Error('answer too large');
  }
  await receive(body);
  tag = headers.etag;
}

process.once('SIGINT', () => stop.abort()).once('SIGTERM', () => stop.abort());
while (!stop.signal.aborted) {
  try {
    await poll();
    pauseMs = INTERVAL_MS;
  } catch (error) {
    if (!stop.signal.aborted) console.error(`error: ${error}`);
    pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 2);
  }
  // Jitter, so that not all clients ask at once.
  const delayMs = pauseMs * (0.75 + Math.random() / 2);
  await sleep(delayMs, undefined, stop).catch(() => undefined);
}
