// STOMP publisher over WebSocket: keeps messages in order until the broker has
// them, reconnects. Receivers may see a message twice.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@stomp/stompjs';
import WebSocket from 'ws';

const ENDPOINT = '{{endpoint}}';
const QUEUE = '{{queue}}'; // it is made if it is not there
const OUTBOX_LIMIT = 1000; // messages
const LARGEST = 1_000_000; // characters of a message
const RECEIPT_MS = 10_000;
const FIRST_PAUSE_MS = 1000;
const LAST_PAUSE_MS = 30_000;

const outbox: string[] = []; // the first one is on its way
let wake = () => {};
let pauseMs = FIRST_PAUSE_MS;
let current: Client | undefined;
let stopped = false;
const report = (error: unknown) => console.error(`error: ${error}`);

/** Returns whether it was taken: there was room, and it is not too large. */
export function publish(body: string): boolean {
  if (body.length > LARGEST || outbox.length >= OUTBOX_LIMIT) return false;
  outbox.push(body);
  wake();
  return true;
}

/** One after the other, which keeps their order. */
async function drain(client: Client): Promise<void> {
  while (client.connected) {
    const [body] = outbox;
    if (body === undefined) {
      await new Promise<void>((resolve) => { wake = resolve; });
      continue;
    }
    const receipt = randomUUID();
    const received = new Promise<boolean>((resolve) => {
      client.watchForReceipt(receipt, () => resolve(true));
    });
    const headers = { persistent: 'true', receipt };
    client.publish({ destination: `/queue/${QUEUE}`, body, headers });
    if (!(await Promise.race([received, sleep(RECEIPT_MS, false)])))
      throw new Error('no receipt: not delivered, trying again');
    outbox.shift();
    console.error(`delivered to ${QUEUE}`);
  }
}

async function serve(): Promise<void> {
  const client = new Client({
    webSocketFactory: () => new WebSocket(ENDPOINT, ['v12.stomp'], {
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
  client.onStompError = (frame) => report(frame.headers.message + frame.body);
  await new Promise<void>((resolve, reject) => {
    client.onWebSocketClose = ({ code }) => reject(`closed (${code})`);
    client.onConnect = () => {
      console.error('connected');
      drain(client).then(resolve, reject);
    };
    client.activate();
  }).finally(() => client.deactivate({ force: true }));
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
    if (outbox.length > 0) console.error(`${outbox.length} not delivered`);
    process.exit();
  };
  setTimeout(exit, 1500); // ms
  while (current?.connected && outbox.length > 0) await sleep(50);
  await current?.deactivate().catch(report);
  exit();
}

const timer = setInterval(() => {
  try {
    const taken = publish(new Date().toISOString()); // your code here
    if (!taken) console.error('dropped: too large, or too many wait');
  } catch (error) { // the next tick tries again
    report(error);
  }
}, 1000);
process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
void run();
