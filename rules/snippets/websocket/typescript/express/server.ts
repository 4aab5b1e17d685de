// WebSocket beside an Express app, on one port: broadcasts to everybody,
// notices dead links, drops clients that read too slowly. No middleware of the
// app sees or guards an upgrade. TLS belongs to the proxy in front of it.
import { timingSafeEqual } from 'node:crypto';
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import express from 'express';
import WebSocket, { WebSocketServer } from 'ws';

const PORT = '{{port}}';
// The only site whose pages may connect; other programs send no origin.
const ORIGIN = '{{origin}}';
const HEARTBEAT_MS = '{{heartbeat}}' * 1000;
const MAX_BACKLOG_BYTES = 1_048_576; // per client
const MAX_CLIENTS = 10_000;
const EXIT_MS = 1000; // for the close handshakes

const app = express().disable('x-powered-by');
app.get('/health', (_request, response) => void response.send('ok'));
const server = app.listen(PORT, (error) => {
  if (error) throw error; // the port is taken, for example
  console.error(`listening on ${PORT}`);
});
const wss = new WebSocketServer({ noServer: true, maxPayload: 65_536 });
const alive = new WeakSet<WebSocket>();

/** The HTTP status that refuses a handshake. */
function refusal({ headers }: IncomingMessage): number | undefined {
  if (headers.origin !== undefined && headers.origin !== ORIGIN) return 403;
  if (wss.clients.size >= MAX_CLIENTS) return 503;
  const wanted = process.env.TOKEN; // secrets come from the environment
  if (!wanted) return undefined;
  const given = Buffer.from(headers.authorization ?? '');
  const expected = Buffer.from(`Bearer ${wanted}`);
  const same = given.length === expected.length;
  return same && timingSafeEqual(given, expected) ? undefined : 401;
}

server.on('upgrade', (request, socket, head) => {
  socket.on('error', () => socket.destroy());
  const status = refusal(request);
  if (status !== undefined) {
    return socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n\r\n`);
  }
  wss.handleUpgrade(request, socket, head, talk);
});

function talk(ws: WebSocket): void {
  alive.add(ws);
  ws.on('pong', () => alive.add(ws));
  ws.on('error', (error) => console.error(`client: ${error.message}`));
  ws.on('message', (data, binary) => {
    alive.add(ws); // a pong may be behind many messages
    // Pages cannot send ping frames: this is how they ask.
    if (!binary && String(data) === '{"type":"ping"}') {
      return write(ws, '{"type":"pong"}', false);
    }
    publish(data, binary, ws); // your code here
  });
}

type Data = WebSocket.RawData | string;

function write(ws: WebSocket, data: Data, binary: boolean): void {
  // Better to lose one client than the server's memory.
  if (ws.bufferedAmount > MAX_BACKLOG_BYTES) ws.terminate();
  else if (ws.readyState === WebSocket.OPEN) ws.send(data, { binary });
}

export function publish(data: Data, binary: boolean, from?: WebSocket): void {
  for (const ws of wss.clients) if (ws !== from) write(ws, data, binary);
}

setInterval(() => {
  for (const ws of wss.clients) {
    if (!alive.delete(ws)) ws.terminate(); // no pong since the last ping
    else ws.ping();
  }
}, HEARTBEAT_MS).unref();

function shutDown(): void {
  server.close();
  for (const ws of wss.clients) ws.close(1001); // going away: they come back
  setTimeout(() => process.exit(), EXIT_MS).unref();
}

process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
