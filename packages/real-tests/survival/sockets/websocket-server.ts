/** Faults that meet a WebSocket server: clients that misbehave. */
import type { Socket } from 'node:net';
import { expect } from 'vitest';
import WebSocket from 'ws';
import { handshake } from '../../exercises.ts';
import { until } from '../../program.ts';
import { type Cell, type Fault, freePort, isListening } from '../tools/fault.ts';
import { memoryOf, peakMemory, wait } from '../tools/machine.ts';
import { endsWithin2s, SIGNALS } from '../tools/reconnecting.ts';

const MEGABYTE = 1_048_576;
/** What is sent to be much must not be compressed to little. */
const PLAIN = { perMessageDeflate: false };

/** A relay, with two that listen and talk. */
async function serve(cell: Cell, options = {}, heartbeat = 30) {
  const port = await freePort();
  const path = cell.language === 'java' ? { path: '/' } : {}; // its container wants one
  const running = await cell.start({ port, ...path, heartbeat, origin: 'http://localhost:3000' }, options);
  await isListening(running);
  return { url: `ws://127.0.0.1:${port}/`, running };
}

async function connect(url: string, headers = {}): Promise<WebSocket & { texts: string[] }> {
  const texts: string[] = [];
  const socket = Object.assign(new WebSocket(url, { headers, ...PLAIN }), { texts });
  socket.on('message', (data) => texts.push(String(data)));
  socket.on('error', () => undefined);
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return socket;
}

export const webSocketServer: Readonly<Record<string, Fault['run']>> = {
  'strangers-stay-out': async (cell) => {
    const { url } = await serve(cell, { env: { TOKEN: 'probe' } });
    expect(await handshake(url, {})).toBe(401);
    expect(await handshake(url, { authorization: 'Bearer prob3' })).toBe(401);
    const authorization = 'Bearer probe';
    expect(await handshake(url, { authorization, origin: 'https://evil.example.com' })).toBe(403);
    expect(await handshake(url, { authorization, origin: 'http://localhost:3000' })).toBe(101);
  },
  'pings-of-pages': async (cell) => {
    const { url } = await serve(cell);
    const [one, two] = [await connect(url), await connect(url)];
    one.send('{"type":"ping"}');
    one.send('hello');
    await until(
      () => two.texts.length > 0 && one.texts.length > 0,
      5000,
      () => 'pong',
    );
    expect(one.texts).toEqual(['{"type":"pong"}']);
    expect(two.texts).toEqual(['hello']);
    one.terminate();
    two.terminate();
  },
  'slow-receivers': async (cell) => {
    const { url, running } = await serve(cell);
    const talker = await connect(url);
    const slow = await Promise.all(Array.from({ length: 20 }, () => connect(url)));
    const closed = slow.map((one) => new Promise<void>((resolve) => one.once('close', () => resolve())));
    for (const one of slow) (one as unknown as { _socket: Socket })._socket.pause();
    const before = memoryOf(running.pid());
    const part = 'x'.repeat(60_000);
    const flood = async () => {
      // More than the machine's own buffers and those of the server hold; and the server has taken it all in.
      for (let count = 0; count < 700; count++) {
        talker.send(part);
        await until(
          () => talker.bufferedAmount < MEGABYTE,
          60_000,
          () => 'the server to read',
        );
        await wait(2);
      }
    };
    const peak = await peakMemory(running.pid(), flood());
    expect(peak).toBeLessThan(before + 200 * MEGABYTE);
    for (const one of slow) (one as unknown as { _socket: Socket })._socket.resume();
    const left = () => slow.filter(({ readyState }) => readyState !== WebSocket.CLOSED).length;
    await Promise.race([
      Promise.all(closed),
      wait(60_000).then(() => expect.fail(`${left()} slow ones are still there:\n${running.program.output}`)),
    ]);
    expect(talker.readyState).toBe(WebSocket.OPEN);
    talker.terminate();
  },
  'huge-message': async (cell) => {
    const { url } = await serve(cell);
    const one = await connect(url);
    const code = new Promise((resolve) => one.once('close', resolve));
    one.send('x'.repeat(10 * MEGABYTE));
    expect([1009, 1006]).toContain(await code);
  },
  'half-open': async (cell) => {
    const { url } = await serve(cell, {}, 1);
    const one = new WebSocket(url, { autoPong: false });
    one.on('error', () => undefined);
    await new Promise((resolve) => one.once('open', resolve));
    const closed = new Promise((resolve) => one.once('close', resolve));
    await Promise.race([closed, wait(8000).then(() => expect.fail('it is still there'))]);
  },
  'signals-while-connected': async (cell) => {
    for (const signal of SIGNALS) {
      const { url, running } = await serve(cell, { isFirst: true });
      const one = await connect(url);
      (one as unknown as { _socket: Socket })._socket.pause(); // it answers no close frame
      await endsWithin2s(running, signal);
      one.terminate();
    }
  },
};
