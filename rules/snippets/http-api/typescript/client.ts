// HTTP client: each attempt has a timeout, each call a deadline, and what may
// pass is tried again with growing pauses. The idempotency key stays the same,
// so that nothing is done twice.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';

const ENDPOINT = '{{endpoint}}';
const TIMEOUT_MS = '{{timeout}}' * 1000; // of one attempt
const DEADLINE_MS = '{{deadline}}' * 1000; // of a call with all its attempts
const MAX_CHARS = 1_048_576;
const FIRST_PAUSE_MS = 500;
const LAST_PAUSE_MS = 15_000;
// 409: the first attempt is still at work.
const PASSING = new Set([408, 409, 425, 429, 500, 502, 503, 504]);

class Refused extends Error {}
class Passing extends Error {
  hintMs = 0;
}

const stop = new AbortController();

async function receive(answer: unknown): Promise<void> {
  console.log(JSON.stringify(answer)); // your code here
}

async function attempt(body: string, key: string): Promise<unknown> {
  const headers: Record<string, string> = {
    accept: 'application/json',
    'content-type': 'application/json',
    'idempotency-key': key,
  };
  const token = process.env.TOKEN; // secrets come from the environment
  if (token) headers.authorization = `Bearer ${token}`;
  const { request } = ENDPOINT.startsWith('https:') ? https : http;
  const signals = [stop.signal, AbortSignal.timeout(TIMEOUT_MS)];
  const signal = AbortSignal.any(signals);
  const sent = request(ENDPOINT, { method: 'POST', headers, signal }).end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  sent.on('error', () => undefined); // the response fails with it
  const status = response.statusCode ?? 0;
  const { 'content-type': type, 'retry-after': hint } = response.headers;
  if (status < 200 || status > 299 || !type?.startsWith('application/json')) {
    response.destroy();
    const text = `refused: ${status}, ${type}`;
    if (!PASSING.has(status)) throw new Refused(text);
    const hintMs = Number(hint) * 1000 || 0;
    throw Object.assign(new Passing(text), { hintMs });
  }
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) {
    text += chunk;
    if (text.length > MAX_CHARS) throw new Refused('answer too large');
  }
  return JSON.parse(text);
}

/**
 * Keep the key beside the order, where a crash must not lose it.
 * @throws Refused or SyntaxError when it makes no sense to go on; after another
 * error it may have worked: with the same key you can call again
 */
export async function send(order: unknown, key: string): Promise<unknown> {
  const body = JSON.stringify(order);
  const endMs = performance.now() + DEADLINE_MS;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs *= 2) {
    try {
      return await attempt(body, key);
    } catch (error) {
      const isFinal = error instanceof Refused || error instanceof SyntaxError;
      if (isFinal || stop.signal.aborted) throw error;
      const hintMs = error instanceof Passing ? error.hintMs : 0;
      // Jitter, so that not all clients come back at once.
      const jitter = 0.5 + Math.random() / 2;
      const ownMs = jitter * Math.min(LAST_PAUSE_MS, pauseMs);
      const delayMs = Math.max(hintMs, ownMs);
      if (performance.now() + delayMs > endMs) throw error;
      console.error(`${error}; again in ${Math.round(delayMs)} ms`);
      await sleep(delayMs, undefined, stop);
    }
  }
}

process.once('SIGINT', () => stop.abort()).once('SIGTERM', () => stop.abort());
for (let amount = 1; !stop.signal.aborted; amount++) {
  await send({ amount }, randomUUID()).then(receive).catch((error) => {
    if (!stop.signal.aborted) console.error(`failed: ${error}`);
  });
  await sleep(2000, undefined, stop).catch(() => undefined);
}
