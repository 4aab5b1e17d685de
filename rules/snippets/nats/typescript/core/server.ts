// Core NATS publisher: fast, and at most once. Without subscribers, messages
// are lost; without a connection, they are refused. For messages that must
// arrive, use JetStream.
import { connect, type NatsConnection } from '@nats-io/transport-node';

const ENDPOINT = '{{endpoint}}';
const TOPIC = '{{topic}}';
const LARGEST = 1_000_000; // bytes: limit of the server
const FIRST_PAUSE_MS = 1000;
const LAST_PAUSE_MS = 30_000;

let pauseMs = FIRST_PAUSE_MS;
let current: NatsConnection | undefined;
let unsent = false; // whether the server has yet to confirm a flush
let stopped = false;
const report = (error: unknown) => console.error(`error: ${error}`);

/** Returns whether the message was passed to the connection. */
export function publish(body: string): boolean {
  if (!current || current.isClosed()) return false;
  if (unsent || Buffer.byteLength(body) > LARGEST) return false;
  current.publish(TOPIC, body);
  return true;
}

/** A server that does not read must not fill the memory here. */
function watch(connection: NatsConnection): void {
  const timer = setInterval(async () => {
    if (connection.isClosed()) return clearInterval(timer);
    const late = setTimeout(() => { unsent = true; }, 2000);
    await connection.flush().catch(report);
    clearTimeout(late);
    unsent = false;
  }, 1000);
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
  current = connection;
  unsent = false;
  watch(connection);
  console.error('connected');
  const why = await connection.closed();
  throw why ?? new Error('closed');
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

setInterval(() => {
  const taken = publish(new Date().toISOString()); // your code here
  if (!taken) console.error('not published: no connection, or too slow');
}, 1000);
process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
void run();
