// Server-Sent Events client: resumes after the last event, backs off, gives up
// on a silent connection. An event whose handler fails is reported and skipped.
import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';

const ENDPOINT = '{{endpoint}}';
const EVENT = '{{event}}';
// The server should send a comment more often than this.
const SILENCE_MS = '{{silence}}' * 1000;
const MAX_EVENT_CHARS = 1_048_576;
const MAX_REDIRECTS = 5;
const LAST_PAUSE_MS = 30_000;
const ID = /^[^\0-\x1f\x7f]{0,1024}$/; // what fits into a header

const stop = new AbortController();
const silence = new Error(`nothing for ${SILENCE_MS / 1000} s`);
let lastEventId = '';
let firstPauseMs = 1000;
let pauseMs = firstPauseMs;

async function receive(data: string): Promise<void> {
  console.log(data); // your code here
}

function report(error: Error): void {
  if (!stop.signal.aborted) console.error(`error: ${error.message}`);
}

/** Lines may end with CR, LF or both, and anywhere between two chunks. */
async function* split(chunks: AsyncIterable<string>) {
  let [pending, endedWithCr, isFirst] = ['', false, true];
  for await (const text of chunks) {
    const skipped = endedWithCr ? '\n' : isFirst ? '\uFEFF' : 'nothing';
    [endedWithCr, isFirst] = [text.endsWith('\r'), false];
    const rest = text.startsWith(skipped) ? text.slice(1) : text;
    const lines = (pending + rest).split(/\r\n|\n|\r/);
    pending = lines.pop() ?? '';
    yield* lines;
    if (pending.length > MAX_EVENT_CHARS) throw new Error('line too long');
  }
}

async function read(lines: AsyncIterable<string>): Promise<void> {
  let [event, data, id] = ['', '', lastEventId];
  for await (const line of lines) {
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (line === '') {
      lastEventId = id;
      const isWanted = data !== '' && (event || 'message') === EVENT;
      if (isWanted) await receive(data.slice(0, -1)).catch(report);
      [event, data] = ['', ''];
    } else if (field === 'event') event = value;
    else if (field === 'data') data += `${value}\n`;
    else if (field === 'id' && ID.test(value)) id = value;
    else if (field === 'retry' && /^\d+$/.test(value)) {
      firstPauseMs = Math.min(LAST_PAUSE_MS, Math.max(1000, Number(value)));
    }
    if (data.length > MAX_EVENT_CHARS) throw new Error('event too large');
  }
}

/** The answer, after redirects. Another host does not get the token. */
async function ask(url: URL, hops = 0): Promise<IncomingMessage> {
  const headers: Record<string, string> = { accept: 'text/event-stream' };
  const token = process.env.TOKEN; // secrets come from the environment
  const isOurs = url.origin === new URL(ENDPOINT).origin;
  if (token && isOurs) headers.authorization = `Bearer ${token}`;
  const id = Buffer.from(lastEventId).toString('latin1'); // UTF-8, as bytes
  if (id) headers['last-event-id'] = id;
  const { get } = url.protocol === 'https:' ? https : http;
  const request = get(url, { headers, signal: stop.signal });
  request.setTimeout(SILENCE_MS, () => request.destroy(silence));
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  request.on('error', () => undefined); // the response fails with it
  const { location } = response.headers;
  const moved = [301, 302, 303, 307, 308].includes(response.statusCode ?? 0);
  if (!moved || !location || hops === MAX_REDIRECTS) return response;
  response.resume();
  return ask(new URL(location, url), hops + 1);
}

/** One connection, to its end. Returns whether to come back. */
async function follow(): Promise<boolean> {
  const response = await ask(new URL(ENDPOINT));
  const { statusCode, headers: { 'content-type': type } } = response;
  if (statusCode !== 200 || !type?.startsWith('text/event-stream')) {
    response.destroy();
    if (statusCode === 204) return false; // a server says: no more to come
    throw new Error(`refused: ${statusCode}, ${type}`);
  }
  console.error('connected');
  response.setTimeout(SILENCE_MS, () => response.destroy(silence));
  await read(split(response.setEncoding('utf8')));
  throw new Error('stream ended');
}

process.once('SIGINT', () => stop.abort()).once('SIGTERM', () => stop.abort());
for (;;) {
  const startedAt = performance.now();
  const again = await follow().catch((error) => {
    report(error);
    return true;
  });
  if (!again || stop.signal.aborted) break;
  if (performance.now() - startedAt > LAST_PAUSE_MS) pauseMs = firstPauseMs;
  pauseMs = Math.max(pauseMs, firstPauseMs);
  // Jitter, so that not all clients come back at once.
  const delayMs = pauseMs * (0.5 + Math.random() / 2);
  await sleep(delayMs, undefined, stop).catch(() => undefined);
  pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 2);
}
