// Kafka consumer in a group: commits what is done, tries again what failed, and
// moves it to another topic in the end; the library reconnects. It may see a
// message twice: check for that. Order holds within a partition.
// kafkajs needs no compiler but has had no release since 2023. Its API is that
// of @confluentinc/kafka-javascript, which is maintained and partly native.
import { setTimeout as sleep } from 'node:timers/promises';
import { type EachMessagePayload, Kafka, logLevel } from 'kafkajs';

const BROKERS = '{{endpoint}}'; // some of them: the rest is found
const TOPIC = '{{topic}}';
const GROUP = '{{group}}'; // processes with one name share the partitions
const FAILED = `${TOPIC}.failed`; // the dead letters: for a person to look at
const ATTEMPTS = 5; // over 15 s
const { KAFKA_USERNAME: username, KAFKA_PASSWORD: password = '' } = process.env;

const kafka = new Kafka({
  brokers: BROKERS.split(','),
  connectionTimeout: 10_000,
  // Doubles the pause from 1 to 30 s, with jitter.
  retry: { initialRetryTime: 1000, maxRetryTime: 30_000, retries: 1_000_000 },
  logLevel: logLevel.ERROR,
  logCreator: () => ({ log: { message, error } }) =>
    console.error(`error: ${message} ${error ?? ''}`),
  // Secrets come from the environment; with them TLS, which is checked.
  ...(username && {
    ssl: true,
    sasl: { mechanism: 'scram-sha-512', username, password },
  }),
});
const consumer = kafka.consumer({
  groupId: GROUP,
  maxBytes: 1_048_576, // at once
  retry: { retries: 1_000_000, restartOnFailure: async () => true },
});
const producer = kafka.producer(); // of the dead letters

async function receive(key: string | undefined, value: string): Promise<void> {
  console.log(value); // your code here
}

async function handle({ message, heartbeat }: EachMessagePayload) {
  const { key, value, headers } = message;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    try {
      return await receive(key?.toString(), String(value));
    } catch (error) {
      console.error(`failed (${attempt}): ${error}`);
      await sleep(attempt < ATTEMPTS ? 500 * 2 ** attempt : 0);
      await heartbeat(); // it keeps its place in the group
    }
  }
  // The broker has it there before the commit.
  await producer.send({ topic: FAILED, messages: [{ key, value, headers }] });
  console.error(`moved to ${FAILED}`);
}

async function eachMessage(payload: EachMessagePayload): Promise<void> {
  await handle(payload);
  const { topic, partition, message } = payload;
  const offset = String(BigInt(message.offset) + 1n);
  await consumer.commitOffsets([{ topic, partition, offset }]);
}

async function shutDown(): Promise<void> {
  setTimeout(() => process.exit(), 1500); // ms
  await consumer.disconnect(); // the others get its partitions at once
  await producer.disconnect();
  process.exit();
}

process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
consumer.on('consumer.group_join', () => console.error('consuming'));
let isStarted = false;
while (!isStarted) {
  try {
    await producer.connect();
    await consumer.connect();
    await consumer.subscribe({ topic: TOPIC, fromBeginning: true });
    await consumer.run({ autoCommit: false, eachMessage });
    isStarted = true; // from now on the library reconnects
  } catch (error) {
    console.error(`error: ${error}`);
    await sleep(5000 * (0.5 + Math.random() / 2)); // jitter
  }
}
