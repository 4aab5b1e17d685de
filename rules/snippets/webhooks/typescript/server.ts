// Webhook sender: signs each event as Standard Webhooks has it, and keeps it on
// disk until the receiver accepts it, for about four days. Events may come
// twice and in another order. If strangers choose the URL, send through a proxy
// that refuses addresses of your own network.
import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { promises as fs, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';

const ENDPOINT = '{{endpoint}}';
const TIMEOUT_MS = '{{timeout}}' * 1000;
const OUTBOX = process.env.OUTBOX ?? 'outbox'; // a folder
const MAX_WAITING = 10_000; // events
const MAX_IN_FLIGHT = 10; // requests
// As the standard advises; then the event is set aside.
const PAUSES_S = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400];

type Delivery = { id: string; body: string; attempts: number; due: number };

const stop = new AbortController();
const waiting = new Map<string, Delivery>();
const inFlight = new Set<string>();
const secret = process.env.WEBHOOK_SECRET?.split(' ')[0] ?? '';
const key = Buffer.from(secret.replace('whsec_', ''), 'base64');

const fileOf = (id: string) => `${OUTBOX}/${id}.json`;

async function keep(delivery: Delivery): Promise<void> {
  const file = fileOf(delivery.id);
  const text = JSON.stringify(delivery);
  await fs.writeFile(`${file}.new`, text, { flush: true });
  await fs.rename(`${file}.new`, file); // whole, or not at all
  waiting.set(delivery.id, delivery);
}

/** Resolves once the event is on disk. */
export async function publish(type: string, data: unknown): Promise<void> {
  if (waiting.size >= MAX_WAITING) throw new Error('too many events wait');
  const timestamp = new Date().toISOString();
  const body = JSON.stringify({ type, timestamp, data });
  await keep({ id: `msg_${randomUUID()}`, body, attempts: 0, due: Date.now() });
}

async function post({ id, body }: Delivery): Promise<IncomingMessage> {
  const time = Math.floor(Date.now() / 1000); // is signed, too
  const hmac = createHmac('sha256', key).update(`${id}.${time}.${body}`);
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': time,
    'webhook-signature': `v1,${hmac.digest('base64')}`,
  };
  const { request } = ENDPOINT.startsWith('https:') ? https : http;
  const signals = [stop.signal, AbortSignal.timeout(TIMEOUT_MS)];
  const signal = AbortSignal.any(signals);
  const sent = request(ENDPOINT, { method: 'POST', headers, signal }).end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  sent.on('error', () => undefined);
  return response.destroy(); // only its head counts
}

async function deliver(delivery: Delivery): Promise<void> {
  const { id, attempts } = delivery;
  let said = '';
  let pauseS: number | undefined = PAUSES_S[attempts];
  try {
    const { statusCode = 0, headers } = await post(delivery);
    if (statusCode >= 200 && statusCode < 300) {
      console.log(`accepted: ${id}`);
      waiting.delete(id);
      return await fs.rm(fileOf(id));
    }
    said = `status ${statusCode}`; // a redirect is none of the good ones
    const hintS = Number(headers['retry-after']) || 0;
    if (pauseS) pauseS = Math.min(86_400, Math.max(pauseS, hintS));
    if (statusCode === 410) pauseS = undefined; // it wants no more
  } catch (error) {
    if (stop.signal.aborted) return; // it stays in the outbox
    said = String(error);
  }
  console.error(`attempt ${attempts + 1} for ${id}: ${said}`);
  if (pauseS === undefined) {
    waiting.delete(id);
    return await fs.rename(fileOf(id), `${OUTBOX}/${id}.failed`);
  }
  const due = Date.now() + pauseS * (750 + Math.random() * 500); // jitter
  await keep({ ...delivery, attempts: attempts + 1, due });
}

function deliverDue(): void {
  for (const one of waiting.values()) {
    if (inFlight.size >= MAX_IN_FLIGHT) return;
    if (one.due > Date.now() || inFlight.has(one.id)) continue;
    inFlight.add(one.id);
    deliver(one)
      .catch((error) => console.error(`error: ${error}`))
      .finally(() => inFlight.delete(one.id));
  }
}

if (key.length < 24)
  throw new Error('set WEBHOOK_SECRET, made by: openssl rand -base64 32');
mkdirSync(OUTBOX, { recursive: true });
for (const name of readdirSync(OUTBOX).filter((one) => one.endsWith('.json'))) {
  const one: Delivery = JSON.parse(readFileSync(`${OUTBOX}/${name}`, 'utf8'));
  waiting.set(one.id, one);
}
const tick = async () => publish('tick', Date.now()); // your code here
const report = (error: unknown) => console.error(`error: ${error}`);
const timers = [
  setInterval(deliverDue, 250),
  setInterval(() => tick().catch(report), 2000),
];
function shutDown(): void {
  stop.abort();
  timers.forEach(clearInterval);
}
process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
