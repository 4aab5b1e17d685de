// gRPC server of a stream: replays what a client missed, ends the calls of
// those that read too slowly.
import { timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as grpc from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

const PORT = '{{port}}';
const REPLAY_LIMIT = 1000; // events kept for clients that come back
const MAX_EVENT_BYTES = 4 * 1_048_576; // clients refuse larger ones
const MAX_BACKLOG = 64; // events for one client, besides what is on its way
const MAX_CLIENTS = 10_000;
const PROTO = `${import.meta.dirname}/feed.proto`;
const OPTIONS = {
  'grpc.keepalive_time_ms': 30_000, // finds clients that are gone
  'grpc.keepalive_timeout_ms': 10_000,
  'grpc.max_receive_message_length': 65_536, // bytes: requests are small
};

interface Event { readonly id: number; readonly data: string }
interface Request { readonly after: number }
type Call = grpc.ServerWritableStream<Request, Event>;
const proto = loadSync(PROTO, { longs: Number, defaults: true });
const { starter } = grpc.loadPackageDefinition(proto) as unknown as {
  starter: { Feed: grpc.ServiceClientConstructor };
};

const { Subscribe } = starter.Feed.service;
const calls = new Set<Call>();
const recent: Event[] = [];
// Grows across restarts, so that an old id is never ahead of a new one.
let lastId = Date.now();

function isAllowed([authorization = '']: grpc.MetadataValue[]): boolean {
  const wanted = process.env.TOKEN; // secrets come from the environment
  if (!wanted) return true;
  const given = Buffer.from(authorization);
  const expected = Buffer.from(`Bearer ${wanted}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function refuse(call: Call, code: grpc.status, details: string): void {
  calls.delete(call);
  call.emit('error', { code, details });
}

function write(call: Call, event: Event): void {
  // Who is too slow comes back and asks for what it missed.
  if (call.writableLength < MAX_BACKLOG) call.write(event);
  else refuse(call, grpc.status.RESOURCE_EXHAUSTED, 'too slow');
}

export function publish(data: string): void {
  const event = { id: ++lastId, data };
  if (Subscribe.responseSerialize(event).length > MAX_EVENT_BYTES)
    throw new Error('event too large');
  recent.push(event);
  if (recent.length > REPLAY_LIMIT) recent.shift();
  for (const call of calls) write(call, event);
}

async function subscribe(call: Call): Promise<void> {
  if (!isAllowed(call.metadata.get('authorization')))
    return refuse(call, grpc.status.UNAUTHENTICATED, 'no valid token');
  if (calls.size >= MAX_CLIENTS)
    return refuse(call, grpc.status.UNAVAILABLE, 'too many clients');
  call.on('cancelled', () => calls.delete(call));
  call.sendMetadata(new grpc.Metadata());
  const { after } = call.request;
  // 0, as from a new client, is none of the ids: it starts with the next.
  const missed = after > 0 ? recent.filter(({ id }) => id > after) : [];
  for (const event of missed) call.write(event); // a bounded number
  calls.add(call);
}

function security(): grpc.ServerCredentials {
  const { TLS_KEY_FILE: key, TLS_CERT_FILE: cert } = process.env;
  if (!key || !cert) return grpc.ServerCredentials.createInsecure();
  const [private_key, cert_chain] = [readFileSync(key), readFileSync(cert)];
  return grpc.ServerCredentials.createSsl(null, [{ private_key, cert_chain }]);
}

function shutDown(): void {
  server.tryShutdown(() => process.exit());
  for (const call of calls) call.end(); // they come back and resume
  setTimeout(() => process.exit(), 1500); // ms for what is unsent
}

const server = new grpc.Server(OPTIONS);
server.addService(starter.Feed.service, { Subscribe: subscribe });
const tick = () => publish(new Date().toISOString()); // your code here
setInterval(tick, 1000).unref();
process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
server.bindAsync(`[::]:${PORT}`, security(), (error) => {
  if (error) throw error;
  console.error(`listening on ${PORT}`);
});
