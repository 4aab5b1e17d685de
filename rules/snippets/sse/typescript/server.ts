// Server-Sent Events server: replays what a client missed, keeps connections open, drops clients that read too slowly.
import { createServer, type ServerResponse } from 'node:http';

const PORT = '{{port}}';
const PATH = '{{path}}';
const ORIGIN = '{{origin}}'; // the site whose pages may read the stream
const HEARTBEAT_MS = '{{heartbeat}}' * 1000; // below the 60 s after which many proxies cut an idle connection
const REPLAY_LIMIT = '{{replay}}'; // events kept for clients that come back
const MAX_BACKLOG_BYTES = 1_048_576; // per client

const clients = new Set<ServerResponse>();
const recent: { id: number; frame: string }[] = [];
let lastId = Date.now(); // grows across restarts, so that an old id is never ahead of a new one

function write(response: ServerResponse, text: string): void {
  if (response.writableLength > MAX_BACKLOG_BYTES) response.destroy(); // it comes back and asks for what it missed
  else response.write(text);
}

export function publish(event: string, data: string): void {
  const lines = data.split(/\r\n|\r|\n/).map((line) => `data: ${line}\n`).join('');
  const id = ++lastId;
  const frame = `id: ${id}\nevent: ${event.replace(/[\r\n]/g, ' ')}\n${lines}\n`;
  recent.push({ id, frame });
  if (recent.length > REPLAY_LIMIT) recent.shift();
  for (const response of clients) write(response, frame);
}

const server = createServer((request, response) => {
  if (request.method !== 'GET' || request.url?.split('?')[0] !== PATH) return void response.writeHead(404).end();
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no', // nginx would hold events back
    'access-control-allow-origin': ORIGIN,
    'access-control-allow-credentials': 'true',
    vary: 'origin',
  });
  response.flushHeaders();
  const after = request.headers['last-event-id'];
  if (after !== undefined) for (const { id, frame } of recent) if (id > Number(after)) write(response, frame);
  clients.add(response);
  response.on('close', () => clients.delete(response)); // not the request's: that closes once it is read
});

setInterval(() => { for (const response of clients) write(response, ': still here\n\n'); }, HEARTBEAT_MS).unref();
setInterval(() => publish('message', new Date().toISOString()), 1000).unref(); // your code here

function shutDown(): void {
  server.close();
  for (const response of clients) response.end(); // clients come back, with the id of the last event
  setTimeout(() => server.closeAllConnections(), 1000).unref();
}

process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
server.listen(PORT, () => console.error(`listening on ${PORT}`));
