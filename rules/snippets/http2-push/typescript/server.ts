// HTTP/2 server that sends a page and what belongs to it: pushed where the
// client accepts it, else named in Early Hints, which browsers fetch early.
import { timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureServer, createServer } from 'node:http2';
import type { IncomingHttpHeaders, ServerHttp2Session } from 'node:http2';
import type { ServerHttp2Stream } from 'node:http2';

const PORT = '{{port}}';
const PATH = '{{path}}';

const page = {
  type: 'text/html; charset=utf-8',
  body: '<!doctype html><link rel="stylesheet" href="/style.css"><p>Hello',
};
const style = { type: 'text/css', as: 'style', body: 'p { color: green }' };
const resources = new Map([['/style.css', style]]); // your code here

function push(stream: ServerHttp2Stream): void {
  for (const [path, { type, body }] of resources) {
    stream.pushStream({ ':path': path }, (error, pushed) => {
      if (error) return console.error(`push ${path}: ${error.message}`);
      pushed.on('error', () => undefined); // the client may refuse it
      pushed.respond({ ':status': 200, 'content-type': type });
      pushed.end(body);
    });
  }
}

function hint(stream: ServerHttp2Stream): void {
  for (const [path, { as }] of resources) {
    const link = `<${path}>; rel=preload; as=${as}`;
    stream.additionalHeaders({ ':status': 103, link });
  }
}

function isAllowed(authorization = ''): boolean {
  const wanted = process.env.TOKEN; // secrets come from the environment
  if (!wanted) return true;
  const given = Buffer.from(authorization);
  const expected = Buffer.from(`Bearer ${wanted}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function answer(stream: ServerHttp2Stream, asked: IncomingHttpHeaders): void {
  stream.on('error', (error) => console.error(`stream: ${error.message}`));
  const refuse = (status: number, headers = {}) =>
    stream.respond({ ':status': status, ...headers }, { endStream: true });
  if (!isAllowed(asked.authorization)) return refuse(401);
  if (asked[':method'] !== 'GET') return refuse(405, { allow: 'GET' });
  const path = asked[':path'] ?? '';
  const found = path === PATH ? page : resources.get(path);
  if (!found) return refuse(404);
  if (found === page) (stream.pushAllowed ? push : hint)(stream);
  stream.respond({ ':status': 200, 'content-type': found.type });
  stream.end(found.body);
}

// Browsers speak HTTP/2 over TLS only.
const { TLS_KEY_FILE: key, TLS_CERT_FILE: cert } = process.env;
const settings = { maxConcurrentStreams: 100 }; // per connection
const tls = key && cert && { key: readFileSync(key), cert: readFileSync(cert) };
const server = tls
  ? createSecureServer({ ...tls, settings })
  : createServer({ settings });

const sessions = new Set<ServerHttp2Session>();

server.on('session', (one) => {
  one.setTimeout(60_000, () => one.close());
  sessions.add(one);
  one.on('close', () => sessions.delete(one));
});
server.on('stream', answer);
function shutDown(): void {
  server.close();
  for (const one of sessions) one.close(); // answers end, then GOAWAY
  setTimeout(() => process.exit(), 1500).unref(); // ms
}

process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
server.listen(PORT, () => console.error(`listening on ${PORT}`));
