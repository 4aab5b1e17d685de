/** What the tables of the protocols over plain HTTP share: clients against an answer that goes wrong, and servers. */
import { connect, type Socket } from 'node:net';
import { expect } from 'vitest';
import type { StarterRole, StarterValue } from '../../../../src/starters/starter.ts';
import { until, type Watched } from '../../program.ts';
import { backsOff, type Cell, type Fault, freePort, isListening } from '../tools/fault.ts';
import { memoryGrowth, memoryOf, peakMemory, wait } from '../tools/machine.ts';
import { answerHttp, Peer, readHead } from '../tools/peers.ts';
import { sourceFails } from '../tools/source.ts';

const MEGABYTE = 1_048_576;
const OFTEN = { more: 1, fewer: 7 };

export interface Kind {
  readonly protocol: string;
  readonly type: string;
  readonly set: Readonly<Record<string, StarterValue>>;
  readonly line: (text: string) => string;
}

export async function against(
  cell: Cell,
  kind: Kind,
  answer: (socket: Socket, call: number, head: string) => void,
  options = {},
): Promise<{ peer: Peer; program: Watched }> {
  const port = await freePort();
  const peer = cell.keep(
    await Peer.listen(port, (socket, call) => readHead(socket, (head) => answer(socket, call, head))),
  );
  const { program } = await cell.start({ endpoint: `http://127.0.0.1:${port}/x`, ...kind.set }, options);
  await until(
    () => peer.calls.length > 0,
    40_000,
    () => program.output,
  );
  return { peer, program };
}

/** An answer whose body goes on as long as it is read: with one line, or with `part` again and again. */
export function startEndless(socket: Socket, type: string, part: Buffer = Buffer.alloc(65_536, 'x')): void {
  socket.write(`HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\n\r\n`);
  const more = () => {
    while (!socket.destroyed && socket.write(part));
  };
  socket.on('drain', more);
  more();
}

/** @param part what the answer repeats */
export async function readsWithinBounds(cell: Cell, kind: Kind, part?: Buffer): Promise<void> {
  const stream = await against(cell, kind, (socket) => startEndless(socket, kind.type, part));
  const growth = memoryGrowth(stream.program.pid, () => backsOff(stream.peer, stream.program, OFTEN));
  expect(await growth).toBeLessThan(150 * MEGABYTE);
}

export function common(kind: Kind): Readonly<Record<string, Fault['run']>> {
  const type = `Content-Type: ${kind.type}`;
  return {
    refused: async (cell) => {
      const stream = await against(cell, kind, (socket) => answerHttp(socket, '503 Service Unavailable'));
      await backsOff(stream.peer, stream.program, OFTEN);
      expect(stream.program.output).toMatch(/503/);
    },
    'page-instead': async (cell) => {
      const page = ['Content-Type: text/html'];
      const stream = await against(cell, kind, (socket) => answerHttp(socket, '200 OK', page, '<h1>Log in</h1>'));
      await backsOff(stream.peer, stream.program, OFTEN);
      expect(stream.program.output).toMatch(/text\/html/);
    },
    'malformed-body': async (cell) => {
      const stream = await against(cell, kind, (socket) => answerHttp(socket, '200 OK', [type], '{"half": \n'));
      await wait(3000);
      expect(stream.program.hasEnded, stream.program.output).toBe(false);
    },
    'endless-answer': (cell) => readsWithinBounds(cell, kind),
    'handler-fails': async (cell) => {
      const answers = ['poison', 'two'];
      const options = { userCode: 'fails' };
      const { program } = await against(
        cell,
        kind,
        (socket, call) => answerHttp(socket, '200 OK', [type], kind.line(answers[call - 1] ?? 'two')),
        options,
      );
      await program.saw(/"two"/);
      expect(program.output).toMatch(/no database/);
    },
  };
}

export async function strangers(cell: Cell): Promise<void> {
  const port = await freePort();
  await isListening(await cell.start({ port, path: '/x' }, { env: { TOKEN: 'probe' } }));
  for (const [authorization, expected] of [
    ['', 401],
    ['Bearer prob3', 401],
    ['Bearer probe', 200],
  ] as const) {
    const abort = new AbortController();
    const { status } = await fetch(`http://127.0.0.1:${port}/x`, { headers: { authorization }, signal: abort.signal });
    abort.abort();
    expect(status).toBe(expected);
  }
}

interface Slow {
  readonly set?: Readonly<Record<string, StarterValue>>;
  readonly path?: string;
  /** How many each of them sends, without reading an answer. */
  readonly requests?: number;
  readonly waitMs?: number;
  /** Ends once the server has something to send. */
  readonly hasNews?: (port: number) => Promise<unknown>;
  /** What somebody new gets, in the end; throws where it is nothing. */
  readonly readNews?: (port: number) => Promise<unknown>;
}

/** Messages that are long here, a thousand of which a server keeps, need more than the heap of the other rows. */
const LARGE_HEAP = { _JAVA_OPTIONS: '-Xmx600m' };

async function readStream(port: number): Promise<void> {
  const { body } = await fetch(`http://127.0.0.1:${port}/x`, { signal: AbortSignal.timeout(10_000) });
  const reader = body?.getReader();
  expect((await reader?.read())?.value?.length).toBeGreaterThan(0);
  await reader?.cancel();
}

export async function slowReceivers(cell: Cell, options: Slow = {}): Promise<void> {
  const { set = {}, path = '/x', requests = 1, waitMs = 15_000, hasNews, readNews = readStream } = options;
  const port = await freePort();
  const running = await cell.start({ port, path: '/x', ...set }, { userCode: 'floods', env: LARGE_HEAP });
  await isListening(running);
  await hasNews?.(port);
  const before = memoryOf(running.pid());
  const slow = Array.from({ length: 20 }, () => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`.repeat(requests));
    return socket.pause();
  });
  // It keeps a thousand messages for those that come back, which are long here.
  expect(await peakMemory(running.pid(), wait(waitMs))).toBeLessThan(before + 600 * MEGABYTE);
  for (const socket of slow) socket.resume();
  const open = () => slow.filter(({ closed }) => !closed);
  const left = () =>
    open()
      .map(({ bytesRead }) => bytesRead)
      .join(', ');
  await until(
    () => open().length === 0,
    15_000,
    () => `these slow ones to be cut off, by the bytes they got: ${left()}`,
  );
  await readNews(port);
}

/** What a stream brings until there are two times in it: those of messages. */
async function readTwo(port: number): Promise<void> {
  const { body } = await fetch(`http://127.0.0.1:${port}/x`, { signal: AbortSignal.timeout(15_000) });
  const decoder = new TextDecoder();
  let got = '';
  for await (const chunk of body ?? []) {
    got += decoder.decode(chunk);
    if ([...got.matchAll(/\d{2}:\d{2}:\d{2}|^data: ?\d/gm)].length > 1) return;
  }
  expect.fail(`It ended after:\n${got}`);
}

/** What is published is read over HTTP. */
export async function sourceOverHttp(
  cell: Cell,
  set: Readonly<Record<string, StarterValue>> = {},
  readNews: (port: number) => Promise<unknown> = readTwo,
): Promise<void> {
  const port = await freePort();
  const running = await cell.start({ port, path: '/x', ...set }, { userCode: 'sourceFails' });
  await isListening(running);
  await sourceFails(running, () => readNews(port));
}

export const row =
  (protocol: string, role: StarterRole) =>
  ([id, run]: readonly [string, Fault['run']]) =>
    ({ id, protocol, role, run }) as const;

/** What is not of its kind is refused, and nobody else is harmed. */
export async function strangeRequests(cell: Cell): Promise<void> {
  const port = await freePort();
  const { program } = await cell.start({ port, path: '/x' });
  await isListening({ program });
  for (const after of ['-1', 'x', '1e3', '9'.repeat(18), '9'.repeat(400), '%00', '1&after=2', '']) {
    const abort = new AbortController();
    const { status } = await fetch(`http://127.0.0.1:${port}/x?after=${after}`, { signal: abort.signal });
    abort.abort();
    expect(status, after).toBeLessThan(500);
  }
  expect((await fetch(`http://127.0.0.1:${port}//`)).status).toBeGreaterThan(399);
  expect((await fetch(`http://127.0.0.1:${port}/x`, { method: 'DELETE' })).status).toBeGreaterThan(403);
  expect(program.hasEnded, program.output).toBe(false);
}
