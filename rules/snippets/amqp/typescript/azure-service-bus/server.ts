// AMQP 1.0 sender for Azure Service Bus: messages with an id, accepted by it,
// bounded while it is away, reconnects.
import { randomUUID } from 'node:crypto';
import rhea from 'rhea';
import type { Connection, Delivery, Message, Sender } from 'rhea';

const ENDPOINT = '{{endpoint}}';
const QUEUE = '{{queue}}'; // or the name of a topic
const LIMIT = 1000; // messages
const FIRST_PAUSE_MS = 1000;
const LAST_PAUSE_MS = 30_000;

const waiting: Message[] = [];
const sent = new Map<Delivery, Message>(); // not accepted yet
let connection: Connection | undefined;
let sender: Sender | undefined;
let stopped = false;

/** Comes to an end with the connection. */
function serve(): Promise<void> {
  const { protocol, hostname, port } = new URL(ENDPOINT);
  const tls = protocol === 'amqps:';
  const options = {
    host: hostname,
    port: Number(port) || (tls ? 5671 : 5672),
    // Name and key of a shared access policy: secrets are not for the source.
    username: process.env.AMQP_USERNAME,
    password: process.env.AMQP_PASSWORD,
    idle_time_out: 30_000, // heartbeats both ways
    reconnect: false, // the loop below does it, with jitter
  };
  const opened = rhea.connect(
    tls ? { ...options, transport: 'tls' } : options,
  );
  connection = opened;
  opened.on('sender_open', (context) => {
    console.error('connected');
    sender = context.sender;
  });
  opened.on('sendable', flush);
  opened.on('accepted', ({ delivery }) => {
    if (delivery && sent.delete(delivery)) console.error('accepted');
  });
  opened.on('released', ({ delivery }) => putBack(delivery));
  opened.on('rejected', ({ delivery }) => {
    const { condition, description } = delivery?.remote_state?.error ?? {};
    console.error(`rejected: ${description}`);
    if (condition === 'com.microsoft:server-busy') putBack(delivery);
    if (delivery) sent.delete(delivery);
  });
  opened.on('sender_error', (context) => report(context.sender?.error));
  opened.on('sender_close', () => opened.close());
  opened.on('connection_error', (context) => report(context.error));
  opened.on('error', report);
  opened.open_sender(QUEUE);
  return new Promise((resolve) => {
    opened.on('connection_close', () => resolve());
    opened.on('disconnected', ({ error }) => {
      if (error) report(error);
      resolve();
    });
  });
}

/** One that was not accepted goes out again: receivers check for repeats. */
function putBack(delivery?: Delivery): void {
  const message = delivery && sent.get(delivery);
  if (message && sent.delete(delivery)) waiting.unshift(message);
}

function flush(): void {
  while (sender?.sendable()) {
    const message = waiting.shift();
    if (!message) return;
    sent.set(sender.send(message), message);
  }
}

/** Returns whether the message was taken. */
export function publish(text: string): boolean {
  if (waiting.length + sent.size >= LIMIT) return false;
  const body = rhea.message.data_section(Buffer.from(text));
  // By its id the queue drops repeats, where duplicate detection is on.
  waiting.push({ message_id: randomUUID(), durable: true, body });
  flush();
  return true;
}

function report(error: unknown): void {
  console.error(`error: ${error instanceof Error ? error.message : error}`);
}

async function main(): Promise<void> {
  let pauseMs = FIRST_PAUSE_MS;
  while (!stopped) {
    const startedAt = performance.now();
    await serve();
    sender = undefined;
    for (const delivery of [...sent.keys()].reverse()) putBack(delivery);
    const lasted = performance.now() - startedAt > LAST_PAUSE_MS;
    if (lasted) pauseMs = FIRST_PAUSE_MS;
    // Jitter, so that not all clients come back at once.
    const delayMs = pauseMs * (0.5 + Math.random() / 2);
    if (!stopped) await new Promise((wait) => setTimeout(wait, delayMs));
    pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 2);
  }
}

const timer = setInterval(() => {
  try {
    const taken = publish(new Date().toISOString()); // your code here
    if (!taken) console.error('dropped: too many messages wait');
  } catch (error) { // the next tick tries again
    report(error);
  }
}, 1000);

function shutDown(): void {
  stopped = true;
  clearInterval(timer);
  connection?.close();
  setTimeout(() => process.exit(), 1500).unref(); // ms for the goodbye
}

process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
void main();
