/** Faults that meet the server of an event stream. */
import { connect } from 'node:net';
import { expect } from 'vitest';
import { type Cell, type Fault, freePort, isListening } from '../tools/fault.ts';
import { memoryOf, peakMemory, wait } from '../tools/machine.ts';
import { endsWithin2s, SIGNALS } from '../tools/reconnecting.ts';
import { sourceOverHttp } from './http.ts';

const MEGABYTE = 1_048_576;

async function serve(cell: Cell, options = {}) {
  const port = await freePort();
  // FastAPI sends its comments as often as it likes.
  const heartbeat = cell.fault.variant === 'fastapi' ? {} : { heartbeat: 1 };
  const running = await cell.start({ port, path: '/events', replay: 10, ...heartbeat }, options);
  await isListening(running);
  return { port, running, url: `http://127.0.0.1:${port}/events` };
}

export const sseServer: Readonly<Record<string, Fault['run']>> = {
  'strangers-stay-out': async (cell) => {
    const { url } = await serve(cell, { env: { TOKEN: 'probe' } });
    const statusOf = async (headers: Record<string, string>) => {
      const abort = new AbortController();
      const { status } = await fetch(url, { headers, signal: abort.signal });
      abort.abort();
      return status;
    };
    expect(await statusOf({})).toBe(401);
    expect(await statusOf({ authorization: 'Bearer prob3' })).toBe(401);
    expect(await statusOf({ authorization: 'Bearer probe' })).toBe(200);
  },
  'odd-last-event-id': async (cell) => {
    const { url } = await serve(cell);
    for (const id of ['-1', 'x', '1e400', '9'.repeat(400), '٣']) {
      const abort = new AbortController();
      const headers = { 'last-event-id': Buffer.from(id).toString('latin1') };
      const { status, body } = await fetch(url, { headers, signal: abort.signal });
      expect(status).toBe(200);
      await body?.getReader().read();
      abort.abort();
    }
  },
  'slow-receivers': async (cell) => {
    const { port, running } = await serve(cell, { userCode: 'floods' });
    const before = memoryOf(running.pid());
    const slow = Array.from({ length: 20 }, () => {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write('GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n');
      return socket.pause();
    });
    const closed = slow.map((socket) => new Promise<void>((resolve) => socket.once('close', () => resolve())));
    const peak = await peakMemory(running.pid(), wait(15_000));
    expect(peak).toBeLessThan(before + 300 * MEGABYTE);
    for (const socket of slow) socket.resume();
    await Promise.race([
      Promise.all(closed),
      wait(15_000).then(() =>
        expect.fail(
          `slow ones are still there: ${slow.filter((one) => !one.destroyed).length}, ${slow.map((one) => one.bytesRead)}, ${running.program.output}`,
        ),
      ),
    ]);
  },
  'source-fails': (cell) => sourceOverHttp(cell),
  'signals-while-connected': async (cell) => {
    for (const signal of SIGNALS) {
      const { port, running } = await serve(cell, { isFirst: true });
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write('GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n');
      await new Promise((resolve) => socket.once('data', resolve));
      socket.pause();
      await endsWithin2s(running, signal);
      socket.destroy();
    }
  },
};
