// Server-Sent Events server: replays what a client missed, keeps connections
// open, drops clients that read too slowly.
import { timingSafeEqual } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';

const PORT = '{{port}}';
const PATH = '{{path}}';
// Below the 60 s after which many proxies cut an idle connection.
const HEARTBEAT_MS = '{{heartbeat}}' * 1000;
const REPLAY_LIMIT = '{{replay}}'; // events kept for clients that come back
const MAX_EVENT_BYTES = 1_048_576; // clients refuse larger ones
const MAX_BACKLOG_BYTES = 1_048_576; // per client
const MAX_CLIENTS = 10_000;
const HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no', // nginx would hold events back
  'access-control-allow-origin': '{{origin}}', // may read it
  'access-control-allow-credentials': 'true',
};

const clients = new Set<ServerResponse>();
const recent: { id: number; frame: string }[] = [];
// Grows across restarts, so that an old id is never ahead of a new one.
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

export function publish(data: string): void {
  const id = ++lastId;
  const lines = data.replace(/\r\n|\r|\n/g, '\ndata: ');
  const frame = `id: ${id}\ndata: ${lines}\n\n`;
  if (Buffer.byteLength(frame) > MAX_EVENT_BYTES)
    throw new Error('event too large');
  recent.push({ id, frame });
  if (recent.length > REPLAY_LIMIT) recent.shift();
  for (const client of clients) write(client, frame);
}

const server = createServer(({ method, url, headers }, response) => {
  const refuse = (status: number) => void response.writeHead(status).end();
  if (method !== 'GET' || url?.split('?')[0] !== PATH) return refuse(404);
  if (!isAllowed(headers.authorization)) return refuse(401);
  if (clients.size >= MAX_CLIENTS) return refuse(503);
  response.writeHead(200, HEADERS).flushHeaders();
  const after = Number(headers['last-event-id'] ?? Number.NaN);
  for (const { id, frame } of recent) if (id > after) write(response, frame);
  clients.add(response);
  response.on('close', () => clients.delete(response));
});

function shutDown(): void {
  server.close();
  for (const client of clients) client.end(); // they come back and resume
  setTimeout(() => process.exit(), 1500).unref(); // ms for what is unsent
}

const beat = () => clients.forEach((client) => write(client, ': here\n\n'));
setInterval(beat, HEARTBEAT_MS).unref();
const tick = () => publish(new Date().toISOString()); // your code here
setInterval(tick, 1000).unref();
process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
server.listen(PORT, () => console.error(`listening on ${PORT}`));
