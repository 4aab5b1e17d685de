// WebSocket server: broadcasts to everybody, notices dead links, drops clients
// that read too slowly. TLS belongs to the proxy in front of it.
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import WebSocket, { WebSocketServer } from 'ws';

const PORT = '{{port}}';
// The only site whose pages may connect; other programs send no origin.
const ORIGIN = '{{origin}}';
const HEARTBEAT_MS = '{{heartbeat}}' * 1000;
const MAX_BACKLOG_BYTES = 1_048_576; // per client

const wss = new WebSocketServer({
  port: PORT,
  maxPayload: 65_536, // bytes
  verifyClient: ({ req }, decide) => decide(isAllowed(req), 403),
});
const alive = new WeakSet<WebSocket>();

function isAllowed({ headers }: IncomingMessage): boolean {
  if (headers.origin !== undefined && headers.origin !== ORIGIN) return false;
  const wanted = process.env.TOKEN; // secrets come from the environment
  if (!wanted) return true;
  const given = Buffer.from(headers.authorization ?? '');
  const expected = Buffer.from(`Bearer ${wanted}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

wss.on('connection', (ws) => {
  alive.add(ws);
  ws.on('pong', () => alive.add(ws));
  ws.on('error', (error) => console.error(`client: ${error.message}`));
  ws.on('message', (data, binary) => publish(data, binary, ws)); // your code
});

function publish(data: WebSocket.RawData, binary: boolean, from?: WebSocket) {
  for (const ws of wss.clients) {
    // Better to lose one client than the server's memory.
    if (ws.bufferedAmount > MAX_BACKLOG_BYTES) ws.terminate();
    else if (ws !== from && ws.readyState === WebSocket.OPEN) {
      ws.send(data, { binary });
    }
  }
}

setInterval(() => {
  for (const ws of wss.clients) {
    if (!alive.delete(ws)) ws.terminate(); // no pong since the last ping
    else ws.ping();
  }
}, HEARTBEAT_MS).unref();

function shutDown(): void {
  wss.close();
  for (const ws of wss.clients) ws.close(1001); // going away: they come back
  setTimeout(process.exit, 2000).unref();
}

process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
wss.on('listening', () => console.error(`listening on ${PORT}`));
