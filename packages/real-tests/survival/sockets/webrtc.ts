/** Faults of the way on which WebRTC peers find each other: peers and signalling servers that misbehave. */
import type { Socket } from 'node:net';
import { expect } from 'vitest';
import WebSocket from 'ws';
import { handshake } from '../../exercises.ts';
import { until } from '../../program.ts';
import { backsOff, type Cell, type Fault, freePort, isListening } from '../tools/fault.ts';
import { memoryOf, peakMemory, wait } from '../tools/machine.ts';
import { OPCODES, Peer, RawWebSocket } from '../tools/peers.ts';
import { endsWithin2s, SIGNALS } from '../tools/reconnecting.ts';

const MEGABYTE = 1_048_576;

/** A peer whose signalling server does as the script says; `greetings` counts those that came. */
async function against(cell: Cell, script: (ws: RawWebSocket, call: number) => void, options = {}) {
  const port = await freePort();
  const all: RawWebSocket[] = [];
  const peer = cell.keep(
    await Peer.listen(port, (socket, call) =>
      RawWebSocket.accept(socket, (ws) => {
        all.push(ws);
        script(ws, call);
      }),
    ),
  );
  const running = await cell.start({ endpoint: `ws://127.0.0.1:${port}/` }, options);
  const texts = () => all.flatMap((ws) => ws.texts);
  const greeted = (times: number, hello: string) =>
    until(
      () =>
        texts().filter((text) => text.includes(`"hello":"${hello}"`) || text.includes(`"hello": "${hello}"`)).length >=
        times,
      60_000,
      () => `${times} times ${hello} in ${texts().join('\n')}\n${running.program.output}`,
    );
  await greeted(1, 'new');
  return { peer, running, greeted };
}

const ODD_SIGNALS = [
  'not JSON',
  'null',
  '[]',
  '7',
  '{}',
  '{"from":"odd","hello":{}}',
  '{"from":"odd","description":"x"}',
  '{"from":"odd","description":{"type":"offer","sdp":"nonsense"}}',
  '{"from":"odd","candidate":{"candidate":"nonsense"}}',
];

export const webRtcClient: Readonly<Record<string, Fault['run']>> = {
  'odd-signals': async (cell) => {
    const { peer, running, greeted } = await against(cell, (ws) => {
      for (const text of ODD_SIGNALS) ws.send(OPCODES.text, text);
      // Of the two, the one with the larger name offers: it is not this one.
      ws.send(OPCODES.text, '{"from":"","hello":"new"}');
    });
    await greeted(1, 'reply');
    expect(running.program.hasEnded, running.program.output).toBe(false);
    expect(peer.calls.length).toBe(1);
  },
  'restart-of-server': async (cell) => {
    const { greeted } = await against(cell, (ws, call) => {
      if (call === 1) setTimeout(() => ws.socket.destroy(), 500);
    });
    await greeted(2, 'new');
  },
  'huge-message': async (cell) => {
    const huge = Buffer.alloc(10 * MEGABYTE, 'x');
    const { peer, running } = await against(cell, (ws) => ws.send(OPCODES.text, huge));
    const before = memoryOf(running.pid());
    const peak = await peakMemory(running.pid(), backsOff(peer, running.program, { more: 2, fewer: 9 }));
    expect(peak).toBeLessThan(before + 120 * MEGABYTE);
  },
  'signals-while-connected': async (cell) => {
    for (const signal of SIGNALS) {
      // It answers no close frame, either.
      const { running } = await against(cell, () => undefined, { isFirst: true });
      await endsWithin2s(running, signal);
    }
  },
};

async function serve(cell: Cell, options = {}) {
  const port = await freePort();
  const path = cell.language === 'java' ? { path: '/' } : {}; // its container wants one
  const running = await cell.start({ port, ...path, origin: 'http://localhost:3000' }, options);
  await isListening(running);
  return { url: `ws://127.0.0.1:${port}/?room=one`, running };
}

async function enter(url: string, options = {}): Promise<WebSocket & { texts: string[] }> {
  const texts: string[] = [];
  const socket = Object.assign(new WebSocket(url, { perMessageDeflate: false, ...options }), { texts });
  socket.on('message', (data) => texts.push(String(data)));
  socket.on('error', () => undefined);
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return socket;
}

/** The code with which it is closed. */
function closeOf(socket: WebSocket, what: string, timeoutMs = 20_000): Promise<unknown> {
  const closed = new Promise((resolve) => socket.once('close', resolve));
  return Promise.race([closed, wait(timeoutMs).then(() => expect.fail(`${what} is still there`))]);
}

const lowLevel = (socket: WebSocket) => (socket as unknown as { _socket: Socket })._socket;

export const webRtcServer: Readonly<Record<string, Fault['run']>> = {
  'strangers-stay-out': async (cell) => {
    const { url } = await serve(cell, { env: { TOKEN: 'probe' } });
    expect(await handshake(url, {})).toBe(401);
    expect(await handshake(url, { authorization: 'Bearer prob3' })).toBe(401);
    const authorization = 'Bearer probe';
    expect(await handshake(url, { authorization, origin: 'https://evil.example.com' })).toBe(403);
    expect(await handshake(url, { authorization, origin: 'http://localhost:3000' })).toBe(101);
  },
  'room-is-full': async (cell) => {
    const { url } = await serve(cell);
    const [one, two] = [await enter(url), await enter(url)];
    const third = new WebSocket(url);
    third.on('error', () => undefined);
    expect(await closeOf(third, 'the third')).toBe(1008);
    one.close();
    await closeOf(one, 'the first');
    // The server may notice later than the one who left that there is room again.
    const isHeard = async () => {
      (await enter(url)).send('hello');
      await wait(200);
      return two.texts.includes('hello');
    };
    await until(isHeard, 20_000, () => 'the fourth to be heard');
    two.terminate();
  },
  'slow-receivers': async (cell) => {
    const { url, running } = await serve(cell);
    const [talker, slow] = [await enter(url), await enter(url)];
    lowLevel(slow).pause();
    const before = memoryOf(running.pid());
    const flood = async () => {
      for (let count = 0; count < 500 && talker.readyState === WebSocket.OPEN; count++) {
        talker.send('x'.repeat(60_000));
        await wait(10);
      }
    };
    expect(await peakMemory(running.pid(), flood())).toBeLessThan(before + 120 * MEGABYTE);
    for (const socket of [talker, slow]) socket.terminate();
    const [again, other] = [await enter(url.replace('one', 'two')), await enter(url.replace('one', 'two'))];
    again.send('hello');
    await until(
      () => other.texts.includes('hello'),
      20_000,
      () => running.program.output,
    );
    for (const socket of [again, other]) socket.terminate();
  },
  'huge-message': async (cell) => {
    const { url } = await serve(cell);
    const one = await enter(url);
    const code = closeOf(one, 'the talker');
    one.send('x'.repeat(10 * MEGABYTE));
    expect([1009, 1006]).toContain(await code);
  },
  'half-open': async (cell) => {
    const { url } = await serve(cell);
    const one = await enter(url, { autoPong: false });
    await closeOf(one, 'who answers no ping', 100_000);
  },
  'signals-while-connected': async (cell) => {
    for (const signal of SIGNALS) {
      const { url, running } = await serve(cell, { isFirst: true });
      const one = await enter(url);
      lowLevel(one).pause(); // it answers no close frame
      await endsWithin2s(running, signal);
      one.terminate();
    }
  },
};
