// Kafka producer: keeps messages in order until all replicas have them; the
// library reconnects. Receivers may see a message twice.
// kafkajs needs no compiler but has had no release since 2023. Its API is that
// of @confluentinc/kafka-javascript, which is maintained and partly native.
import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';

const BROKERS = '{{endpoint}}'; // some of them: the rest is found
const TOPIC = '{{topic}}';
const KEY = 'order-1'; // yours: what has one key stays in order
const OUTBOX_LIMIT = 1000; // messages
const LARGEST = 1_000_000; // characters: brokers take a megabyte
const FIRST_PAUSE_MS = 1000;
const LAST_PAUSE_MS = 30_000;
const { KAFKA_USERNAME: username, KAFKA_PASSWORD: password = '' } = process.env;

const kafka = new Kafka({
  brokers: BROKERS.split(','),
  connectionTimeout: 10_000,
  requestTimeout: 10_000,
  retry: { retries: 0 }, // the loop below does
  logLevel: logLevel.NOTHING, // the loop below says it
  // Secrets come from the environment; with them TLS, which is checked.
  ...(username && {
    ssl: true,
    sasl: { mechanism: 'scram-sha-512', username, password },
  }),
});
const producer = kafka.producer({ maxInFlightRequests: 1 });
const outbox: { key: string; value: string }[] = []; // the first is on its way
let isStopped = false;

/** Returns whether it was taken: there was room, and it is not too large. */
export function publish(key: string, value: string): boolean {
  if (value.length > LARGEST || outbox.length >= OUTBOX_LIMIT) return false;
  outbox.push({ key, value });
  return true;
}

/** Waits for all replicas; what came meanwhile goes together. */
async function drain(): Promise<void> {
  await producer.connect();
  console.error('connected');
  while (!isStopped) {
    const messages = outbox.slice(0, 100);
    if (messages.length === 0) await sleep(100);
    else {
      await producer.send({ topic: TOPIC, acks: -1, messages });
      outbox.splice(0, messages.length);
      console.error(`stored ${messages.length} in ${TOPIC}`);
    }
  }
}

async function run(): Promise<void> {
  let pauseMs = FIRST_PAUSE_MS;
  while (!isStopped) {
    const startedAt = performance.now();
    await drain().catch((error) => {
      console.error(`not stored, trying again: ${error.message}`);
    });
    if (performance.now() - startedAt > LAST_PAUSE_MS) pauseMs = FIRST_PAUSE_MS;
    // Jitter, so that not all clients come back at once.
    await sleep(pauseMs * (0.5 + Math.random() / 2));
    pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 2);
  }
}

async function shutDown(): Promise<void> {
  clearInterval(timer);
  const exit = () => {
    if (outbox.length > 0) console.error(`${outbox.length} not stored`);
    process.exit();
  };
  setTimeout(exit, 1500); // ms
  while (outbox.length > 0) await sleep(50);
  isStopped = true;
  await producer.disconnect();
  exit();
}

const timer = setInterval(() => {
  try {
    const taken = publish(KEY, new Date().toISOString()); // your code here
    if (!taken) console.error('dropped: too large, or too many wait');
  } catch (error) { // the next tick tries again
    console.error(`error: ${error}`);
  }
}, 1000);
process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
await run();
