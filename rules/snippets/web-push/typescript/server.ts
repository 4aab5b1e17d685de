// Web Push sender: keeps the subscriptions that pages send it, encrypts and
// signs a message for each (VAPID), tries again what may pass, and forgets who
// has unsubscribed. A message may be late, lost, or replaced by a newer one.
import { createHash, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { promises as fs, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import webpush, { type PushSubscription } from 'web-push';

const PORT = '{{port}}';
const ORIGIN = '{{origin}}'; // the site whose pages may subscribe
const FOLDER = process.env.SUBSCRIPTIONS ?? 'subscriptions';
const { VAPID_PUBLIC_KEY = '', VAPID_PRIVATE_KEY = '' } = process.env;
const SUBJECT = process.env.VAPID_SUBJECT ?? 'mailto:ops@example.com';
// Pages name the address: only push services may be called.
const HOSTS = (process.env.PUSH_HOSTS ?? 'fcm.googleapis.com,' +
  'updates.push.services.mozilla.com,web.push.apple.com').split(',');
const MAX_SUBSCRIPTIONS = 100_000;
const MAX_IN_FLIGHT = 100;
const MAX_TRIES = 5;
const TTL_S = 3600; // how long the push service keeps it for a browser
const LONGEST_PAUSE_S = 600;

const stop = new AbortController();
const subscriptions = new Map<string, PushSubscription>();
const waiting = new Map<string, string>(); // the newest message alone
const inFlight = new Set<string>();
const fileOf = (name: string) => `${FOLDER}/${name}.json`;

/** The subscription in a text; throws where it is none. */
function check(text: string): PushSubscription {
  const { endpoint, keys } = JSON.parse(text) as PushSubscription;
  const { protocol, host } = new URL(endpoint);
  const sizes = [keys.p256dh, keys.auth].map(
    (key) => Buffer.from(key, 'base64url').length,
  );
  if (protocol !== 'https:' || !HOSTS.includes(host) || `${sizes}` !== '65,16')
    throw new Error('no subscription');
  return { endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } };
}

async function forget(name: string): Promise<void> {
  subscriptions.delete(name);
  await fs.rm(fileOf(name), { force: true });
}

async function post(one: PushSubscription, text: string) {
  // A newer message of the same topic replaces this one. Of the library only
  // the request: what it reads of an answer has no limit.
  const options = { TTL: TTL_S, topic: 'state' };
  const details = webpush.generateRequestDetails(one, text, options);
  const { headers, body, endpoint } = details;
  const signals = [stop.signal, AbortSignal.timeout(15_000)];
  const signal = AbortSignal.any(signals);
  const sent = https.request(endpoint, { method: 'POST', headers, signal });
  sent.end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  sent.on('error', () => undefined);
  const hintS = Number(response.headers['retry-after']) || 0;
  response.destroy(); // only its head counts
  return { status: response.statusCode ?? 0, hintS };
}

async function deliver(name: string, text: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    const one = subscriptions.get(name);
    if (!one || stop.signal.aborted) return;
    const { status, hintS } = await post(one, text).catch((error) => {
      if (!stop.signal.aborted) console.error(`error: ${error}`);
      return { status: 0, hintS: 0 };
    });
    if (status >= 200 && status < 300) return console.log(`sent: ${name}`);
    if (status === 404 || status === 410) return forget(name);
    const mayPass = status === 0 || status === 429 || status >= 500;
    if (!mayPass || tries === MAX_TRIES)
      return console.error(`failed: ${name}, status ${status}`);
    const pauseS = Math.min(LONGEST_PAUSE_S, Math.max(2 ** tries, hintS));
    const delayMs = pauseS * (1000 + Math.random() * 500); // jitter
    await sleep(delayMs, undefined, stop).catch(() => undefined);
  }
}

/** Starts what waits, so that a mute push service holds up no other one. */
function fill(): void {
  for (const [name, text] of waiting) {
    if (inFlight.size >= MAX_IN_FLIGHT) return;
    if (inFlight.has(name)) continue;
    waiting.delete(name);
    inFlight.add(name);
    deliver(name, text)
      .catch((error) => console.error(`error: ${error}`))
      .finally(() => inFlight.delete(name) && fill());
  }
}

/** To all; at most 3 kB, because browsers take no more. */
export function publish(message: unknown): void {
  const text = JSON.stringify(message);
  if (text.length > 3000) throw new Error('message too large');
  for (const name of subscriptions.keys()) waiting.set(name, text);
  fill();
}

function isAllowed(authorization = ''): boolean {
  const wanted = process.env.TOKEN; // secrets come from the environment
  if (!wanted) return true; // your code: who is logged in
  const given = Buffer.from(authorization);
  const expected = Buffer.from(`Bearer ${wanted}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

async function answer(request: IncomingMessage): Promise<[number, string?]> {
  const { method, url, headers } = request;
  if (method === 'OPTIONS') return [204];
  if (url === '/key' && method === 'GET') return [200, VAPID_PUBLIC_KEY];
  if (url !== '/subscriptions' || method !== 'POST') return [404];
  if (!isAllowed(headers.authorization)) return [401];
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk;
    if (text.length > 4096) return [413];
  }
  let one: PushSubscription;
  try {
    one = check(text);
  } catch {
    return [400];
  }
  const name = createHash('sha256').update(one.endpoint).digest('hex');
  if (subscriptions.size >= MAX_SUBSCRIPTIONS) return [503];
  await fs.writeFile(`${fileOf(name)}.new`, JSON.stringify(one));
  await fs.rename(`${fileOf(name)}.new`, fileOf(name));
  subscriptions.set(name, one);
  return [201];
}

const server = createServer(
  { requestTimeout: 10_000, connectionsCheckingInterval: 1000 },
  async (request, response) => {
    response.setHeader('access-control-allow-origin', ORIGIN);
    response.setHeader('access-control-allow-headers', 'content-type');
    try {
      const [status, text] = await answer(request);
      if (!request.complete) response.setHeader('connection', 'close');
      response.writeHead(status).end(text);
    } catch (error) { // who went away, or a full disk
      console.error(`error: ${error}`);
      response.destroy();
    }
  },
);

function shutDown(): void {
  stop.abort();
  server.close();
  setTimeout(() => process.exit(), 1000).unref();
}

// Throws where a key is missing: npx web-push generate-vapid-keys
webpush.setVapidDetails(SUBJECT, VAPID_PUBLIC_KEY, VAPID_PRIVATE_KEY);
mkdirSync(FOLDER, { recursive: true });
for (const file of readdirSync(FOLDER).filter((one) => one.endsWith('.json')))
  subscriptions.set(
    file.slice(0, -5),
    check(readFileSync(`${FOLDER}/${file}`, 'utf8')),
  );
process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
server.listen(PORT, () => console.error(`listening on ${PORT}`));
const tick = () => publish({ title: 'News', body: new Date().toISOString() });
setInterval(tick, 5000).unref(); // your code
