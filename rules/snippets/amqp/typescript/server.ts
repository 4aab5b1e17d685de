// AMQP 0-9-1 publisher: keeps messages until they are confirmed, reconnects.
import amqp from 'amqplib';

const url = new URL('?heartbeat=30', '{{endpoint}}'); // seconds
url.username = process.env.AMQP_USERNAME ?? url.username; // no secrets here
url.password = process.env.AMQP_PASSWORD ?? url.password;
const EXCHANGE = '{{exchange}}';
const TOPIC = '{{topic}}';
const OPTIONS = { persistent: true, mandatory: true };

const unconfirmed = new Set<Buffer>();
let channel: amqp.ConfirmChannel | undefined;
let failures = 0;
const report = (error: Error) => console.error(`error: ${error.message}`);

/** Receivers may see a message twice. */
export function publish(body: Buffer): void {
  if (unconfirmed.size >= 1000) return console.error('dropped: too many wait');
  unconfirmed.add(body);
  send(body);
}

function send(body: Buffer): void {
  channel?.publish(EXCHANGE, TOPIC, body, OPTIONS, (error) => {
    // What is not confirmed goes out again on the next connection.
    if (!error && unconfirmed.delete(body)) console.error(`confirmed ${TOPIC}`);
  });
}

async function serve(): Promise<void> {
  const connection = await amqp.connect(url.href, { timeout: 10_000 });
  connection.on('error', report);
  const opened = await connection.createConfirmChannel();
  opened.on('error', report);
  opened.on('close', () => {
    channel = undefined;
    connection.close().catch(() => undefined);
  });
  opened.on('return', () => console.error(`no queue takes ${TOPIC}`));
  await opened.assertExchange(EXCHANGE, 'topic', { durable: true });
  console.error('connected');
  failures = 0;
  channel = opened;
  unconfirmed.forEach(send);
  await new Promise((resolve) => opened.once('close', resolve));
}

async function run(): Promise<void> {
  await serve().catch(report);
  const ceilingMs = Math.min(30_000, 1000 * 2 ** failures++);
  // Jitter, so that not all clients come back at once.
  setTimeout(run, ceilingMs * (0.5 + Math.random() / 2));
}

async function shutDown(): Promise<void> {
  await channel?.waitForConfirms().catch(report);
  await channel?.close().catch(report);
  process.exit();
}

process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
// Your code here.
setInterval(() => publish(Buffer.from(new Date().toISOString())), 1000);
void run();
