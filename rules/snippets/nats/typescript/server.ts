// NATS JetStream publisher: keeps messages in order until the stream has stored
// them, reconnects. The stream drops what it is sent twice within two minutes.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection, nanos } from '@nats-io/transport-node';

const ENDPOINT = '{{endpoint}}';
const STREAM = '{{stream}}';
const SUBJECTS = '{{subjects}}'; // what the stream stores
const TOPIC = '{{topic}}';
const LARGEST = 1_000_000; // bytes: the server takes no more
const OUTBOX_LIMIT = 1000; // messages
const RETRY_MS = 5000;
const WEEK_MS = 7 * 86_400_000;
const FIRST_PAUSE_MS = 1000;
const LAST_PAUSE_MS = 30_000;

const outbox: { id: string; body: string }[] = []; // the first is on its way
let wake = () => {};
let pauseMs = FIRST_PAUSE_MS;
let current: NatsConnection | undefined;
let stopped = false;
const report = (error: unknown) => console.error(`error: ${error}`);

/** Returns whether it was taken: there was room, and it is not too large. */
export function publish(body: string): boolean {
  const isTooLarge = Buffer.byteLength(body) > LARGEST;
  if (isTooLarge || outbox.length >= OUTBOX_LIMIT) return false;
  outbox.push({ id: randomUUID(), body });
  wake();
  return true;
}

/** An existing stream stays as it is. After a week it forgets a message. */
async function ensureStream(connection: NatsConnection): Promise<void> {
  const api = await jetstreamManager(connection);
  const found = await api.streams.info(STREAM).catch((error) => {
    if (error.code !== 10059) throw error; // not found
  });
  const limits = { subjects: [SUBJECTS], max_age: nanos(WEEK_MS) };
  if (!found) await api.streams.add({ name: STREAM, ...limits });
}

/** One after the other, which keeps their order. */
async function drain(connection: NatsConnection): Promise<void> {
  const stream = jetstream(connection);
  while (!connection.isClosed()) {
    const [first] = outbox;
    if (first === undefined) {
      await new Promise<void>((resolve) => { wake = resolve; });
      continue;
    }
    const { id, body } = first;
    try {
      await stream.publish(TOPIC, body, { msgID: id, timeout: 5000 });
      outbox.shift();
      console.error(`stored ${TOPIC}`);
    } catch (error) {
      console.error(`not delivered, trying again: ${error}`);
      if (!connection.isClosed()) await sleep(RETRY_MS);
    }
  }
}

async function serve(): Promise<void> {
  const connection = await connect({
    servers: ENDPOINT,
    timeout: 10_000,
    pingInterval: 20_000,
    reconnect: false, // the loop below does, also if the first attempt fails
    tls: ENDPOINT.startsWith('tls:') ? {} : undefined, // or not at all
    user: process.env.NATS_USERNAME, // secrets come from the environment
    pass: process.env.NATS_PASSWORD,
  });
  current = connection;
  const closed = connection.closed().then((why) => { throw why ?? 'closed'; });
  closed.catch(() => wake());
  const publishing = ensureStream(connection).then(() => {
    console.error('connected');
    return drain(connection);
  });
  await Promise.race([closed, publishing]).finally(() => connection.close());
}

async function run(): Promise<void> {
  const startedAt = performance.now();
  await serve().catch(report);
  if (stopped) return;
  const lasted = performance.now() - startedAt > LAST_PAUSE_MS;
  if (lasted) pauseMs = FIRST_PAUSE_MS;
  // Jitter, so that not all clients come back at once.
  setTimeout(run, pauseMs * (0.5 + Math.random() / 2));
  pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 2);
}

async function shutDown(): Promise<void> {
  stopped = true;
  clearInterval(timer);
  const exit = () => {
    if (outbox.length > 0) console.error(`${outbox.length} not stored`);
    process.exit();
  };
  setTimeout(exit, 1500); // ms
  while (current && outbox.length > 0) await sleep(50);
  exit();
}

const timer = setInterval(() => {
  try {
    const taken = publish(new Date().toISOString()); // your code here
    if (!taken) console.error('dropped: too large, or too many wait');
  } catch (error) { // the next tick tries again
    report(error);
  }
}, 1000);
process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
void run();
