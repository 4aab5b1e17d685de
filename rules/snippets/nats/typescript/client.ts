// NATS JetStream consumer: acknowledges what is done, gets again later what
// failed, holds few messages at once, reconnects. It may see a message twice,
// and those that failed out of order: check for that.
import { AckPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { JetStreamManager, JsMsg } from '@nats-io/jetstream';
import { connect, type NatsConnection, nanos } from '@nats-io/transport-node';

const ENDPOINT = '{{endpoint}}';
const STREAM = '{{stream}}';
const SUBJECTS = '{{subjects}}'; // what the stream stores
const CONSUMER = '{{consumer}}'; // processes with one name share the work
const PREFETCH = '{{prefetch}}'; // messages held here at once
const FAILED = `${STREAM}-failed`; // the dead letters: for a person to look at
const ATTEMPTS = 5;
const RETRY_MS = 5000;
const ACK_WAIT_MS = 30_000; // all that are held here have to be done by then
const WEEK_MS = 7 * 86_400_000;
const FIRST_PAUSE_MS = 1000;
const LAST_PAUSE_MS = 30_000;

let pauseMs = FIRST_PAUSE_MS;
let current: NatsConnection | undefined;
let stopped = false;
const report = (error: unknown) => console.error(`error: ${error}`);

async function receive(subject: string, body: string): Promise<void> {
  console.log(`${subject} ${body}`); // your code here
}

/** An existing stream stays as it is. After a week it forgets a message. */
async function ensure(api: JetStreamManager, name: string, subjects: string) {
  const found = await api.streams.info(name).catch((error) => {
    if (error.code !== 10059) throw error; // not found
  });
  const config = { name, subjects: [subjects], max_age: nanos(WEEK_MS) };
  if (!found) await api.streams.add(config);
}

async function settle(connection: NatsConnection, got: JsMsg): Promise<void> {
  const tries = got.info.deliveryCount; // counts also what ended the process
  try {
    if (tries > ATTEMPTS) throw new Error('tried too often');
    await receive(got.subject, got.string());
    got.ack();
  } catch (error) {
    report(error);
    if (tries < ATTEMPTS) return got.nak(RETRY_MS);
    // The server has it elsewhere before it forgets it here.
    const subject = `failed.${got.subject}`;
    await jetstream(connection).publish(subject, got.data);
    got.ack();
    console.error(`moved to ${FAILED}`);
  }
}

async function consume(): Promise<void> {
  const connection = await connect({
    servers: ENDPOINT,
    timeout: 10_000,
    pingInterval: 20_000,
    reconnect: false, // the loop below does, also if the first attempt fails
    tls: ENDPOINT.startsWith('tls:') ? {} : undefined, // or not at all
    user: process.env.NATS_USERNAME, // secrets come from the environment
    pass: process.env.NATS_PASSWORD,
  });
  current = connection;
  const api = await jetstreamManager(connection);
  await ensure(api, STREAM, SUBJECTS);
  await ensure(api, FAILED, `failed.${SUBJECTS}`);
  await api.consumers.add(STREAM, {
    durable_name: CONSUMER,
    ack_policy: AckPolicy.Explicit,
    ack_wait: nanos(ACK_WAIT_MS),
    max_ack_pending: 1000, // more wait to be tried again: no new ones
  });
  const consumer = await jetstream(connection).consumers.get(STREAM, CONSUMER);
  const limits = { max_messages: PREFETCH, abort_on_missing_resource: true };
  const messages = await consumer.consume(limits);
  console.error('consuming');
  const take = async () => {
    for await (const got of messages) await settle(connection, got);
  };
  const closed = connection.closed().then((why) => { throw why ?? 'closed'; });
  await Promise.race([closed, take()]).finally(() => connection.close());
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
  await current?.close().catch(report); // the rest is delivered again
  process.exit();
}

process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
void run();
