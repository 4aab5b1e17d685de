// Early Hints server: while it makes a page, it names what the page will need,
// and the browser fetches that meanwhile. Browsers take hints over HTTP/2 and
// HTTP/3 alone: from here with TLS, or from a proxy that passes them on.
import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { createSecureServer, type Http2ServerRequest } from 'node:http2';
import { setTimeout as sleep } from 'node:timers/promises';

const PORT = '{{port}}';
const PATH = '{{path}}';
const IDLE_MS = 20_000;

/** What the answers of HTTP/1.1 and HTTP/2 have in common. */
interface Answer {
  statusCode: number;
  setHeader(name: string, value: string | string[]): unknown;
  writeEarlyHints(hints: { link: string[] }): unknown;
  end(body: string): unknown;
}

const assets = new Map<string, { type: string; body: string }>();
const links: string[] = [];

/** Hinted assets have to be cacheable; a new content gets a new name. */
function addAsset(name: string, type: string, as: string, body: string) {
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 8);
  const path = `/${hash}-${name}`;
  assets.set(path, { type, body });
  links.push(`<${path}>; rel=preload; as=${as}`);
  return path;
}

const css = 'body { font-family: sans-serif; color: green }';
const style = addAsset('style.css', 'text/css', 'style', css); // your code here
const js = 'document.title += "!"';
const script = addAsset('app.js', 'text/javascript', 'script', js);

async function makePage(): Promise<string> {
  await sleep(500); // your code here: what takes time, such as a database
  return `<!doctype html><html lang="en">
<meta charset="utf-8"><title>Page</title>
<link rel="stylesheet" href="${style}"><script src="${script}" defer></script>
<p>Hello</p></html>`;
}

function isAllowed(authorization = ''): boolean {
  const wanted = process.env.TOKEN; // secrets come from the environment
  if (!wanted) return true;
  const given = Buffer.from(authorization);
  const expected = Buffer.from(`Bearer ${wanted}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

async function serve(
  { method, url, headers }: IncomingMessage | Http2ServerRequest,
  answer: Answer,
): Promise<void> {
  const end = (status: number, type = 'text/plain', body = '') => {
    answer.statusCode = status;
    answer.setHeader('content-type', type);
    answer.end(body);
  };
  if (!isAllowed(headers.authorization)) return end(401);
  if (method !== 'GET') return end(405);
  const path = url?.split('?')[0] ?? '';
  const asset = assets.get(path);
  if (asset) {
    answer.setHeader('cache-control', 'public, max-age=31536000, immutable');
    return end(200, asset.type, asset.body);
  }
  if (path !== PATH) return end(404);
  // Of other programs, some take the 103 for the answer; so does nginx < 1.29.
  const isPage = headers['sec-fetch-mode'] === 'navigate';
  if (isPage) answer.writeEarlyHints({ link: links });
  const page = await makePage();
  answer.setHeader('link', links); // for browsers that ignore hints
  answer.setHeader('cache-control', 'no-cache');
  end(200, 'text/html; charset=utf-8', page);
}

const listener: typeof serve = (request, answer) =>
  serve(request, answer).catch((error: unknown) => {
    console.error(`failed: ${error}`);
    answer.statusCode = 500;
    answer.end('');
  });

const { TLS_KEY_FILE: key, TLS_CERT_FILE: cert } = process.env;
const tls = key && cert && { key: readFileSync(key), cert: readFileSync(cert) };
const settings = { maxConcurrentStreams: 100 }; // per connection
const server = tls
  ? createSecureServer({ ...tls, allowHTTP1: true, settings }, listener)
  : createServer(listener); // HTTP/1.1, which proxies speak

function shutDown(): void {
  server.close();
  setTimeout(() => process.exit(), 1500).unref(); // ms for pages under way
}

server.setTimeout(IDLE_MS);
process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
server.listen(PORT, () => console.error(`listening on ${PORT}`));
