// Polling server: answers with the state and its tag; who has it already gets
// 304 and no body. TLS and caches belong in front of it.
import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const PORT = '{{port}}';
const PATH = '{{path}}';
// How long a cache in front may answer instead, for everybody.
const CACHE_CONTROL = process.env.TOKEN ? 'private, no-cache' : 'max-age=1';

let body = '{}';
let tag = '""';

export function publish(state: unknown): void {
  body = JSON.stringify(state);
  const hash = createHash('sha256').update(body).digest('base64url');
  tag = `"${hash.slice(0, 20)}"`; // the same again after a restart
}

function isAllowed(authorization = ''): boolean {
  const wanted = process.env.TOKEN; // secrets come from the environment
  if (!wanted) return true;
  const given = Buffer.from(authorization);
  const expected = Buffer.from(`Bearer ${wanted}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

const server = createServer(({ method, url, headers }, response) => {
  const answer = (status: number, more = {}, text?: string) =>
    void response.writeHead(status, more).end(text);
  if (url?.split('?')[0] !== PATH) return answer(404);
  if (method !== 'GET') return answer(405, { allow: 'GET' });
  if (!isAllowed(headers.authorization)) return answer(401);
  const common = { etag: tag, 'cache-control': CACHE_CONTROL };
  const known = headers['if-none-match']?.split(/\s*,\s*/) ?? [];
  if (known.includes(tag)) return answer(304, common);
  answer(200, { ...common, 'content-type': 'application/json' }, body);
});

function shutDown(): void {
  server.close();
  setTimeout(() => process.exit(), 1500).unref(); // ms for open answers
}

server.maxConnections = 10_000;
const tick = () => publish({ time: new Date().toISOString() }); // your code
tick();
setInterval(tick, 5000).unref();
process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
server.listen(PORT, () => console.error(`listening on ${PORT}`));
