// Core NATS subscriber: receives messages while it is connected, and limits the
// messages that wait here; all other messages are lost. Subscribers of one
// group share the messages. For messages that must arrive, use JetStream.
import { connect } from '@nats-io/transport-node';
import type { Msg, NatsConnection } from '@nats-io/transport-node';

const ENDPOINT = '{{endpoint}}';
const TOPIC = '{{topic}}';
const GROUP = '{{group}}'; // empty: each subscriber gets every message
const WAITING_LIMIT = 1000; // messages
const WAITING_BYTES = 16 * 2 ** 20;
const FIRST_PAUSE_MS = 1000;
const LAST_PAUSE_MS = 30_000;

let pauseMs = FIRST_PAUSE_MS;
let current: NatsConnection | undefined;
let stopped = false;
const report = (error: unknown) => console.error(`error: ${error}`);

async function receive(subject: string, body: string): Promise<void> {
  console.log(`${subject} ${body}`); // your code here
}

async function handle(got: Msg): Promise<void> {
  try {
    await receive(got.subject, got.string());
  } catch (error) { // your errors must not end the subscriber
    console.error(`failed, and lost: ${error}`);
  }
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
  const waiting: Msg[] = [];
  let [bytes, lost, busy] = [0, 0, false];
  const work = async () => {
    busy = true;
    for (let got = waiting.shift(); got; got = waiting.shift()) {
      bytes -= got.data.length;
      await handle(got); // one after the other: in order
    }
    busy = false;
  };
  connection.subscribe(TOPIC, {
    queue: GROUP || undefined,
    callback: (error, got) => {
      if (error) return report(error); // such as a missing permission
      const isFull = waiting.length >= WAITING_LIMIT || bytes > WAITING_BYTES;
      if (isFull && lost++ % 1000 > 0) return;
      if (isFull) return console.error(`lost ${lost} so far: too many wait`);
      waiting.push(got);
      bytes += got.data.length;
      if (!busy) void work();
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
