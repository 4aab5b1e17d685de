// Core NATS subscriber: receives messages while it is connected, and limits the
// messages that wait here; all other messages are lost. Subscribers of one
// group share the messages. For messages that must arrive, use JetStream.
import { connect, type NatsConnection } from '@nats-io/transport-node';

const ENDPOINT = '{{endpoint}}';
const TOPIC = '{{topic}}';
const GROUP = '{{group}}'; // empty: each subscriber gets every message
const WAITING_LIMIT = 1000; // messages
const FIRST_PAUSE_MS = 1000;
const LAST_PAUSE_MS = 30_000;

let pauseMs = FIRST_PAUSE_MS;
let current: NatsConnection | undefined;
let stopped = false;
const report = (error: unknown) => console.error(`error: ${error}`);

async function receive(subject: string, body: string): Promise<void> {
  console.log(`${subject} ${body}`); // your code here
}

async function subscribe(): Promise<void> {
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
  const waiting: (() => Promise<void>)[] = [];
  let busy = false;
  let dropped = 0;
  const work = async () => {
    if (busy) return;
    busy = true;
    for (let next = waiting.shift(); next; next = waiting.shift())
      await next().catch(report); // your errors must not end the subscriber
    busy = false;
    if (dropped > 0) console.error(`dropped ${dropped}: too many waited`);
    dropped = 0;
  };
  connection.subscribe(TOPIC, {
    queue: GROUP || undefined,
    callback: (error, got) => {
      if (error) return report(error); // such as a missing permission
      if (waiting.length >= WAITING_LIMIT) return void dropped++;
      waiting.push(() => receive(got.subject, got.string()));
      void work();
    },
  });
  await connection.flush();
  console.error('subscribed');
  const why = await connection.closed();
  throw why ?? new Error('closed');
}

async function run(): Promise<void> {
  const startedAt = performance.now();
  await subscribe().catch(report);
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
  await current?.close().catch(report);
  process.exit();
}

process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
void run();
