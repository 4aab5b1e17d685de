// Client of Server-Sent Events in answer to POST, which no EventSource sends.
// After a loss it asks with the same idempotency key for what comes after
// the last event; "done" ends the answer.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';

const ENDPOINT = '{{endpoint}}';
// The server should send a comment more often than this.
const SILENCE_MS = '{{silence}}' * 1000;
const MAX_EVENT_CHARS = 1_048_576;
const MAX_TRIES = 10; // without an event in between
const LAST_PAUSE_MS = 30_000;
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);

class Refused extends Error {}
type Place = { key: string; lastId: string };

const stop = new AbortController();
const silence = new Error(`nothing for ${SILENCE_MS / 1000} s`);

async function receive(piece: string): Promise<void> {
  console.log(piece); // your code here
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

/** Whole events, as the HTML standard has them. */
async function* read(lines: AsyncIterable<string>) {
  let [event, data, id] = ['', '', ''];
  for await (const line of lines) {
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (line === '') {
      if (data) yield { event, id, data: data.slice(0, -1) };
      [event, data] = ['', ''];
    } else if (field === 'event') event = value;
    else if (field === 'data') data += `${value}\n`;
    else if (field === 'id' && /^[ -~]{0,1024}$/.test(value)) id = value;
    if (data.length > MAX_EVENT_CHARS) throw new Error('event too large');
  }
}

async function post(body: string, place: Place): Promise<IncomingMessage> {
  const headers: Record<string, string> = {
    accept: 'text/event-stream',
    'content-type': 'application/json',
    'idempotency-key': place.key,
  };
  const token = process.env.TOKEN; // secrets come from the environment
  if (token) headers.authorization = `Bearer ${token}`;
  if (place.lastId) headers['last-event-id'] = place.lastId;
  const { request } = ENDPOINT.startsWith('https:') ? https : http;
  const options = { method: 'POST', headers, signal: stop.signal };
  const sent = request(ENDPOINT, options).end(body);
  sent.setTimeout(SILENCE_MS, () => sent.destroy(silence));
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  sent.on('error', () => undefined); // the response fails with it
  return response.setTimeout(SILENCE_MS, () => response.destroy(silence));
}

/** One connection, to the end of the answer. */
async function follow(body: string, place: Place): Promise<void> {
  const response = await post(body, place);
  const { statusCode = 0, headers: { 'content-type': type } } = response;
  if (statusCode !== 200 || !type?.startsWith('text/event-stream')) {
    response.destroy();
    const text = `refused: ${statusCode}, ${type}`;
    throw PASSING.has(statusCode) ? new Error(text) : new Refused(text);
  }
  for await (const one of read(split(response.setEncoding('utf8')))) {
    if (one.event === 'done') return void response.destroy();
    if (one.event === 'failed') throw new Refused('the server failed');
    // What fails in your code comes again.
    if (!one.event || one.event === 'message') await receive(one.data);
    if (one.id) place.lastId = one.id;
  }
  throw new Error('stream ended early');
}

export async function ask(question: unknown): Promise<void> {
  const place = { key: randomUUID(), lastId: '' };
  for (let tries = 0, pauseMs = 500; ; tries++, pauseMs *= 2) {
    const before = place.lastId;
    try {
      return await follow(JSON.stringify(question), place);
    } catch (error) {
      if (error instanceof Refused || stop.signal.aborted) throw error;
      if (place.lastId !== before) tries = 0; // but the pause goes on growing
      if (tries >= MAX_TRIES) throw error;
      // Jitter, so that not all clients come back at once.
      const jitter = 0.5 + Math.random() / 2;
      const delayMs = jitter * Math.min(LAST_PAUSE_MS, pauseMs);
      console.error(`${error}; again in ${Math.round(delayMs)} ms`);
      await sleep(delayMs, undefined, stop);
    }
  }
}

process.once('SIGINT', () => stop.abort()).once('SIGTERM', () => stop.abort());
while (!stop.signal.aborted) {
  await ask({ question: 'What time is it?' })
    .then(() => console.error('answered'))
    .catch((error) => stop.signal.aborted || console.error(`failed: ${error}`));
  await sleep(2000, undefined, stop).catch(() => undefined);
}
