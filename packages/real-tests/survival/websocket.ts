/** Faults of WebSocket servers and clients. */
import type { Socket } from 'node:net';
import { expect } from 'vitest';
import WebSocket from 'ws';
import { handshake } from '../exercises.ts';
import { type Program, until } from '../program.ts';
import { FrameServer } from '../servers.ts';
import { type Cell, type Fault, freePort, isListening } from './fault.ts';
import { memoryOf, peakMemory, wait } from './machine.ts';
import { answerHttp, OPCODES, Peer, RawWebSocket, readHead } from './peers.ts';
import { endsWithin2s } from './reconnecting.ts';

const MEGABYTE = 1_048_576;

type Script = (ws: RawWebSocket, call: number) => void;

/** A client of a server that does as the script says. */
async function against(
  cell: Cell,
  script: Script,
  options = {},
): Promise<{ peer: Peer; program: Program; pid: number }> {
  const port = await freePort();
  const peer = cell.keep(
    await Peer.listen(port, (socket, call) => RawWebSocket.accept(socket, (ws) => script(ws, call))),
  );
  const running = await cell.start({ endpoint: `ws://127.0.0.1:${port}/`, heartbeat: 1 }, options);
  await called(peer, running.program);
  return { peer, program: running.program, pid: running.program.pid };
}

async function called(peer: Peer, program: Program, times = 1): Promise<void> {
  await until(
    () => peer.calls.length >= times,
    40_000,
    () => `call ${times}:\n${program.output}`,
  );
}

/** A server that answers handshakes with something else. */
async function refusing(cell: Cell, answer: (socket: Socket) => void): Promise<{ peer: Peer; program: Program }> {
  const port = await freePort();
  const peer = cell.keep(await Peer.listen(port, (socket) => readHead(socket, () => answer(socket))));
  const { program } = await cell.start({ endpoint: `ws://127.0.0.1:${port}/` });
  await called(peer, program);
  return { peer, program };
}

async function stillBacksOff(peer: Peer, program: Program, limit = 8): Promise<void> {
  await wait(8000);
  expect(program.hasEnded, program.output).toBe(false);
  expect(peer.calls.length).toBeGreaterThan(2);
  expect(peer.calls.length).toBeLessThan(limit);
}

const asClient: Readonly<Record<string, Fault['run']>> = {
  'refused-by-policy': async (cell) => {
    const { peer, program } = await against(cell, (ws) => ws.close(1008));
    await until(
      () => program.hasEnded,
      10_000,
      () => program.output,
    );
    expect(program.output).toMatch(/refused/);
    expect(program.exitCode).toBe(1);
    expect(peer.calls.length).toBe(1);
  },
  'refused-by-credentials': async (cell) => {
    const { peer, program } = await refusing(cell, (socket) => answerHttp(socket, '401 Unauthorized'));
    await stillBacksOff(peer, program);
    expect(program.output).toMatch(/401/);
  },
  'page-instead': async (cell) => {
    const page = ['Content-Type: text/html'];
    const { peer, program } = await refusing(cell, (socket) => answerHttp(socket, '200 OK', page, '<h1>Log in</h1>'));
    await stillBacksOff(peer, program);
    expect(program.output).toMatch(/200/);
  },
  'closes-after-first-message': async (cell) => {
    const { peer, program } = await against(cell, (ws) => {
      ws.send(OPCODES.text, 'welcome');
      setTimeout(() => ws.close(1013), 50);
    });
    await stillBacksOff(peer, program);
    expect(program.output).toMatch(/welcome/);
  },
  'restart-of-server': async (cell) => {
    const port = await freePort();
    const first = new FrameServer(port);
    const { program } = await cell.start({ endpoint: `ws://127.0.0.1:${port}/` });
    await until(
      () => first.received.length > 0,
      40_000,
      () => program.output,
    );
    await first.stop();
    await wait(1000);
    const second = cell.keep(new FrameServer(port));
    await until(
      () => second.connections > 0,
      15_000,
      () => program.output,
    );
    await wait(200);
    second.send('second');
    await program.saw(/second/);
  },
  'half-open': async (cell) => {
    const { peer, program } = await against(cell, (ws) => {
      ws.answersPings = false;
    });
    await called(peer, program, 2);
  },
  'huge-message': async (cell) => {
    const huge = Buffer.alloc(10 * MEGABYTE, 'x');
    const { peer, program, pid } = await against(cell, (ws) => ws.send(OPCODES.text, huge));
    const before = memoryOf(pid);
    expect(await peakMemory(pid, stillBacksOff(peer, program))).toBeLessThan(before + 120 * MEGABYTE);
  },
  'endless-message': async (cell) => {
    const part = Buffer.alloc(65_536, 'x');
    const { peer, program, pid } = await against(cell, (ws) => {
      ws.send(OPCODES.text, part, false);
      const timer = setInterval(() => {
        for (let count = 0; count < 50; count++) ws.send(OPCODES.continuation, part, false);
      }, 50);
      ws.socket.on('close', () => clearInterval(timer));
    });
    const before = memoryOf(pid);
    expect(await peakMemory(pid, stillBacksOff(peer, program))).toBeLessThan(before + 120 * MEGABYTE);
  },
  'unusual-frames': async (cell) => {
    const { program } = await against(cell, (ws) => {
      ws.send(OPCODES.text, 'in ', false);
      ws.send(OPCODES.ping, 'between');
      const euro = Buffer.from('three € parts');
      ws.send(OPCODES.continuation, euro.subarray(0, 7), false); // within a character
      ws.send(OPCODES.continuation, '', false);
      ws.send(OPCODES.continuation, euro.subarray(7));
      ws.send(OPCODES.text, '');
      ws.send(OPCODES.text, 'after');
    });
    await program.saw(/^in three € parts$/m);
    await program.saw(/^after$/m);
  },
  'malformed-frame': async (cell) => {
    const { peer, program } = await against(cell, (ws) => ws.send(3, 'a reserved opcode'));
    await stillBacksOff(peer, program);
  },
  'handler-fails': async (cell) => {
    const sent = ['one', 'poison', 'two'];
    const { peer, program } = await against(
      cell,
      (ws) => {
        for (const text of sent) ws.send(OPCODES.text, text);
      },
      { userCode: 'fails' },
    );
    await program.saw(/^two$/m);
    expect(program.output).toMatch(/no database/);
    expect(peer.calls.length).toBe(1);
  },
  'signals-while-connected': async (cell) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const port = await freePort();
      // It answers no close frame, either.
      const peer = cell.keep(await Peer.listen(port, (socket) => RawWebSocket.accept(socket, () => undefined)));
      const running = await cell.start({ endpoint: `ws://127.0.0.1:${port}/` }, { isFirst: true });
      await running.program.saw(/connected/, { timeoutMs: 40_000 });
      await endsWithin2s(running, signal);
      await peer.stop();
    }
  },
};

/** A relay, with two that listen and talk. */
async function serve(cell: Cell, options = {}) {
  const port = await freePort();
  const path = cell.language === 'java' ? { path: '/' } : {}; // its container wants one
  const running = await cell.start({ port, ...path, heartbeat: 1, origin: 'http://localhost:3000' }, options);
  await isListening(running);
  return { url: `ws://127.0.0.1:${port}/`, running };
}

async function connect(url: string, headers = {}): Promise<WebSocket & { texts: string[] }> {
  const texts: string[] = [];
  const socket = Object.assign(new WebSocket(url, { headers }), { texts });
  socket.on('message', (data) => texts.push(String(data)));
  socket.on('error', () => undefined);
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return socket;
}

const asServer: Readonly<Record<string, Fault['run']>> = {
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
      for (let count = 0; count < 200; count++) {
        talker.send(part);
        await wait(10);
      }
    };
    const peak = await peakMemory(running.pid(), flood());
    expect(peak).toBeLessThan(before + 200 * MEGABYTE);
    for (const one of slow) (one as unknown as { _socket: Socket })._socket.resume();
    await Promise.race([Promise.all(closed), wait(10_000).then(() => expect.fail('slow ones are still there'))]);
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
    const { url } = await serve(cell);
    const one = new WebSocket(url, { autoPong: false });
    one.on('error', () => undefined);
    await new Promise((resolve) => one.once('open', resolve));
    const closed = new Promise((resolve) => one.once('close', resolve));
    await Promise.race([closed, wait(8000).then(() => expect.fail('it is still there'))]);
  },
  'signals-while-connected': async (cell) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const { url, running } = await serve(cell, { isFirst: true });
      const one = await connect(url);
      (one as unknown as { _socket: Socket })._socket.pause(); // it answers no close frame
      await endsWithin2s(running, signal);
      one.terminate();
    }
  },
};

export const websocket: readonly Fault[] = [
  ...Object.entries(asClient).map(([id, run]) => ({ id, protocol: 'websocket', role: 'client', run }) as const),
  ...Object.entries(asServer).map(([id, run]) => ({ id, protocol: 'websocket', role: 'server', run }) as const),
];
