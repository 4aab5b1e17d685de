// WebSocket server: broadcasts to everybody, notices dead links, drops clients that read too slowly.
// TLS belongs to the proxy in front of it; let that proxy pass the Upgrade header.
import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import WebSocket, { WebSocketServer } from 'ws';

const PORT = '{{port}}';
const ORIGIN = '{{origin}}'; // the only site whose pages may connect; programs other than browsers send none
const HEARTBEAT_MS = '{{heartbeat}}' * 1000;
const MAX_MESSAGE_BYTES = 65_536;
const MAX_BACKLOG_BYTES = 1_048_576; // per client

const http = createServer((_request, response) => { response.writeHead(426).end(); });
const wss = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });
const alive = new WeakSet<WebSocket>();

function isAllowed(request: IncomingMessage): boolean {
  if (request.headers.origin !== undefined && request.headers.origin !== ORIGIN) return false;
  const wanted = process.env.TOKEN; // secrets come from the environment, never from the source
  if (!wanted) return true;
  const [given, expected] = [Buffer.from(request.headers.authorization ?? ''), Buffer.from(`Bearer ${wanted}`)];
  return given.length === expected.length && timingSafeEqual(given, expected);
}

http.on('upgrade', (request, socket, head) => {
  socket.on('error', () => socket.destroy());
  if (!isAllowed(request)) return void socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
  wss.handleUpgrade(request, socket, head, (ws) => wss.emit('connection', ws, request));
});

wss.on('connection', (ws) => {
  alive.add(ws);
  ws.on('pong', () => alive.add(ws));
  ws.on('error', (error) => console.error(`client: ${error.message}`));
  ws.on('message', (data, isBinary) => receive(ws, data, isBinary));
});

function receive(from: WebSocket, data: WebSocket.RawData, isBinary: boolean): void {
  for (const ws of wss.clients) if (ws !== from) send(ws, data, isBinary); // your code here
}

function send(ws: WebSocket, data: WebSocket.RawData, isBinary: boolean): void {
  if (ws.readyState !== WebSocket.OPEN) return;
  if (ws.bufferedAmount > MAX_BACKLOG_BYTES) ws.terminate(); // better to lose one client than the server's memory
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
  for (const ws of wss.clients) ws.close(1001); // going away: clients come back, with jitter
  setTimeout(() => process.exit(), 2000).unref();
}

process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
http.listen(PORT, () => console.error(`listening on ${PORT}`));
