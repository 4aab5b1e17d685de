// AMQP 0-9-1 publisher: persistent messages, confirmed by the broker, bounded
// while it is away, reconnects.
import { connect, type ChannelModel, type ConfirmChannel } from 'amqplib';

const ENDPOINT = '{{endpoint}}';
const EXCHANGE = '{{exchange}}';
const TOPIC = '{{topic}}';
const WAITING_LIMIT = 1000; // messages
const OPTIONS = { persistent: true, mandatory: true };

const waiting: { topic: string; body: string }[] = [];
let channel: ConfirmChannel | undefined;
let connection: ChannelModel | undefined;
let failures = 0;
let stopped = false;

async function serve(): Promise<void> {
  const url = new URL(ENDPOINT);
  // Secrets come from the environment, never from the source.
  url.username = process.env.AMQP_USERNAME ?? url.username;
  url.password = process.env.AMQP_PASSWORD ?? url.password;
  url.searchParams.set('heartbeat', '30'); // seconds
  const opened = await connect(url.href, { timeout: 10_000 });
  connection = opened;
  const closed = new Promise<void>((resolve) => opened.once('close', resolve));
  opened.on('error', (error) => console.error(`error: ${error.message}`));
  const confirmed = await opened.createConfirmChannel();
  confirmed.on('error', (error) => console.error(`channel: ${error.message}`));
  confirmed.on('close', () => opened.close().catch(() => undefined));
  confirmed.on('return', ({ fields }) => {
    console.error(`no queue takes ${fields.routingKey}`);
  });
  await confirmed.assertExchange(EXCHANGE, 'topic', { durable: true });
  console.error('connected');
  failures = 0;
  channel = confirmed;
  for (const { topic, body } of waiting.splice(0)) publish(topic, body);
  await closed;
  channel = undefined;
}

/**
 * Returns whether the message was taken. One that is not confirmed goes out
 * again: receivers check for repeats.
 */
export function publish(topic: string, body: string): boolean {
  const keep = () =>
    waiting.length < WAITING_LIMIT && waiting.push({ topic, body }) > 0;
  if (!channel) return keep();
  try {
    channel.publish(EXCHANGE, topic, Buffer.from(body), OPTIONS, (error) => {
      if (error) keep();
      else console.error(`confirmed ${topic}`);
    });
    return true;
  } catch {
    return keep(); // the channel has closed a moment ago
  }
}

async function main(): Promise<void> {
  while (!stopped) {
    await serve().catch(({ message }) => console.error(`error: ${message}`));
    const ceilingMs = Math.min(30_000, 1000 * 2 ** failures++);
    // Jitter, so that not all clients come back at once.
    const delayMs = ceilingMs * (0.5 + Math.random() / 2);
    if (!stopped) await new Promise((wait) => setTimeout(wait, delayMs));
  }
}

const timer = setInterval(() => {
  const taken = publish(TOPIC, new Date().toISOString()); // your code here
  if (!taken) console.error('dropped: too many messages wait');
}, 1000);

async function shutDown(): Promise<void> {
  stopped = true;
  clearInterval(timer);
  await channel?.waitForConfirms().catch(() => undefined);
  await connection?.close().catch(() => undefined);
}

process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
void main();
