// Core NATS publisher: fast, and at most once. It reports what is lost: without
// a connection, without subscribers, or if the server does not read. For
// messages that must arrive, use JetStream.
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, createInbox } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';

const ENDPOINT = '{{endpoint}}';
const TOPIC = '{{topic}}';
const UNREAD_LIMIT = 16 * 2 ** 20; // bytes
const FIRST_PAUSE_MS = 1000;
const LAST_PAUSE_MS = 30_000;

const inbox = createInbox(); // where the server reports missing subscribers
let pauseMs = FIRST_PAUSE_MS;
let current: NatsConnection | undefined;
let unread = 0; // bytes that the server has not confirmed
let stopped = false;
const report = (error: unknown) => console.error(`error: ${error}`);

/** Returns whether the message was passed to the connection. */
export function publish(body: string): boolean {
  const size = Buffer.byteLength(body);
  const isTooLarge = size > (current?.info?.max_payload ?? 0);
  if (!current || current.isClosed() || isTooLarge) return false;
  if (unread + size > UNREAD_LIMIT) return false;
  current.publish(TOPIC, body, { reply: inbox });
  unread += size;
  return true;
}

/** A server that does not read must not fill the memory here. */
async function confirm(connection: NatsConnection): Promise<void> {
  while (!connection.isClosed()) {
    const sent = unread;
    if (sent > 0) await connection.flush();
    unread -= sent;
    await sleep(50);
  }
}

async function serve(): Promise<void> {
  const connection = await connect({
    servers: ENDPOINT,
    timeout: 10_000,
    pingInterval: 20_000,
    reconnect: false, // the loop below reconnects, also at the start
    tls: ENDPOINT.startsWith('tls:') ? {} : undefined, // or not at all
    user: process.env.NATS_USERNAME, // secrets come from the environment
    pass: process.env.NATS_PASSWORD,
  });
  connection.subscribe(inbox, {
    callback: (error, got) => {
      if (error) report(error);
      else if (got.headers?.code === 503) console.error('lost: no subscribers');
    },
  });
  unread = 0;
  current = connection;
  console.error('connected');
  const closed = connection.closed().then((why) => { throw why ?? 'closed'; });
  await Promise.race([closed, confirm(connection)]);
}

async function run(): Promise<void> {
  const startedAt = performance.now();
  await serve().catch(report);
  if (stopped) return;
  const lasted = performance.now() - startedAt > LAST_PAUSE_MS;
  if (lasted) pauseMs = FIRST_PAUSE_MS;
  // Jitter, so that not all clients reconnect at the same time.
  setTimeout(run, pauseMs * (0.5 + Math.random() / 2));
  pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 2);
}

async function shutDown(): Promise<void> {
  stopped = true;
  setTimeout(() => process.exit(), 1500); // ms
  await current?.drain().catch(report); // sends pending messages
  process.exit();
}

function tick(): void {
  const taken = publish(new Date().toISOString()); // your code here
  if (!taken) console.error('lost: no connection, too large, or too slow');
}

setInterval(tick, 1000);
process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
void run();
