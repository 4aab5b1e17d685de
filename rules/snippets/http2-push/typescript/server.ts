// HTTP/2 server that sends a page and what belongs to it: pushed where the client accepts push, else as Early Hints.
// Browsers accept no push any more, but Chromium and Firefox fetch early what a 103 response names.
import { readFileSync } from 'node:fs';
import { createSecureServer, createServer, type ServerHttp2Stream } from 'node:http2';

const PORT = '{{port}}';
const PATH = '{{path}}';
const MAX_STREAMS = 100; // at once, per connection
const IDLE_MS = 60_000;

const page = {
  type: 'text/html; charset=utf-8',
  body: '<!doctype html><link rel="stylesheet" href="/style.css"><p>Hello', // your code here
};
const resources = new Map([['/style.css', { type: 'text/css', as: 'style', body: 'p { color: green }' }]]);

function push(stream: ServerHttp2Stream): void {
  for (const [path, { type, body }] of resources) {
    stream.pushStream({ ':path': path }, (error, pushed) => {
      if (error) return console.error(`push ${path}: ${error.message}`);
      pushed.on('error', () => undefined); // the client may refuse it at any time
      pushed.respond({ ':status': 200, 'content-type': type });
      pushed.end(body);
    });
  }
}

function hint(stream: ServerHttp2Stream): void {
  const links = [...resources].map(([path, { as }]) => `<${path}>; rel=preload; as=${as}`);
  stream.additionalHeaders({ ':status': 103, link: links.join(', ') });
}

function answer(stream: ServerHttp2Stream, method: string | undefined, path: string | undefined): void {
  stream.on('error', (error) => console.error(`stream: ${error.message}`));
  if (method !== 'GET') return stream.respond({ ':status': 405, allow: 'GET' }, { endStream: true });
  const found = path === PATH ? page : resources.get(path ?? '');
  if (!found) return stream.respond({ ':status': 404 }, { endStream: true });
  if (found === page) (stream.pushAllowed ? push : hint)(stream);
  stream.respond({ ':status': 200, 'content-type': found.type });
  stream.end(found.body);
}

const { TLS_KEY_FILE, TLS_CERT_FILE } = process.env; // browsers speak HTTP/2 over TLS only
const settings = { maxConcurrentStreams: MAX_STREAMS };
const server = TLS_KEY_FILE && TLS_CERT_FILE
  ? createSecureServer({ key: readFileSync(TLS_KEY_FILE), cert: readFileSync(TLS_CERT_FILE), settings })
  : createServer({ settings });

server.on('session', (session) => session.setTimeout(IDLE_MS, () => session.close()));
server.on('stream', (stream, headers) => answer(stream, headers[':method'], headers[':path']));
server.on('error', (error) => { throw error; });
process.once('SIGINT', () => server.close()).once('SIGTERM', () => server.close());
server.listen(PORT, () => console.error(`listening on ${PORT}`));
