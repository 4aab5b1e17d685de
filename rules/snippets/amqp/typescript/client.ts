// AMQP 0-9-1 consumer: acknowledges what is done, bounded prefetch, reconnects.
import amqp from 'amqplib';

const url = new URL('?heartbeat=30', '{{endpoint}}'); // seconds
url.username = process.env.AMQP_USERNAME ?? url.username; // no secrets here
url.password = process.env.AMQP_PASSWORD ?? url.password;
const EXCHANGE = '{{exchange}}';
const TOPIC = '{{topic}}';
const QUEUE = '{{queue}}';
const OPTIONS = { noAck: '{{no-ack}}' }; // true: it forgets what it sent

let failures = 0;
let channel: amqp.Channel | undefined;
const report = (error: Error) => console.error(`error: ${error.message}`);

/** May see a message twice, after a crash before its ack: check for that. */
async function receive({ fields, content }: amqp.Message): Promise<void> {
  console.log(`${fields.routingKey} ${content.toString()}`); // your code here
}

async function settle(from: amqp.Channel, got: amqp.ConsumeMessage | null) {
  if (!got) return from.close(); // the queue was deleted
  const done = await receive(got).then(() => true, report);
  if (OPTIONS.noAck || from !== channel) return; // closed: it comes again
  if (done) from.ack(got);
  else from.nack(got, false, !got.fields.redelivered); // then dead letters
}

async function consume(): Promise<void> {
  const connection = await amqp.connect(url.href, { timeout: 10_000 });
  connection.on('error', report);
  const opened = await connection.createChannel();
  opened.on('error', report);
  opened.on('close', () => {
    channel = undefined;
    connection.close().catch(() => undefined);
  });
  await opened.prefetch('{{prefetch}}'); // held here at once
  await opened.assertExchange(EXCHANGE, 'topic', { durable: true });
  await opened.assertQueue(QUEUE, { durable: true });
  await opened.bindQueue(QUEUE, EXCHANGE, TOPIC);
  channel = opened;
  await opened.consume(QUEUE, (got) => void settle(opened, got), OPTIONS);
  console.error('consuming');
  failures = 0;
  await new Promise((resolve) => opened.once('close', resolve));
}

async function run(): Promise<void> {
  await consume().catch(report);
  const ceilingMs = Math.min(30_000, 1000 * 2 ** failures++);
  // Jitter, so that not all clients come back at once.
  setTimeout(run, ceilingMs * (0.5 + Math.random() / 2));
}

process.once('SIGINT', async () => {
  await channel?.close().catch(report); // the rest goes back to the queue
  process.exit();
});
void run();
