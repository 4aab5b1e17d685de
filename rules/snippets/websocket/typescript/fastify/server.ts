// WebSocket in Fastify: broadcasts to everybody, notices dead links, drops
// clients that read too slowly. TLS belongs to the proxy in front of it.
import { timingSafeEqual } from 'node:crypto';
import websocket, { type WebSocket } from '@fastify/websocket';
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify';

const PORT = '{{port}}';
// The only site whose pages may connect; other programs send no origin.
const ORIGIN = '{{origin}}';
const HEARTBEAT_MS = '{{heartbeat}}' * 1000;
const MAX_BYTES = 65_536; // of a message
const MAX_BACKLOG_BYTES = 1_048_576; // per client
const MAX_CLIENTS = 10_000;
const EXIT_MS = 1000; // for the close handshakes

const alive = new WeakSet<WebSocket>();

/** Hooks run before the handshake: what they answer, the client gets. */
async function authorize({ headers }: FastifyRequest, reply: FastifyReply) {
  const { origin, authorization = '' } = headers;
  if (origin !== undefined && origin !== ORIGIN) return reply.code(403).send();
  if (clients.size >= MAX_CLIENTS) return reply.code(503).send();
  const wanted = process.env.TOKEN; // secrets come from the environment
  const given = Buffer.from(authorization);
  const expected = Buffer.from(`Bearer ${wanted}`);
  const same = given.length === expected.length;
  if (!wanted || (same && timingSafeEqual(given, expected))) return;
  return reply.code(401).send();
}

type Data = Buffer | ArrayBuffer | Buffer[] | string;

function write(ws: WebSocket, data: Data, binary: boolean): void {
  // Better to lose one client than the server's memory.
  if (ws.bufferedAmount > MAX_BACKLOG_BYTES) ws.terminate();
  else if (ws.readyState === ws.OPEN) ws.send(data, { binary });
}

export function publish(data: Data, binary: boolean, from?: WebSocket): void {
  for (const ws of clients) if (ws !== from) write(ws, data, binary);
}

function talk(ws: WebSocket): void {
  // Listeners come first: what arrives before them is lost.
  ws.on('message', (data, binary) => {
    alive.add(ws); // a pong may be behind many messages
    // Pages cannot send ping frames: this is how they ask.
    if (!binary && String(data) === '{"type":"ping"}') {
      return write(ws, '{"type":"pong"}', false);
    }
    publish(data, binary, ws); // your code here
  });
  ws.on('pong', () => alive.add(ws));
  ws.on('error', (error) => console.error(`client: ${error.message}`));
  alive.add(ws);
}

const app = Fastify();
await app.register(websocket, {
  options: { maxPayload: MAX_BYTES },
  preClose: (done) => {
    for (const ws of clients) ws.close(1001); // going away: they come back
    app.websocketServer.close(done);
  },
});
const { clients } = app.websocketServer;
// The hook is for this route alone, and not for others of your app.
app.get('/', { websocket: true, preValidation: authorize }, talk);

setInterval(() => {
  for (const ws of clients) {
    if (!alive.delete(ws)) ws.terminate(); // no pong since the last ping
    else ws.ping();
  }
}, HEARTBEAT_MS).unref();

function shutDown(): void {
  void app.close();
  setTimeout(() => process.exit(), EXIT_MS).unref();
}

process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
await app.listen({ port: PORT, host: '::' });
console.error(`listening on ${PORT}`);
