// HTTP streaming server: a JSON text a line, in an answer that does not end.
// Replays what a client missed, drops clients that read too slowly.
import { timingSafeEqual } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';

const PORT = '{{port}}';
const PATH = '{{path}}';
// Below the 60 s after which many proxies cut an idle connection.
const HEARTBEAT_MS = 15_000;
const REPLAY_LIMIT = 1000; // messages kept for clients that come back
const MAX_LINE_BYTES = 1_048_576; // clients refuse longer ones
const MAX_BACKLOG_BYTES = 1_048_576; // per client
const MAX_CLIENTS = 10_000;
const HEADERS = {
  'content-type': 'application/x-ndjson',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no', // nginx would hold lines back
};

const clients = new Set<ServerResponse>();
const recent: { id: number; line: string }[] = [];
// Grows across restarts, so that an old number is never ahead of a new one.
let lastId = Date.now();

function isAllowed(authorization = ''): boolean {
  const wanted = process.env.TOKEN; // secrets come from the environment
  if (!wanted) return true;
  const given = Buffer.from(authorization);
  const expected = Buffer.from(`Bearer ${wanted}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function write(client: ServerResponse, text: string): void {
  // Who is too slow comes back and asks for what it missed.
  if (client.writableLength > MAX_BACKLOG_BYTES) client.destroy();
  else client.write(text);
}

export function publish(data: unknown): void {
  const id = ++lastId;
  const line = `${JSON.stringify({ id, data })}\n`;
  if (Buffer.byteLength(line) > MAX_LINE_BYTES)
    throw new Error('line too long');
  recent.push({ id, line });
  if (recent.length > REPLAY_LIMIT) recent.shift();
  for (const client of clients) write(client, line);
}

const server = createServer(({ method, url, headers }, response) => {
  const refuse = (status: number) => void response.writeHead(status).end();
  const [path, query] = (url ?? '').split('?');
  if (method !== 'GET' || path !== PATH) return refuse(404);
  if (!isAllowed(headers.authorization)) return refuse(401);
  if (clients.size >= MAX_CLIENTS) return refuse(503);
  response.writeHead(200, HEADERS).flushHeaders();
  // 0, as from a new client, is none of the numbers: it starts with the next.
  const after = Number(new URLSearchParams(query).get('after')) || Number.NaN;
  for (const { id, line } of recent) if (id > after) write(response, line);
  clients.add(response);
  response.on('close', () => clients.delete(response));
});

function shutDown(): void {
  server.close();
  for (const client of clients) client.end(); // they come back and resume
  setTimeout(() => process.exit(), 1500).unref(); // ms for what is unsent
}

setInterval(() => clients.forEach((one) => write(one, '\n')), HEARTBEAT_MS)
  .unref();
const tick = () => publish(new Date().toISOString()); // your code here
setInterval(tick, 1000).unref();
process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
server.listen(PORT, () => console.error(`listening on ${PORT}`));
