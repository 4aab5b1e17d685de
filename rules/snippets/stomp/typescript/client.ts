// STOMP consumer over WebSocket: acknowledges what is done, tries again later
// what failed, bounded prefetch, reconnects. It may see a message twice, and
// those that failed out of order: check for that.
import { randomUUID } from 'node:crypto';
import { Client, type IMessage } from '@stomp/stompjs';
import WebSocket from 'ws';

const ENDPOINT = '{{endpoint}}';
const QUEUE = '{{queue}}';
const PREFETCH = '{{prefetch}}'; // unacknowledged messages held here
const RETRY = `${QUEUE}.retry`; // what failed waits here, then comes back
const FAILED = `${QUEUE}.failed`; // the dead letters: for a person to look at
// STOMP leaves this to the broker: these headers are RabbitMQ's.
const BACK = {
  'x-message-ttl': '5000', // ms
  'x-dead-letter-exchange': '',
  'x-dead-letter-routing-key': QUEUE,
};
const ATTEMPTS = 5;
const LARGEST = 1_048_576; // bytes of a message
const FIRST_PAUSE_MS = 1000;
const LAST_PAUSE_MS = 30_000;

let pauseMs = FIRST_PAUSE_MS;
let current: Client | undefined;
let stopped = false;
const report = (error: unknown) => console.error(`error: ${error}`);

async function receive(body: string): Promise<void> {
  console.log(body); // your code here
}

/** Returns once the broker has it. */
async function send(client: Client, to: string, body: string, extra: object) {
  const receipt = randomUUID();
  const headers = { ...extra, persistent: 'true', receipt };
  await new Promise((resolve) => {
    client.watchForReceipt(receipt, resolve);
    client.publish({ destination: `/queue/${to}`, body, headers });
  });
}

async function settle(client: Client, got: IMessage): Promise<void> {
  try {
    await receive(got.body);
  } catch (error) {
    report(error);
    // The broker has the message elsewhere before it forgets it here.
    const attempts = Number(got.headers['x-attempts'] ?? 0) + 1;
    const [to, back] = attempts < ATTEMPTS ? [RETRY, BACK] : [FAILED, {}];
    await send(client, to, got.body, { ...back, 'x-attempts': `${attempts}` });
    console.error(`moved to ${to}`);
  }
  if (client.connected) got.ack(); // otherwise the broker sends it again
}

async function consume(): Promise<void> {
  const client = new Client({
    webSocketFactory: () => new WebSocket(ENDPOINT, ['v12.stomp'], {
      maxPayload: LARGEST,
      handshakeTimeout: 10_000,
    }),
    connectionTimeout: 15_000,
    reconnectDelay: 0, // the loop below does
    discardWebsocketOnCommFailure: true, // does not wait for a dead broker
    connectHeaders: {
      host: '{{vhost}}',
      // Secrets come from the environment; RabbitMQ lets guest in from its own
      // machine alone.
      login: process.env.STOMP_USERNAME ?? 'guest',
      passcode: process.env.STOMP_PASSWORD ?? 'guest',
    },
  });
  current = client;
  const take = (got: IMessage) => void settle(client, got).catch(report);
  const receipt = 'subscribed';
  const ack = 'client-individual';
  const headers = { ack, 'prefetch-count': String(PREFETCH), receipt };
  client.onConnect = () => {
    client.watchForReceipt(receipt, () => console.error('consuming'));
    client.subscribe(`/queue/${QUEUE}`, take, headers);
  };
  client.onStompError = (frame) => report(frame.headers.message + frame.body);
  const closed = new Promise<void>((resolve) => {
    client.onWebSocketClose = ({ code }) => resolve(report(`closed (${code})`));
  });
  client.activate();
  await closed;
  await client.deactivate({ force: true });
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
  await current?.deactivate().catch(report); // the rest goes back to the queue
  process.exit();
}

process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
void run();
