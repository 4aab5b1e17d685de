// Signalling server for WebRTC peers: relays each message to the other one in the room. Payloads never pass through it.
// TLS belongs to the proxy in front of it. Peers behind strict firewalls need a TURN server besides.
import { createServer } from 'node:http';
import WebSocket, { WebSocketServer } from 'ws';

const PORT = '{{port}}';
const ORIGIN = '{{origin}}'; // the only site whose pages may connect; programs other than browsers send none
const ROOM_LIMIT = 2; // peers
const MAX_SIGNAL_BYTES = 65_536;
const HEARTBEAT_MS = 25_000;

const http = createServer((_request, response) => { response.writeHead(426).end(); });
const wss = new WebSocketServer({
  server: http,
  maxPayload: MAX_SIGNAL_BYTES,
  verifyClient: ({ origin }: { origin?: string }) => !origin || origin === ORIGIN,
});
const rooms = new Map<string, Set<WebSocket>>();
const alive = new WeakSet<WebSocket>();

wss.on('connection', (ws, request) => {
  const name = new URL(request.url ?? '/', ORIGIN).searchParams.get('room') ?? '';
  const room = rooms.get(name) ?? new Set();
  if (room.size >= ROOM_LIMIT) return ws.close(1008, 'room is full'); // your code here: who may enter which room
  rooms.set(name, room.add(ws));
  alive.add(ws);
  ws.on('pong', () => alive.add(ws));
  ws.on('error', (error) => console.error(`peer: ${error.message}`));
  ws.on('message', (data) => {
    for (const other of room) if (other !== ws && other.readyState === WebSocket.OPEN) other.send(String(data));
  });
  ws.on('close', () => {
    room.delete(ws);
    if (room.size === 0 && rooms.get(name) === room) rooms.delete(name);
  });
});

setInterval(() => {
  for (const ws of wss.clients) {
    if (!alive.delete(ws)) ws.terminate(); // no pong since the last ping: its place in the room is free again
    else ws.ping();
  }
}, HEARTBEAT_MS).unref();

function shutDown(): void {
  http.close();
  for (const ws of wss.clients) ws.close(1001);
}

process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
http.listen(PORT, () => console.error(`listening on ${PORT}`));
