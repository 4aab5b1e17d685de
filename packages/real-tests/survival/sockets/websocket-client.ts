/** Faults that meet a WebSocket client: a server that misbehaves. */
import type { Socket } from 'node:net';
import { expect } from 'vitest';
import { until, type Watched } from '../../program.ts';
import { FrameServer } from '../../servers.ts';
import { backsOff, type Cell, type Fault, freePort } from '../tools/fault.ts';
import { memoryOf, peakMemory, wait } from '../tools/machine.ts';
import { answerHttp, OPCODES, Peer, RawWebSocket, readHead } from '../tools/peers.ts';
import { endsWithin2s, SIGNALS } from '../tools/reconnecting.ts';

const MEGABYTE = 1_048_576;

type Script = (ws: RawWebSocket, call: number) => void;

/** A client of a server that does as the script says. */
async function against(
  cell: Cell,
  script: Script,
  options: Parameters<Cell['start']>[1] & { heartbeat?: number } = {},
): Promise<{ peer: Peer; program: Watched; pid: number }> {
  const port = await freePort();
  const peer = cell.keep(
    await Peer.listen(port, (socket, call) => RawWebSocket.accept(socket, (ws) => script(ws, call))),
  );
  const { heartbeat = 30, ...rest } = options;
  const running = await cell.start({ endpoint: `ws://127.0.0.1:${port}/`, heartbeat }, rest);
  await called(peer, running.program);
  return { peer, program: running.program, pid: running.program.pid };
}

async function called(peer: Peer, program: Watched, times = 1): Promise<void> {
  await until(
    () => peer.calls.length >= times,
    40_000,
    () => `call ${times}:\n${program.output}`,
  );
}

/** A server that answers handshakes with something else. */
async function refusing(cell: Cell, answer: (socket: Socket) => void): Promise<{ peer: Peer; program: Watched }> {
  const port = await freePort();
  const peer = cell.keep(await Peer.listen(port, (socket) => readHead(socket, () => answer(socket))));
  const { program } = await cell.start({ endpoint: `ws://127.0.0.1:${port}/` });
  await called(peer, program);
  return { peer, program };
}

const stillBacksOff = (peer: Peer, program: Watched) => backsOff(peer, program, { more: 2, fewer: 8 });

export const webSocketClient: Readonly<Record<string, Fault['run']>> = {
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
    expect(program.output).toMatch(/401|HTTP Authentication failed/);
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
    const { peer, program } = await against(
      cell,
      (ws) => {
        ws.answersPings = false;
      },
      { heartbeat: 1 },
    );
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
  /** What is sent goes out in order, and none of it stays behind on a connection that lives. */
  'slow-server': async (cell) => {
    const sockets: RawWebSocket[] = [];
    const { peer, program } = await against(
      cell,
      (ws) => {
        ws.socket.pause();
        setTimeout(() => ws.socket.resume(), 3000);
        sockets.push(ws);
      },
      { userCode: 'sends' },
    );
    const numbers = () => (sockets[0]?.texts ?? []).map((text) => Number.parseInt(text, 10));
    await until(
      () => numbers().length === 900,
      20_000,
      () => `900 messages, not ${numbers().length}:\n${program.output}`,
    );
    expect(numbers()).toEqual(Array.from({ length: 900 }, (_, n) => n));
    expect(peer.calls.length).toBe(1);
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
    for (const signal of SIGNALS) {
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
