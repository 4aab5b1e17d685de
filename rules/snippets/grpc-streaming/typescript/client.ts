// gRPC client of a stream from the server: resumes after the last event that
// was handled, backs off, and notices a dead connection. A slow client slows
// down what the server sends to it.
import { setTimeout as sleep } from 'node:timers/promises';
import { credentials, loadPackageDefinition, Metadata } from '@grpc/grpc-js';
import type { ClientReadableStream, ServiceError } from '@grpc/grpc-js';
import type { ServiceClientConstructor } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

const { protocol, host } = new URL('{{endpoint}}');
const FIRST_PAUSE_MS = 1000;
const LAST_PAUSE_MS = 30_000;
const PROTO = `${import.meta.dirname}/feed.proto`;
const OPTIONS = {
  // The server must permit pings this often: many do not below 5 minutes.
  'grpc.keepalive_time_ms': '{{heartbeat}}' * 1000,
  'grpc.keepalive_timeout_ms': 10_000,
  'grpc.max_receive_message_length': 4 * 1_048_576, // bytes
  'grpc.use_local_subchannel_pool': 1, // each attempt is a new connection
};

interface Event { readonly id: number; readonly data: string }
type Stream = ClientReadableStream<Event>;
const proto = loadSync(PROTO, { longs: Number, defaults: true });
const { starter } = loadPackageDefinition(proto) as unknown as {
  starter: { Feed: ServiceClientConstructor };
};

let after = 0; // id of the last event that was handled
let pauseMs = FIRST_PAUSE_MS;
let stream: Stream | undefined;
const stop = new AbortController();

async function receive(data: string): Promise<void> {
  console.log(data); // your code here
}

async function follow(): Promise<void> {
  const isSecure = protocol === 'https:';
  const security = isSecure
    ? credentials.createSsl() // checked against the CAs that Node trusts
    : credentials.createInsecure();
  const address = /:\d+$/.test(host) ? host : `${host}:${isSecure ? 443 : 80}`;
  const client = new starter.Feed(address, security, OPTIONS);
  const metadata = new Metadata();
  const token = process.env.TOKEN; // secrets come from the environment
  if (token) metadata.set('authorization', `Bearer ${token}`);
  try {
    const events: Stream = client.Subscribe({ after }, metadata);
    stream = events;
    events.once('metadata', () => console.error('connected'));
    for await (const { id, data } of events as AsyncIterable<Event>) {
      // What fails in your code is reported and skipped.
      await receive(data).catch((error) => console.error(`failed: ${error}`));
      after = id;
    }
    throw new Error('stream ended');
  } finally {
    client.close();
  }
}

function shutDown(): void {
  stop.abort();
  stream?.cancel();
  setTimeout(() => process.exit(), 1500).unref(); // ms
}

process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
while (!stop.signal.aborted) {
  const startedAt = performance.now();
  await follow().catch((error: ServiceError) => {
    if (!stop.signal.aborted) console.error(`error: ${error.message}`);
  });
  const lasted = performance.now() - startedAt > LAST_PAUSE_MS;
  if (lasted) pauseMs = FIRST_PAUSE_MS;
  // Jitter, so that not all clients come back at once.
  const delayMs = pauseMs * (0.5 + Math.random() / 2);
  await sleep(delayMs, undefined, stop).catch(() => undefined);
  pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 2);
}
