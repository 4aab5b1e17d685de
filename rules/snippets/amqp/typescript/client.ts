// AMQP 0-9-1 consumer: acknowledges what is done, tries again later what
// failed, bounded prefetch, reconnects. It may see a message twice, and those
// that failed out of order: check for that.
import { once } from 'node:events';
import amqp from 'amqplib';

const url = new URL('?heartbeat=10', '{{endpoint}}'); // seconds
url.username = process.env.AMQP_USERNAME ?? url.username; // no secrets here
url.password = process.env.AMQP_PASSWORD ?? url.password;
const EXCHANGE = '{{exchange}}';
const TOPIC = '{{topic}}';
const QUEUE = '{{queue}}';
const RETRY = `${QUEUE}.retry`; // what failed waits here, then comes back
const FAILED = `${QUEUE}.failed`; // the dead letters: for a person to look at
const NO_ACK = '{{no-ack}}'; // true: the broker forgets what it has sent
const ATTEMPTS = 5;
const RETRY_MS = 5000;
const FIRST_PAUSE_MS = 1000;
const LAST_PAUSE_MS = 30_000;

let pauseMs = FIRST_PAUSE_MS;
let current: amqp.ChannelModel | undefined;
let stopped = false;
const report = (error: Error) => console.error(`error: ${error.message}`);

async function receive(topic: string, body: Buffer): Promise<void> {
  console.log(`${topic} ${body.toString()}`); // your code here
}

/** The broker has the message elsewhere before it forgets it here. */
async function setAside(channel: amqp.ConfirmChannel, got: amqp.Message) {
  const { headers = {}, ...properties } = got.properties;
  const attempts = Number(headers['x-attempts'] ?? 0) + 1;
  const queue = attempts < ATTEMPTS ? RETRY : FAILED;
  const added = { 'x-attempts': attempts, 'x-topic': topicOf(got) };
  const options = { headers: { ...headers, ...added }, persistent: true };
  channel.sendToQueue(queue, got.content, { ...properties, ...options });
  await channel.waitForConfirms();
  console.error(`moved to ${queue}`);
}

function topicOf({ fields, properties }: amqp.Message): string {
  return String(properties.headers?.['x-topic'] ?? fields.routingKey);
}

async function settle(channel: amqp.ConfirmChannel, got: amqp.Message) {
  try {
    await receive(topicOf(got), got.content).catch(async (error) => {
      report(error);
      if (!NO_ACK) await setAside(channel, got);
    });
    if (!NO_ACK) channel.ack(got);
  } catch (error) {
    // The channel is gone: the broker sends the message again.
    console.error(`not acknowledged: ${error}`);
  }
}

async function consume(): Promise<void> {
  const connection = await amqp.connect(url.href, { timeout: 10_000 });
  current = connection;
  const closed = once(connection, 'close');
  connection.on('error', report);
  connection.on('blocked', (reason) => console.error(`blocked: ${reason}`));
  const channel = await connection.createConfirmChannel();
  const close = () => void connection.close().catch(() => undefined);
  channel.on('error', report).on('close', close);
  await channel.prefetch('{{prefetch}}'); // held here at once
  await channel.assertExchange(EXCHANGE, 'topic');
  await channel.assertQueue(QUEUE);
  await channel.bindQueue(QUEUE, EXCHANGE, TOPIC);
  await channel.assertQueue(FAILED);
  const back = { deadLetterExchange: '', deadLetterRoutingKey: QUEUE };
  await channel.assertQueue(RETRY, { messageTtl: RETRY_MS, ...back });
  const take = (got: amqp.ConsumeMessage | null) =>
    got ? void settle(channel, got) : close(); // the queue was deleted
  await channel.consume(QUEUE, take, { noAck: NO_ACK });
  console.error('consuming');
  await closed;
}

async function run(): Promise<void> {
  const startedAt = performance.now();
  await consume().catch(report);
  if (stopped) return;
  const lasted = performance.now() - startedAt > LAST_PAUSE_MS;
  if (lasted) pauseMs = FIRST_PAUSE_MS;
  // Jitter, so that not all clients come back at once.
  setTimeout(run, pauseMs * (0.5 + Math.random() / 2));
  pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 2);
}

async function shutDown(): Promise<void> {
  stopped = true;
  setTimeout(() => process.exit(), 1500); // ms
  await current?.close().catch(report); // the rest goes back to the queue
  process.exit();
}

process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
void run();
