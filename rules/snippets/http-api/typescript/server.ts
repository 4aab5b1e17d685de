// HTTP server: does what a request asks for once, however often it comes, by
// its idempotency key. The keys of a day are in memory, which a restart clears:
// keep them in your database instead, in the transaction of the order.
import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { ServerResponse } from 'node:http';

const PORT = '{{port}}';
const PATH = '{{path}}';
const ORIGIN = '{{origin}}'; // the site whose pages may send
const MAX_BYTES = 65_536;
const MAX_KEYS = 100_000;
const KEPT_MS = 86_400_000;

type Done = { hash: string; atMs: number; answer?: string };
const known = new Map<string, Done>(); // by key, the oldest first

async function work(order: unknown): Promise<unknown> {
  return { id: randomUUID(), order }; // your code here
}

function isAllowed(authorization = ''): boolean {
  const wanted = process.env.TOKEN; // secrets come from the environment
  if (!wanted) return true;
  const given = Buffer.from(authorization);
  const expected = Buffer.from(`Bearer ${wanted}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

async function read(request: IncomingMessage): Promise<string | undefined> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk;
    if (text.length > MAX_BYTES) return undefined;
  }
  return text;
}

/** Status and text of the answer. */
async function answer(key: string, text: string): Promise<[number, string]> {
  const hash = createHash('sha256').update(text).digest('hex');
  const done = known.get(key);
  if (done && done.hash !== hash) return [422, '{"error":"key of another"}'];
  if (done) return done.answer ? [200, done.answer] : [409, '{}'];
  for (const [old, { atMs }] of known)
    if (atMs < Date.now() - KEPT_MS) known.delete(old);
    else break;
  if (known.size >= MAX_KEYS) return [503, '{}'];
  const entry: Done = { hash, atMs: Date.now() };
  known.set(key, entry); // before the work, so that a second one waits
  try {
    entry.answer = JSON.stringify(await work(JSON.parse(text)));
    return [201, entry.answer];
  } catch (error) {
    known.delete(key); // nothing was done: it may come again
    if (error instanceof SyntaxError) return [400, '{"error":"no JSON"}'];
    console.error(`failed: ${error}`);
    return [500, '{}'];
  }
}

async function serve(request: IncomingMessage, response: ServerResponse) {
  const { method, url, headers } = request;
  response.setHeader('access-control-allow-origin', ORIGIN);
  response.setHeader('vary', 'Origin').setHeader('cache-control', 'no-store');
  response.setHeader('content-type', 'application/json');
  const end = (status: number, text = '{}') => {
    // What is still to come of a request is not read.
    if (!request.complete) response.setHeader('connection', 'close');
    response.writeHead(status).end(text);
  };
  if (url?.split('?')[0] !== PATH) return end(404);
  if (method === 'OPTIONS') { // a page asks first
    const names = 'authorization, content-type, idempotency-key';
    response.setHeader('access-control-allow-headers', names);
    response.setHeader('access-control-max-age', '600');
    return void response.writeHead(204).end();
  }
  if (method !== 'POST') return end(405);
  if (!isAllowed(headers.authorization)) return end(401);
  const key = headers['idempotency-key'];
  if (typeof key !== 'string' || !/^[!-~]{8,200}$/.test(key)) return end(400);
  const text = await read(request);
  if (text === undefined) return end(413);
  end(...(await answer(key, text)));
}

const server = createServer(
  { requestTimeout: 10_000, connectionsCheckingInterval: 1000 },
  (request, response) => // who goes away while it sends
    void serve(request, response).catch(() => response.destroy()),
);

function shutDown(): void {
  server.close();
  setTimeout(() => process.exit(), 1500).unref(); // ms for what is under way
}

server.maxConnections = 10_000;
process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
server.listen(PORT, () => console.error(`listening on ${PORT}`));
