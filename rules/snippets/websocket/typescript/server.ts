// WebSocket server: broadcasts to everybody, notices dead links, drops clients
// that read too slowly. TLS belongs to the proxy in front of it; let that
// proxy pass the Upgrade header.
import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import WebSocket, { WebSocketServer } from 'ws';

const PORT = '{{port}}';
// The only site whose pages may connect; other programs send no origin.
const ORIGIN = '{{origin}}';
const HEARTBEAT_MS = '{{heartbeat}}' * 1000;
const MAX_MESSAGE_BYTES = 65_536;
const MAX_BACKLOG_BYTES = 1_048_576; // per client
const REFUSAL = 'HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n';

const http = createServer((_, response) => void response.writeHead(426).end());
const wss = new WebSocketServer({
  noServer: true,
  maxPayload: MAX_MESSAGE_BYTES,
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

http.on('upgrade', (request, socket, head) => {
  socket.on('error', () => socket.destroy());
  if (!isAllowed(request)) return void socket.end(REFUSAL);
  const accept = (ws: WebSocket) => wss.emit('connection', ws, request);
  wss.handleUpgrade(request, socket, head, accept);
});

wss.on('connection', (ws) => {
  alive.add(ws);
  ws.on('pong', () => alive.add(ws));
  ws.on('error', (error) => console.error(`client: ${error.message}`));
  ws.on('message', (data, isBinary) => receive(ws, data, isBinary));
});

type Data = WebSocket.RawData;

function receive(from: WebSocket, data: Data, isBinary: boolean): void {
  // Your code here.
  for (const ws of wss.clients) if (ws !== from) send(ws, data, isBinary);
}

function send(ws: WebSocket, data: Data, isBinary: boolean): void {
  if (ws.readyState !== WebSocket.OPEN) return;
  // Better to lose one client than the server's memory.
  if (ws.bufferedAmount > MAX_BACKLOG_BYTES) ws.terminate();
  else ws.send(data, { binary: isBinary });
}

setInterval(() => {
  for (const ws of wss.clients) {
    if (!alive.delete(ws)) ws.terminate(); // no pong since the last ping
    else ws.ping();
  }
}, HEARTBEAT_MS).unref();

function shutDown(): void {
  http.close();
  for (const ws of wss.clients) ws.close(1001); // going away: they come back
  setTimeout(() => process.exit(), 2000).unref();
}

process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
http.listen(PORT, () => console.error(`listening on ${PORT}`));
