// Long polling server: holds a request until there is news, and answers with
// what came after the client's place. It keeps the last 1000 messages: who
// stays away for longer misses the older ones.
import { timingSafeEqual } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

const PORT = '{{port}}';
const PATH = '{{path}}';
const ORIGIN = '{{origin}}'; // the site whose pages may read
const HOLD_MS = '{{hold}}' * 1000;
const REPLAY_LIMIT = 1000;
const MAX_MESSAGE_BYTES = 524_288; // clients take answers of twice that
const MAX_ANSWER_CHARS = 262_144; // where it has more than one message
const MAX_PARKED = 10_000;

const recent: { id: number; text: string }[] = [];
const busy = new Set<Socket>();
const parked = new Map<ServerResponse, { after: number; until: number }>();
// Grows across restarts, so that an old place is never ahead of a new one.
let lastId = Date.now();

function isAllowed(authorization = ''): boolean {
  const wanted = process.env.TOKEN; // secrets come from the environment
  if (!wanted) return true;
  const given = Buffer.from(authorization);
  const expected = Buffer.from(`Bearer ${wanted}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** What came after a place, or nothing; what does not fit is asked for next. */
function answer(response: ServerResponse, after: number): void {
  parked.delete(response);
  const first = recent[0]?.id ?? lastId;
  const texts: string[] = [];
  let size = 0;
  for (const { text } of recent.slice(Math.max(0, after + 1 - first))) {
    size += text.length;
    if (texts.length > 0 && size > MAX_ANSWER_CHARS) break;
    texts.push(text);
  }
  const next = texts.length > 0 ? Math.max(after + 1, first) - 1 : after;
  response.setHeader('content-type', 'application/json');
  response.end(`{"after":${next + texts.length},"messages":[${texts.join()}]}`);
}

export function publish(data: unknown): void {
  const text = JSON.stringify({ id: lastId + 1, data });
  if (Buffer.byteLength(text) > MAX_MESSAGE_BYTES)
    throw new Error('message too large');
  recent.push({ id: ++lastId, text });
  if (recent.length > REPLAY_LIMIT) recent.shift();
  for (const [response, { after }] of parked) answer(response, after);
}

const server = createServer(({ method, url, headers, socket }, response) => {
  // One request at a time: answers that nobody reads would pile up.
  if (busy.has(socket)) return void socket.destroy();
  busy.add(socket);
  response.on('close', () => {
    busy.delete(socket);
    parked.delete(response);
  });
  const refuse = (status: number) => void response.writeHead(status).end();
  const [path, query] = (url ?? '').split('?');
  response.setHeader('access-control-allow-origin', ORIGIN);
  response.setHeader('access-control-allow-credentials', 'true');
  response.setHeader('vary', 'Origin').setHeader('cache-control', 'no-store');
  if (method !== 'GET' || path !== PATH) return refuse(404);
  if (!isAllowed(headers.authorization)) return refuse(401);
  if (parked.size >= MAX_PARKED) return refuse(503);
  const after = Number(new URLSearchParams(query).get('after'));
  // Who has no place, or one from elsewhere, is given the present one.
  if (!(after > 0 && after <= lastId)) return answer(response, lastId);
  if (after < lastId) return answer(response, after);
  parked.set(response, { after, until: performance.now() + HOLD_MS });
});

function endHolds(): void {
  const now = performance.now();
  for (const [response, { after, until }] of parked)
    if (until < now) answer(response, after);
}

function shutDown(): void {
  server.close();
  for (const [response, { after }] of parked) answer(response, after);
  setTimeout(() => process.exit(), 1500).unref(); // ms for what is unsent
}

server.timeout = HOLD_MS + 10_000; // also for who does not read its answer
setInterval(endHolds, 250).unref();
const tick = () => publish(new Date().toISOString()); // your code here
setInterval(tick, 1000).unref();
process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
server.listen(PORT, () => console.error(`listening on ${PORT}`));
