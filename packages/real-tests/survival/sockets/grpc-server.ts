/** Faults of clients that meet a gRPC server: clients of the test in grpc-js, and in plain HTTP/2 where they are slow. */
import { connect } from 'node:http2';
import { type ClientReadableStream, credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { expect } from 'vitest';
import { until } from '../../program.ts';
import { type Cell, type Fault, freePort, isListening } from '../tools/fault.ts';
import { peakMemory, wait } from '../tools/machine.ts';
import { endsWithin2s, SIGNALS } from '../tools/reconnecting.ts';
import { arrives, sourceFails } from '../tools/source.ts';
import { type Event, feed, MEGABYTE } from './grpc-feed.ts';

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
  const events: Pick<Event, 'id'>[] = [];
  const seen: { ended?: status } = {};
  call.on('error', (error: ServiceError) => {
    seen.ended = error.code;
  });
  call.on('end', () => {
    seen.ended ??= status.OK;
  });
  // Not what they hold: in a flood that is gigabytes.
  const read = () => call.on('data', ({ id }: Event) => events.push({ id })).resume();
  return { call, events, seen, read };
}

/** A client that reads nothing until it is told to. One in grpc-js reads all of its stream, paused or not. */
function subscribeSlowly(cell: Cell, port: number) {
  const session = connect(`http://127.0.0.1:${port}`);
  session.on('error', () => undefined);
  cell.keep({ stop: async () => session.destroy() });
  const stream = session.request({
    ':method': 'POST',
    ':path': '/starter.Feed/Subscribe',
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  const seen: { ended?: number; bytes: number } = { bytes: 0 };
  stream.on('error', () => undefined);
  stream.on('trailers', (trailers) => {
    seen.ended = Number(trailers['grpc-status']);
  });
  // A message of no bytes: every field has its default.
  stream.end(Buffer.alloc(5));
  const read = () =>
    stream.on('data', (chunk: Buffer) => {
      seen.bytes += chunk.length;
    });
  return { seen, read };
}

export const grpcServer: Readonly<Record<string, Fault['run']>> = {
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
    const slow = Array.from({ length: 5 }, () => subscribeSlowly(cell, port));
    const quick = subscribe(cell, port);
    quick.read();
    // It keeps a thousand events for those that come back, which are long here.
    expect(await peakMemory(running.pid(), wait(15_000))).toBeLessThan(900 * MEGABYTE);
    expect(quick.events.length).toBeGreaterThan(20);
    for (const one of slow) one.read();
    const isCutOff = () => slow.every(({ seen }) => seen.ended === status.RESOURCE_EXHAUSTED);
    await until(isCutOff, 40_000, () => `the slow ones to be cut off: ${JSON.stringify(slow.map(({ seen }) => seen))}`);
  },
  'source-fails': async (cell) => {
    const port = await freePort();
    const running = await cell.start({ port }, { userCode: 'sourceFails' });
    await isListening(running);
    const one = subscribe(cell, port);
    one.read();
    await sourceFails(
      running,
      arrives(() => one.events.length),
    );
  },
  'signals-while-connected': async (cell) => {
    for (const signal of SIGNALS) {
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
