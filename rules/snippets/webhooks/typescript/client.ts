// Webhook receiver: checks signature and age of each event, puts it on disk,
// answers, and hands it to your code afterwards. An event that comes again is
// accepted and does nothing. What fails in your code is tried again; after a
// crash your code may see an event twice.
import {
  createHash, createHmac, randomUUID, timingSafeEqual,
} from 'node:crypto';
import { promises as fs, mkdirSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const PORT = '{{port}}';
const PATH = '{{path}}';
const INBOX = process.env.INBOX ?? 'inbox'; // a folder
const MAX_BYTES = 262_144;
const MAX_WAITING = 10_000; // events
const MAX_TRIES = 8; // of one event, within two minutes
const TOLERANCE_S = 300; // clocks differ; what is older is replayed
const KEPT_MS = 7 * 86_400_000; // longer than senders try

// Separated by a blank where there are two, while you change the secret.
const keys = (process.env.WEBHOOK_SECRET ?? '').split(' ')
  .map((one) => Buffer.from(one.replace('whsec_', ''), 'base64'));
const queue = new Map<string, { tries: number; due: number }>();
const fileOf = (name: string) => `${INBOX}/${name}.json`;

async function receive(event: string): Promise<void> {
  console.log(event); // your code here
}

function isSigned({ headers }: IncomingMessage, body: Buffer): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': time } = headers;
  const given = `${headers['webhook-signature']}`.split(' ');
  const ageS = Math.abs(Date.now() / 1000 - Number(time));
  if (!id || !(ageS < TOLERANCE_S)) return false;
  return keys.some((key) => {
    const hmac = createHmac('sha256', key).update(`${id}.${time}.`);
    const wanted = Buffer.from(`v1,${hmac.update(body).digest('base64')}`);
    return given.map((one) => Buffer.from(one)).some((one) =>
      one.length === wanted.length && timingSafeEqual(one, wanted));
  });
}

async function read(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Resolves once the event is on disk, whole; a second one changes nothing. */
async function keep(id: string, body: Buffer): Promise<void> {
  const name = createHash('sha256').update(id).digest('hex');
  const part = `${INBOX}/${randomUUID()}.part`;
  await fs.writeFile(part, body, { flush: true });
  const isNew = await fs.link(part, fileOf(name)).then(() => true, (error) => {
    if (error.code !== 'EEXIST') throw error;
    return false;
  });
  await fs.rm(part);
  if (isNew) queue.set(name, { tries: 0, due: 0 });
}

const server = createServer(
  { requestTimeout: 10_000, connectionsCheckingInterval: 1000 },
  async (request, response) => {
    const answer = (status: number) => {
      // What is still to come of a request is not read.
      if (!request.complete) response.setHeader('connection', 'close');
      response.writeHead(status).end();
    };
    try {
      const { method, url, headers } = request;
      if (method !== 'POST' || url?.split('?')[0] !== PATH) return answer(404);
      if (queue.size >= MAX_WAITING) return answer(503);
      const body = await read(request);
      if (!body) return answer(413);
      if (!isSigned(request, body)) return answer(401);
      await keep(`${headers['webhook-id']}`, body);
      answer(204);
    } catch (error) { // the sender went away, or the disk is full
      console.error(`error: ${error}`);
      answer(500);
    }
  },
);

async function work(): Promise<void> {
  for (const [name, { tries, due }] of queue) {
    if (due > Date.now()) continue;
    try {
      const event = await fs.readFile(fileOf(name), 'utf8');
      if (event !== '') await receive(event);
    } catch (error) {
      console.error(`failed: ${error}`);
      const again = { tries: tries + 1, due: Date.now() + 1000 * 2 ** tries };
      if (again.tries < MAX_TRIES) {
        queue.set(name, again);
        continue;
      }
      await fs.copyFile(fileOf(name), `${INBOX}/${name}.failed`);
    }
    await fs.truncate(fileOf(name)); // an empty one has been handled
    queue.delete(name);
  }
}

/** Forgets events that no sender tries any more; finds those that wait. */
async function tidy(): Promise<void> {
  for (const file of await fs.readdir(INBOX)) {
    const { size, mtimeMs } = await fs.stat(`${INBOX}/${file}`);
    const [name = '', kind] = file.split('.');
    const isOld = mtimeMs < Date.now() - KEPT_MS && kind !== 'failed';
    const waits = size > 0 && kind === 'json';
    if (waits && !queue.has(name)) queue.set(name, { tries: 0, due: 0 });
    if (!waits && isOld) await fs.rm(`${INBOX}/${file}`);
  }
}

if (!keys.every((key) => key.length >= 24))
  throw new Error('set WEBHOOK_SECRET to that of the sender');
mkdirSync(INBOX, { recursive: true });
await tidy();
setInterval(() => tidy().catch(console.error), 86_400_000).unref();
let isOver = false;
function shutDown(): void {
  isOver = true; // what is in the inbox waits for the next start
  server.close();
  server.closeIdleConnections();
  setTimeout(() => process.exit(), 1500).unref(); // ms for what is under way
}
process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
server.listen(PORT, () => console.error(`listening on ${PORT}`));
while (!isOver) {
  await work().catch((error) => console.error(`error: ${error}`));
  await sleep(100);
}
