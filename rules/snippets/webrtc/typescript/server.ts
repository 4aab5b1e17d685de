// Signalling server for WebRTC peers: relays each message to the other one in
// the room. Payloads never pass through it. TLS belongs to the proxy in front
// of it. Peers behind strict firewalls need a TURN server besides.
import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import WebSocket, { WebSocketServer } from 'ws';

const PORT = '{{port}}';
// The only site whose pages may connect; other programs send no origin.
const ORIGIN = '{{origin}}';
const ROOM_LIMIT = 2; // peers
const MAX_SIGNAL_BYTES = 65_536;
const MAX_BACKLOG_BYTES = 1_048_576; // per peer
const HEARTBEAT_MS = 25_000;

const http = createServer((_, response) => void response.writeHead(426).end());
const wss = new WebSocketServer({
  server: http,
  maxPayload: MAX_SIGNAL_BYTES,
  verifyClient: ({ req }, decide) => {
    const status = refusal(req);
    decide(status === undefined, status);
  },
});
const rooms = new Map<string, Set<WebSocket>>();
const alive = new WeakSet<WebSocket>();

/** The HTTP status that refuses a handshake. */
function refusal({ headers }: IncomingMessage): number | undefined {
  if (headers.origin !== undefined && headers.origin !== ORIGIN) return 403;
  const wanted = process.env.TOKEN; // secrets come from the environment
  if (!wanted) return undefined;
  const given = Buffer.from(headers.authorization ?? '');
  const expected = Buffer.from(`Bearer ${wanted}`);
  const same = given.length === expected.length;
  return same && timingSafeEqual(given, expected) ? undefined : 401;
}

wss.on('connection', (ws, request) => {
  const searchParams = new URLSearchParams(request.url?.split('?')[1]);
  const name = searchParams.get('room') ?? ''; // your code: who may enter it
  const room = rooms.get(name) ?? new Set();
  if (room.size >= ROOM_LIMIT) return ws.close(1008, 'room is full');
  rooms.set(name, room.add(ws));
  alive.add(ws);
  ws.on('pong', () => alive.add(ws));
  ws.on('error', (error) => console.error(`peer: ${error.message}`));
  ws.on('message', (data) => {
    for (const other of room) {
      const isOpen = other.readyState === WebSocket.OPEN;
      if (other === ws || !isOpen) continue;
      // Better to lose one peer than the server's memory.
      if (other.bufferedAmount > MAX_BACKLOG_BYTES) other.terminate();
      else other.send(String(data));
    }
  });
  ws.on('close', () => {
    room.delete(ws);
    if (room.size === 0 && rooms.get(name) === room) rooms.delete(name);
  });
});

setInterval(() => {
  for (const ws of wss.clients) {
    // No pong since the last ping: its place in the room is free again.
    if (!alive.delete(ws)) ws.terminate();
    else ws.ping();
  }
}, HEARTBEAT_MS).unref();

function shutDown(): void {
  http.close();
  for (const ws of wss.clients) ws.close(1001);
  setTimeout(() => process.exit(), 1500).unref(); // ms for the handshakes
}

process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
http.listen(PORT, () => console.error(`listening on ${PORT}`));
