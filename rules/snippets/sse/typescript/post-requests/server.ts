// Server-Sent Events in answer to POST: the work for one request goes on while
// its client is away for a minute, which comes back with the same idempotency
// key and gets the rest. Work and events are in memory: a restart ends them.
import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const PORT = '{{port}}';
const PATH = '{{path}}';
const ORIGIN = '{{origin}}'; // the site whose pages may ask
const HEARTBEAT_MS = 15_000; // below the 60 s of many proxies
const KEPT_MS = 60_000; // without a client
const MAX_BYTES = 65_536; // of a request
const MAX_EVENTS = 20_000; // of one answer
const MAX_EVENT_BYTES = 1_048_576; // clients refuse larger ones
const MAX_BACKLOG_BYTES = 1_048_576;
const MAX_RUNS = 1000;
const HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no', // nginx would hold events back
  'access-control-allow-origin': ORIGIN,
  'access-control-allow-headers':
    'authorization, content-type, idempotency-key, last-event-id',
  'access-control-max-age': '600',
  vary: 'Origin',
};

interface Run {
  body: string;
  frames: string[];
  isOver: boolean;
  leftAt: number;
  stop: AbortController;
  client?: ServerResponse | undefined;
}
const runs = new Map<string, Run>(); // by idempotency key

/** The pieces of the answer, each an event. */
async function* work(body: string, signal: AbortSignal) {
  const { question } = JSON.parse(body); // your code here
  for (const word of `You asked: ${question} Here is the answer.`.split(' ')) {
    await sleep(100, undefined, { signal });
    yield word;
  }
}

function isAllowed(authorization = ''): boolean {
  const wanted = process.env.TOKEN; // secrets come from the environment
  if (!wanted) return true;
  const given = Buffer.from(authorization);
  const expected = Buffer.from(`Bearer ${wanted}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function write(client: ServerResponse | undefined, frame: string): void {
  // Who is too slow comes back and asks for the rest.
  if (client && client.writableLength > MAX_BACKLOG_BYTES) client.destroy();
  else client?.write(frame);
}

function emit(run: Run, event: string, data: unknown): void {
  const id = run.frames.length + 1;
  const frame = `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
  if (Buffer.byteLength(frame) > MAX_EVENT_BYTES)
    throw new Error('event too large');
  run.frames.push(frame);
  write(run.client, frame);
}

async function start(run: Run): Promise<void> {
  try {
    for await (const piece of work(run.body, run.stop.signal)) {
      emit(run, 'message', piece);
      if (run.frames.length > MAX_EVENTS) throw new Error('answer too long');
    }
    emit(run, 'done', {});
  } catch (error) {
    console.error(`failed: ${error}`);
    emit(run, 'failed', {}); // not why: that may be secret
  }
  run.isOver = true;
  run.leftAt = Date.now();
  run.client?.end();
}

async function read(request: IncomingMessage): Promise<string | undefined> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk;
    if (text.length > MAX_BYTES) return undefined;
  }
  return text;
}

async function serve(request: IncomingMessage, response: ServerResponse) {
  const { method, url, headers } = request;
  const refuse = (status: number) => {
    // What is still to come of a request is not read.
    if (!request.complete) response.setHeader('connection', 'close');
    response.writeHead(status, HEADERS).end();
  };
  if (url?.split('?')[0] !== PATH) return refuse(404);
  if (method === 'OPTIONS') return refuse(204); // a page asks first
  if (method !== 'POST') return refuse(405);
  if (!isAllowed(headers.authorization)) return refuse(401);
  const key = `${headers['idempotency-key']}`;
  if (!/^[!-~]{16,200}$/.test(key)) return refuse(400);
  const body = await read(request);
  if (body === undefined) return refuse(413);
  let run = runs.get(key);
  if (run && run.body !== body) return refuse(422);
  if (!run && headers['last-event-id']) return refuse(410); // it is gone
  if (!run && runs.size >= MAX_RUNS) return refuse(503);
  if (!run) {
    const stop = new AbortController();
    run = { body, frames: [], isOver: false, leftAt: Date.now(), stop };
    runs.set(key, run);
    void start(run);
  }
  const { frames, isOver, client } = run;
  client?.destroy(); // the older connection of the same client
  run.client = response;
  response.on('close', () => {
    if (run.client !== response) return;
    run.client = undefined;
    run.leftAt = Date.now();
  });
  response.writeHead(200, HEADERS).flushHeaders();
  const seen = Number(headers['last-event-id']) || 0;
  if (seen < frames.length) response.write(frames.slice(seen).join(''));
  if (isOver) response.end();
}

function tidy(): void {
  for (const [key, run] of runs) {
    write(run.client, ': still here\n\n');
    if (run.client || run.leftAt > Date.now() - KEPT_MS) continue;
    run.stop.abort();
    runs.delete(key);
  }
}

function shutDown(): void {
  server.close();
  for (const { stop, client } of runs.values()) {
    stop.abort();
    client?.destroy();
  }
  setTimeout(() => process.exit(), 1000).unref();
}

const server = createServer(
  { requestTimeout: 10_000, connectionsCheckingInterval: 1000 },
  (request, response) => // who goes away while it sends
    void serve(request, response).catch(() => response.destroy()),
);
setInterval(tidy, HEARTBEAT_MS).unref();
process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
server.listen(PORT, () => console.error(`listening on ${PORT}`));
