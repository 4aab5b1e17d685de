/** Faults of servers that meet a gRPC client: peers of the test in grpc-js. */
import { createServer } from 'node:http';
import { Server, ServerCredentials, type ServerWritableStream, status } from '@grpc/grpc-js';
import { expect } from 'vitest';
import { type Cell, type Fault, freePort, isListening } from '../tools/fault.ts';
import { wait } from '../tools/machine.ts';
import { endsWithin2s, SIGNALS } from '../tools/reconnecting.ts';
import { type Event, feed, MEGABYTE, type Request } from './grpc-feed.ts';

type Call = ServerWritableStream<Request, Event>;

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

const set = (port: number) => ({ endpoint: `http://127.0.0.1:${port}` });

export const grpcClient: Readonly<Record<string, Fault['run']>> = {
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
    for (const signal of SIGNALS) {
      const running = await cell.start(set(port), { isFirst: true });
      await running.program.saw(/^here$/m, { timeoutMs: 40_000 });
      await endsWithin2s(running, signal);
    }
  },
};
