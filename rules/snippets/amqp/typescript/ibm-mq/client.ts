// AMQP 1.0 receiver for an AMQP channel of IBM MQ: each message stays with the
// queue manager until it is settled, few are held at once; reconnects.
import rhea from 'rhea';
import type { Connection, EventContext } from 'rhea';

const ENDPOINT = '{{endpoint}}';
const QUEUE = '{{queue}}';
const PREFETCH = '{{prefetch}}'; // unsettled messages held here at once
const FIRST_PAUSE_MS = 1000;
const LAST_PAUSE_MS = 30_000;

let connection: Connection | undefined;
let stopped = false;

/** Comes to an end with the connection. */
function receiveAll(): Promise<void> {
  const { protocol, hostname, port } = new URL(ENDPOINT);
  const tls = protocol === 'amqps:';
  const options = {
    host: hostname,
    port: Number(port) || (tls ? 5671 : 5672),
    // Secrets come from the environment, never from the source.
    username: process.env.AMQP_USERNAME,
    password: process.env.AMQP_PASSWORD,
    idle_time_out: 30_000, // heartbeats both ways
    reconnect: false, // the loop below does it, with jitter
  };
  const opened = rhea.connect(
    tls ? { ...options, transport: 'tls' } : options,
  );
  connection = opened;
  opened.on('receiver_open', ({ receiver }) => {
    console.error('receiving');
    receiver?.add_credit(PREFETCH);
  });
  opened.on('message', (context) => void settle(context));
  opened.on('receiver_error', ({ receiver }) => report(receiver?.error));
  opened.on('receiver_close', () => opened.close());
  opened.on('connection_error', (context) => report(context.error));
  opened.on('error', report);
  opened.open_receiver({
    // Without the capability IBM MQ takes the name for a topic.
    source: { address: QUEUE, capabilities: ['queue'] },
    credit_window: 0, // one more for each that is settled
    autoaccept: false,
  });
  return new Promise((resolve) => {
    opened.on('connection_close', () => resolve());
    opened.on('disconnected', ({ error }) => {
      if (error) report(error);
      resolve();
    });
  });
}

async function settle({ message, delivery, receiver }: EventContext) {
  const body = message?.body?.content ?? message?.body; // data or value
  try {
    await receive(String(body));
    delivery?.accept();
  } catch (error) {
    console.error('failed:', error);
    // Once more; the queue manager counts how often.
    delivery?.modified({ delivery_failed: true });
  }
  receiver?.add_credit(1);
}

/** May see a message twice, after a crash before its end: check for that. */
async function receive(body: string): Promise<void> {
  console.log(body); // your code here
}

function report(error: unknown): void {
  console.error(`error: ${error instanceof Error ? error.message : error}`);
}

async function main(): Promise<void> {
  let pauseMs = FIRST_PAUSE_MS;
  while (!stopped) {
    const startedAt = performance.now();
    await receiveAll();
    const lasted = performance.now() - startedAt > LAST_PAUSE_MS;
    if (lasted) pauseMs = FIRST_PAUSE_MS;
    // Jitter, so that not all clients come back at once.
    const delayMs = pauseMs * (0.5 + Math.random() / 2);
    if (!stopped) await new Promise((wait) => setTimeout(wait, delayMs));
    pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 2);
  }
}

function shutDown(): void {
  stopped = true;
  connection?.close();
  setTimeout(() => process.exit(), 1500).unref(); // ms for the goodbye
}

process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
void main();
