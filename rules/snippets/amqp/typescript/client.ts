// AMQP 0-9-1 consumer: durable queue bound to a topic exchange, manual
// acknowledgement, bounded prefetch, reconnects.
import { connect } from 'amqplib';
import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';

const ENDPOINT = '{{endpoint}}';
const EXCHANGE = '{{exchange}}';
const TOPIC = '{{topic}}';
const QUEUE = '{{queue}}';
const PREFETCH = '{{prefetch}}'; // unacknowledged messages held here at once
const NO_ACK = '{{no-ack}}'; // true: the broker forgets what it has sent

let failures = 0;
let stopped = false;
let connection: ChannelModel | undefined;

async function consume(): Promise<void> {
  const url = new URL(ENDPOINT);
  // Secrets come from the environment, never from the source.
  url.username = process.env.AMQP_USERNAME ?? url.username;
  url.password = process.env.AMQP_PASSWORD ?? url.password;
  url.searchParams.set('heartbeat', '30'); // seconds
  const opened = await connect(url.href, { timeout: 10_000 });
  connection = opened;
  const closed = new Promise<void>((resolve) => opened.once('close', resolve));
  opened.on('error', (error) => console.error(`error: ${error.message}`));
  const channel = await opened.createChannel();
  channel.on('error', (error) => console.error(`channel: ${error.message}`));
  // Without its channel a consumer is deaf.
  channel.on('close', () => opened.close().catch(() => undefined));
  await channel.prefetch(PREFETCH);
  await channel.assertExchange(EXCHANGE, 'topic', { durable: true });
  await channel.assertQueue(QUEUE, { durable: true });
  await channel.bindQueue(QUEUE, EXCHANGE, TOPIC);
  const deliver = (got: ConsumeMessage | null) => void settle(channel, got);
  await channel.consume(QUEUE, deliver, { noAck: NO_ACK });
  console.error('consuming');
  failures = 0;
  await closed;
}

async function settle(channel: Channel, message: ConsumeMessage | null) {
  // The queue was deleted.
  if (message === null) return void channel.close().catch(() => undefined);
  const { routingKey, redelivered } = message.fields;
  let done = true;
  await receive(routingKey, message.content).catch((error) => {
    console.error('failed:', error);
    done = false;
  });
  if (NO_ACK) return;
  try {
    // What failed comes once more, then goes to the dead letters.
    if (done) channel.ack(message);
    else channel.nack(message, false, !redelivered);
  } catch {
    // The channel closed while we worked: the broker delivers it again.
  }
}

/** May see a message twice, after a crash before its ack: check for that. */
async function receive(topic: string, body: Buffer): Promise<void> {
  console.log(`${topic} ${body.toString()}`); // your code here
}

async function main(): Promise<void> {
  while (!stopped) {
    await consume().catch(({ message }) => console.error(`error: ${message}`));
    const ceilingMs = Math.min(30_000, 1000 * 2 ** failures++);
    // Jitter, so that not all clients come back at once.
    const delayMs = ceilingMs * (0.5 + Math.random() / 2);
    if (!stopped) await new Promise((wait) => setTimeout(wait, delayMs));
  }
}

process.once('SIGINT', () => {
  stopped = true;
  connection?.close().catch(() => undefined);
});
void main();
