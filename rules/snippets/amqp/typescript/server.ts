// AMQP 0-9-1 publisher: keeps messages in order until they are confirmed and in
// a queue, reconnects. Receivers may see a message twice.
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import amqp from 'amqplib';

const url = new URL('?heartbeat=10', '{{endpoint}}'); // seconds
url.username = process.env.AMQP_USERNAME ?? url.username; // no secrets here
url.password = process.env.AMQP_PASSWORD ?? url.password;
const EXCHANGE = '{{exchange}}';
const TOPIC = '{{topic}}';
const OPTIONS = { persistent: true, mandatory: true };
const OUTBOX_LIMIT = 1000; // messages
const RETRY_MS = 5000;
const FIRST_PAUSE_MS = 1000;
const LAST_PAUSE_MS = 30_000;

const outbox: Buffer[] = []; // the first one is on its way
let wake = () => {};
let pauseMs = FIRST_PAUSE_MS;
let current: amqp.ChannelModel | undefined;
let stopped = false;
const report = (error: Error) => console.error(`error: ${error.message}`);

/** Returns whether there was room for it. */
export function publish(body: Buffer): boolean {
  if (outbox.length >= OUTBOX_LIMIT) return false;
  outbox.push(body);
  wake();
  return true;
}

/** One after the other keeps their order; more channels would do more. */
async function drain(channel: amqp.ConfirmChannel, isOpen: () => boolean) {
  let returned = false;
  channel.on('return', () => { returned = true; }); // before its confirmation
  while (isOpen()) {
    const [body] = outbox;
    if (body === undefined) {
      await new Promise<void>((resolve) => { wake = resolve; });
      continue;
    }
    returned = false;
    channel.publish(EXCHANGE, TOPIC, body, OPTIONS);
    const confirmed = channel.waitForConfirms();
    const refusal = await confirmed.then(() => undefined, (error) => error);
    if (refusal === undefined && !returned) {
      outbox.shift();
      console.error(`confirmed ${TOPIC}`);
    } else {
      const why = refusal?.message ?? `no queue takes ${TOPIC}`;
      console.error(`not delivered, trying again: ${why}`);
      if (isOpen()) await sleep(RETRY_MS);
    }
  }
}

async function serve(): Promise<void> {
  const connection = await amqp.connect(url.href, { timeout: 10_000 });
  current = connection;
  let open = true;
  const closed = once(connection, 'close').then(() => { open = false; });
  connection.on('error', report);
  connection.on('blocked', (reason) => console.error(`blocked: ${reason}`));
  connection.on('unblocked', () => console.error('unblocked'));
  const channel = await connection.createConfirmChannel();
  const close = () => void connection.close().catch(() => undefined);
  channel.on('error', report).on('close', close);
  await channel.assertExchange(EXCHANGE, 'topic');
  console.error('connected');
  await Promise.race([closed, drain(channel, () => open)]);
}

async function run(): Promise<void> {
  const startedAt = performance.now();
  await serve().catch(report);
  if (stopped) return;
  const lasted = performance.now() - startedAt > LAST_PAUSE_MS;
  if (lasted) pauseMs = FIRST_PAUSE_MS;
  // Jitter, so that not all clients come back at once.
  setTimeout(run, pauseMs * (0.5 + Math.random() / 2));
  pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 2);
}

async function shutDown(): Promise<void> {
  stopped = true;
  clearInterval(timer);
  const exit = () => {
    if (outbox.length > 0) console.error(`${outbox.length} not confirmed`);
    process.exit();
  };
  setTimeout(exit, 1500); // ms
  while (current && outbox.length > 0) await sleep(50);
  await current?.close().catch(report);
  exit();
}

const timer = setInterval(() => {
  try {
    const taken = publish(Buffer.from(new Date().toISOString())); // your code
    if (!taken) console.error('dropped: too many wait');
  } catch (error) { // the next tick tries again
    console.error(`error: ${error}`);
  }
}, 1000);
process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
void run();
