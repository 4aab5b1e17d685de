// AMQP 0-9-1 consumer: durable queue bound to a topic exchange, manual acknowledgement, bounded prefetch, reconnects.
import { connect, type Channel, type ChannelModel, type ConsumeMessage } from 'amqplib';

const ENDPOINT = '{{endpoint}}';
const EXCHANGE = '{{exchange}}';
const TOPIC = '{{topic}}';
const QUEUE = '{{queue}}';
const PREFETCH = '{{prefetch}}'; // unacknowledged messages held here at once
const NO_ACK = '{{no-ack}}'; // true: the broker forgets a message once it is sent

let failures = 0;
let stopped = false;
let connection: ChannelModel | undefined;

async function consume(): Promise<void> {
  const url = new URL(ENDPOINT);
  url.username = process.env.AMQP_USERNAME ?? url.username; // secrets come from the environment, never from the source
  url.password = process.env.AMQP_PASSWORD ?? url.password;
  url.searchParams.set('heartbeat', '30'); // seconds
  const opened = await connect(url.href, { timeout: 10_000 });
  connection = opened;
  const closed = new Promise<void>((resolve) => opened.once('close', resolve));
  opened.on('error', (error) => console.error(`error: ${error.message}`)); // 'close' follows
  const channel = await opened.createChannel();
  channel.on('error', (error) => console.error(`channel: ${error.message}`));
  channel.on('close', () => opened.close().catch(() => undefined)); // without its channel a consumer is deaf
  await channel.prefetch(PREFETCH);
  await channel.assertExchange(EXCHANGE, 'topic', { durable: true });
  await channel.assertQueue(QUEUE, { durable: true });
  await channel.bindQueue(QUEUE, EXCHANGE, TOPIC);
  await channel.consume(QUEUE, (message) => void settle(channel, message), { noAck: NO_ACK });
  console.error('consuming');
  failures = 0;
  await closed;
}

async function settle(channel: Channel, message: ConsumeMessage | null): Promise<void> {
  if (message === null) return void channel.close().catch(() => undefined); // the queue was deleted
  const done = await receive(message.fields.routingKey, message.content).then(() => true, (error) => {
    console.error('failed:', error);
    return false;
  });
  if (NO_ACK) return;
  try {
    if (done) channel.ack(message);
    else channel.nack(message, false, !message.fields.redelivered); // once more, then to the dead letters
  } catch {
    // The channel closed while we worked: the broker delivers the message again.
  }
}

/** May see a message twice (a crash before the acknowledgement): check for repeats. */
async function receive(topic: string, body: Buffer): Promise<void> {
  console.log(`${topic} ${body.toString()}`); // your code here
}

async function main(): Promise<void> {
  while (!stopped) {
    await consume().catch((error: Error) => console.error(`error: ${error.message}`));
    const ceilingMs = Math.min(30_000, 1000 * 2 ** failures++);
    const delayMs = ceilingMs / 2 + Math.random() * (ceilingMs / 2); // jitter: not all clients at once
    if (!stopped) await new Promise((wait) => setTimeout(wait, delayMs));
  }
}

process.once('SIGINT', () => { stopped = true; connection?.close().catch(() => undefined); });
void main();
