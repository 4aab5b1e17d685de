/** Faults of gRPC streams: peers of the test in grpc-js, and clients of the test against the servers. */
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type ClientReadableStream,
  credentials,
  loadPackageDefinition,
  Metadata,
  Server,
  ServerCredentials,
  type ServerWritableStream,
  type ServiceClientConstructor,
  type ServiceError,
  status,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { expect } from 'vitest';
import { z } from 'zod';
import { until } from '../program.ts';
import { type Cell, type Fault, freePort, isListening, rowsOf } from './fault.ts';
import { peakMemory, wait } from './machine.ts';
import { endsWithin2s } from './reconnecting.ts';

interface Event {
  readonly id: number;
  readonly data: string;
}
interface Request {
  readonly after: number;
}
type Call = ServerWritableStream<Request, Event>;

const PROTO = join(fileURLToPath(new URL('../../../rules/snippets', import.meta.url)), 'grpc-streaming/typescript');
const isService = (value: unknown): value is ServiceClientConstructor => typeof value === 'function';
const feed = z
  .object({ starter: z.object({ Feed: z.custom<ServiceClientConstructor>(isService) }) })
  .parse(loadPackageDefinition(loadSync('feed.proto', { includeDirs: [PROTO], longs: Number, defaults: true })))
  .starter.Feed;
const MEGABYTE = 1_048_576;

/** A server that answers as told; `calls` holds the requests. */
async function serve(cell: Cell, port: number, answer: (call: Call, count: number) => void) {
  const requests: { readonly after: number; readonly token: string }[] = [];
  const server = new Server();
  const subscribe = (call: Call) => {
    requests.push({ after: call.request.after, token: String(call.metadata.get('authorization')) });
    answer(call, requests.length);
  };
  server.addService(feed.service, { Subscribe: subscribe });
  await new Promise<void>((resolve, reject) =>
    server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error) =>
      error ? reject(error) : resolve(),
    ),
  );
  const stop = async () => server.forceShutdown();
  cell.keep({ stop });
  return { requests, stop };
}

/** A client; `ended` is the status with which its call ended. */
function subscribe(cell: Cell, port: number, { after = 0, token = '' } = {}) {
  const client = new feed(`127.0.0.1:${port}`, credentials.createInsecure(), {
    'grpc.use_local_subchannel_pool': 1,
    'grpc.max_receive_message_length': 64 * MEGABYTE,
  });
  cell.keep({ stop: async () => client.close() });
  const metadata = new Metadata();
  if (token) metadata.set('authorization', token);
  const call: ClientReadableStream<Event> = client['Subscribe']?.call(client, { after }, metadata);
  const events: Event[] = [];
  const seen: { ended?: status } = {};
  call.on('error', (error: ServiceError) => {
    seen.ended = error.code;
  });
  call.on('end', () => {
    seen.ended ??= status.OK;
  });
  return { call, events, seen, read: () => call.on('data', (event: Event) => events.push(event)).resume() };
}

const set = (port: number) => ({ endpoint: `http://127.0.0.1:${port}` });

const asClient: Readonly<Record<string, Fault['run']>> = {
  'closes-after-first-event': async (cell) => {
    const port = await freePort();
    const { requests } = await serve(cell, port, (call, count) => {
      call.write({ id: count, data: `event ${count}` });
      setTimeout(() => call.emit('error', { code: status.UNAVAILABLE, details: 'going down' }), 100);
    });
    const { program } = await cell.start(set(port));
    await program.saw(/^event 1$/m, { timeoutMs: 40_000 });
    await wait(8000);
    expect(requests.length).toBeGreaterThan(2);
    expect(requests.length).toBeLessThan(7);
    expect(requests.map(({ after }) => after)).toEqual(requests.map((_, at) => at)); // it resumes
  },
  'refused-by-token': async (cell) => {
    const port = await freePort();
    const { requests } = await serve(cell, port, (call, count) => {
      if (count < 3) call.emit('error', { code: status.UNAUTHENTICATED, details: 'no valid token' });
      else call.write({ id: 1, data: 'welcome' });
    });
    const { program } = await cell.start(set(port), { env: { TOKEN: 'probe' } });
    await program.saw(/no valid token/, { timeoutMs: 40_000 });
    await program.saw(/^welcome$/m, { timeoutMs: 40_000 });
    expect(requests[0]?.token).toBe('Bearer probe');
  },
  'restart-of-server': async (cell) => {
    const port = await freePort();
    const first = await serve(cell, port, (call) => call.write({ id: 7, data: 'before' }));
    const { program } = await cell.start(set(port));
    await program.saw(/^before$/m, { timeoutMs: 40_000 });
    await first.stop();
    await wait(1500);
    const second = await serve(cell, port, (call) => call.write({ id: 8, data: 'behind' }));
    await program.saw(/^behind$/m, { timeoutMs: 40_000 });
    expect(second.requests[0]?.after).toBe(7);
  },
  'handler-fails': async (cell) => {
    const port = await freePort();
    await serve(cell, port, (call) => {
      for (const [at, data] of ['one', 'poison', 'two'].entries()) call.write({ id: at + 1, data });
    });
    const { program } = await cell.start(set(port), { userCode: 'fails' });
    await program.saw(/^two$/m, { timeoutMs: 40_000 });
    expect(program.output).toMatch(/no database/);
  },
  'page-of-a-proxy': async (cell) => {
    const port = await freePort();
    let requests = 0;
    const server = createServer((_request, response) => {
      requests++;
      response.end('<html>No such site</html>');
    });
    server.on('connection', () => requests++);
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    cell.keep({ stop: async () => server.close() });
    const { program } = await cell.start(set(port));
    await program.saw(/error/i, { timeoutMs: 40_000 });
    await wait(6000);
    expect(program.hasEnded, program.output).toBe(false);
    expect(requests).toBeLessThan(30);
  },
  'huge-event': async (cell) => {
    const port = await freePort();
    const { requests } = await serve(cell, port, (call, count) => {
      call.write({ id: count, data: count === 1 ? 'x'.repeat(10 * MEGABYTE) : 'small' });
    });
    const running = await cell.start(set(port));
    await running.program.saw(/error/i, { timeoutMs: 40_000 });
    await running.program.saw(/^small$/m, { timeoutMs: 40_000 });
    expect(requests.length).toBeLessThan(4);
  },
  'server-hangs': async (cell) => {
    const port = await freePort();
    const other = await cell.startOther('server', { port });
    await isListening(other);
    const { program } = await cell.start({ ...set(port), heartbeat: 10 });
    await program.saw(/^\d{4}-/m, { timeoutMs: 40_000 });
    const before = program.count(/error/i);
    process.kill(other.pid(), 'SIGSTOP');
    try {
      await program.saw(/error/i, { times: before + 1, timeoutMs: 45_000 });
    } finally {
      process.kill(other.pid(), 'SIGCONT');
    }
    const count = program.count(/^\d{4}-/m);
    await program.saw(/^\d{4}-/m, { times: count + 3, timeoutMs: 40_000 });
  },
  'signals-while-connected': async (cell) => {
    const port = await freePort();
    await serve(cell, port, (call) => call.write({ id: 1, data: 'here' }));
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const running = await cell.start(set(port), { isFirst: true });
      await running.program.saw(/^here$/m, { timeoutMs: 40_000 });
      await endsWithin2s(running, signal);
    }
  },
};

const asServer: Readonly<Record<string, Fault['run']>> = {
  'strangers-stay-out': async (cell) => {
    const port = await freePort();
    await isListening(await cell.start({ port }, { env: { TOKEN: 'probe' } }));
    const [none, wrong, right] = ['', 'Bearer prob3', 'Bearer probe'].map((token) => {
      const one = subscribe(cell, port, { token });
      one.read();
      return one;
    });
    const refused = () => none?.seen.ended === status.UNAUTHENTICATED && wrong?.seen.ended === status.UNAUTHENTICATED;
    await until(refused, 10_000, () => `refusals, not ${none?.seen.ended} and ${wrong?.seen.ended}`);
    await until(
      () => (right?.events.length ?? 0) > 1,
      10_000,
      () => 'events for the right one',
    );
    expect([none, wrong].flatMap((one) => one?.events ?? [])).toEqual([]);
  },
  'comes-back': async (cell) => {
    const port = await freePort();
    await isListening(await cell.start({ port }));
    const first = subscribe(cell, port);
    first.read();
    await until(
      () => first.events.length > 0,
      10_000,
      () => 'an event',
    );
    first.call.cancel();
    const last = first.events.at(-1)?.id ?? 0;
    await wait(3000);
    const second = subscribe(cell, port, { after: last });
    second.read();
    await until(
      () => second.events.length > 3,
      10_000,
      () => 'what was missed',
    );
    const ids = second.events.map(({ id }) => id);
    expect(ids).toEqual(ids.map((_, at) => last + 1 + at));
  },
  'slow-receivers': async (cell) => {
    const port = await freePort();
    const running = await cell.start({ port }, { userCode: 'floods' });
    await isListening(running);
    const slow = Array.from({ length: 5 }, () => subscribe(cell, port));
    for (const { call } of slow) call.pause();
    const quick = subscribe(cell, port);
    quick.read();
    // It keeps a thousand events for those that come back, which are long here.
    expect(await peakMemory(running.pid(), wait(15_000))).toBeLessThan(900 * MEGABYTE);
    expect(quick.events.length).toBeGreaterThan(20);
    for (const one of slow) one.read();
    await until(
      () => slow.every(({ seen }) => seen.ended !== undefined && seen.ended !== status.OK),
      20_000,
      () => `the slow ones to be cut off: ${slow.map(({ seen }) => seen.ended)}`,
    );
  },
  'signals-while-connected': async (cell) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const port = await freePort();
      const running = await cell.start({ port }, { isFirst: true });
      await isListening(running);
      const one = subscribe(cell, port);
      one.read();
      await until(
        () => one.events.length > 0,
        10_000,
        () => 'an event',
      );
      await endsWithin2s(running, signal);
    }
  },
};

export const grpc: readonly Fault[] = [
  ...rowsOf({ protocol: 'grpc-streaming', role: 'client' }, asClient),
  ...rowsOf({ protocol: 'grpc-streaming', role: 'server' }, asServer),
];
