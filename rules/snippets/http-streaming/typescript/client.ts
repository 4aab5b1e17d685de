// HTTP streaming client: one request, whose answer is a JSON text a line and
// does not end. It resumes after the last number that was handled, backs off,
// and gives up on a silent connection.
import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';

const ENDPOINT = '{{endpoint}}';
// The server should send an empty line more often than this.
const SILENCE_MS = '{{silence}}' * 1000;
const MAX_LINE_CHARS = 1_048_576;
const FIRST_PAUSE_MS = 1000;
const LAST_PAUSE_MS = 30_000;

const stop = new AbortController();
const silence = new Error(`nothing for ${SILENCE_MS / 1000} s`);
let after = 0; // number of the last message that was handled
let pauseMs = FIRST_PAUSE_MS;

async function receive(data: unknown): Promise<void> {
  console.log(JSON.stringify(data)); // your code here
}

async function* split(chunks: AsyncIterable<string>) {
  let pending = '';
  for await (const text of chunks) {
    const lines = (pending + text).split('\n');
    pending = lines.pop() ?? ''; // an unfinished line does not count
    yield* lines;
    if (pending.length > MAX_LINE_CHARS) throw new Error('line too long');
  }
}

async function follow(): Promise<void> {
  const url = new URL(ENDPOINT);
  url.searchParams.set('after', String(after));
  const headers: Record<string, string> = { accept: 'application/x-ndjson' };
  const token = process.env.TOKEN; // secrets come from the environment
  if (token) headers.authorization = `Bearer ${token}`;
  const { get } = url.protocol === 'https:' ? https : http;
  const request = get(url, { headers, signal: stop.signal });
  request.setTimeout(SILENCE_MS, () => request.destroy(silence));
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  request.on('error', () => undefined); // the response fails with it
  response.setTimeout(SILENCE_MS, () => response.destroy(silence));
  const { statusCode, headers: { 'content-type': type } } = response;
  if (statusCode !== 200 || !type?.startsWith('application/x-ndjson')) {
    response.destroy();
    throw new Error(`refused: ${statusCode}, ${type}`);
  }
  console.error('connected');
  for await (const line of split(response.setEncoding('utf8'))) {
    if (line.trim() === '') continue; // shows that the server lives
    const { id, data }: { id: number; data: unknown } = JSON.parse(line);
    // What fails in your code is reported and skipped.
    await receive(data).catch((error) => console.error(`failed: ${error}`));
    if (Number.isSafeInteger(id)) after = id;
  }
  throw new Error('stream ended');
}

process.once('SIGINT', () => stop.abort()).once('SIGTERM', () => stop.abort());
while (!stop.signal.aborted) {
  const startedAt = performance.now();
  await follow().catch((error) => {
    if (!stop.signal.aborted) console.error(`error: ${error.message}`);
  });
  const lasted = performance.now() - startedAt > LAST_PAUSE_MS;
  if (lasted) pauseMs = FIRST_PAUSE_MS;
  // Jitter, so that not all clients come back at once.
  const delayMs = pauseMs * (0.5 + Math.random() / 2);
  await sleep(delayMs, undefined, stop).catch(() => undefined);
  pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 2);
}
