// Long polling client: each answer brings what came after its place, and the
// next request asks at once. It backs off while the server is away. What fails
// in your code is asked for again, a few times, before it is left out.
import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';

const ENDPOINT = '{{endpoint}}';
// The server should answer sooner, be it with nothing.
const PATIENCE_MS = '{{patience}}' * 1000;
const MAX_CHARS = 1_048_576;
const MAX_TRIES = 6; // of one message
const LEAST_PAUSE_MS = 200; // messages of a burst come together
const FIRST_PAUSE_MS = 1000;
const LAST_PAUSE_MS = 30_000;

type Message = { id: number; data: unknown };

const stop = new AbortController();
let after = 0; // number of the last message that was handled
let tries = 0;
let pauseMs = FIRST_PAUSE_MS;

async function receive(data: unknown): Promise<void> {
  console.log(JSON.stringify(data)); // your code here
}

async function handle({ id, data }: Message): Promise<void> {
  try {
    await receive(data);
  } catch (error) {
    if (++tries < MAX_TRIES) throw error;
    console.error(`left out: ${id}, ${error}`);
  }
  tries = 0;
  if (Number.isSafeInteger(id)) after = id;
}

async function ask(): Promise<IncomingMessage> {
  const url = new URL(ENDPOINT);
  url.searchParams.set('after', String(after));
  const headers: Record<string, string> = { accept: 'application/json' };
  const token = process.env.TOKEN; // secrets come from the environment
  if (token) headers.authorization = `Bearer ${token}`;
  const { get } = url.protocol === 'https:' ? https : http;
  const signals = [stop.signal, AbortSignal.timeout(PATIENCE_MS)];
  const request = get(url, { headers, signal: AbortSignal.any(signals) });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  request.on('error', () => undefined); // the response fails with it
  return response;
}

/** Returns whether there was anything new. */
async function poll(): Promise<boolean> {
  const response = await ask();
  const { statusCode, headers: { 'content-type': type } } = response;
  if (statusCode !== 200 || !type?.startsWith('application/json')) {
    response.destroy();
    throw new Error(`refused: ${statusCode}, ${type}`);
  }
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) {
    text += chunk;
    if (text.length > MAX_CHARS) throw new Error('answer too large');
  }
  const before = after;
  const answer: { after: number; messages: Message[] } = JSON.parse(text);
  for (const message of answer.messages) await handle(message);
  if (Number.isSafeInteger(answer.after)) after = answer.after;
  return after !== before;
}

process.once('SIGINT', () => stop.abort()).once('SIGTERM', () => stop.abort());
while (!stop.signal.aborted) {
  const startedAt = performance.now();
  const isNew = await poll().catch((error) => {
    if (!stop.signal.aborted) console.error(`error: ${error}`);
    return undefined;
  });
  // Nothing, and at once: such a server would be asked without a pause.
  const wasHeld = performance.now() - startedAt > FIRST_PAUSE_MS;
  const isWell = isNew === true || (isNew === false && wasHeld);
  pauseMs = isWell
    ? LEAST_PAUSE_MS
    : Math.min(LAST_PAUSE_MS, Math.max(FIRST_PAUSE_MS, pauseMs * 2));
  // Jitter, so that not all clients come back at once.
  const delayMs = pauseMs * (0.5 + Math.random() / 2);
  await sleep(delayMs, undefined, stop).catch(() => undefined);
}
