/** Who asks for a token has to get it, and nobody else. */
import { expect } from 'vitest';
import type { StarterValue } from '../../../../src/starters/starter.ts';
import { until } from '../../program.ts';
import { type Cell, type Fault, freePort, rowsOf } from './fault.ts';
import { wait } from './machine.ts';
import { answerHttp, header, Peer, readHead } from './peers.ts';

const TOKEN = { env: { TOKEN: 'probe' } };

const ASKING: readonly (readonly [string, (port: number) => Record<string, StarterValue>])[] = [
  ['websocket', (port) => ({ endpoint: `ws://127.0.0.1:${port}/` })],
  ['sse', (port) => ({ endpoint: `http://127.0.0.1:${port}/events` })],
  ['http-streaming', (port) => ({ endpoint: `http://127.0.0.1:${port}/stream` })],
  ['long-polling', (port) => ({ endpoint: `http://127.0.0.1:${port}/messages` })],
  ['http-api', (port) => ({ endpoint: `http://127.0.0.1:${port}/orders` })],
  ['polling', (port) => ({ endpoint: `http://127.0.0.1:${port}/state`, interval: 1 })],
  ['webrtc', (port) => ({ endpoint: `ws://127.0.0.1:${port}/` })],
];

async function sendsItsToken(cell: Cell, set: (port: number) => Record<string, StarterValue>): Promise<void> {
  const port = await freePort();
  const given: (string | undefined)[] = [];
  const take = (head: string) => given.push(header(head, 'authorization'));
  cell.keep(await Peer.listen(port, (socket) => readHead(socket, (head) => take(head) && socket.end())));
  const { program } = await cell.start(set(port), TOKEN);
  await until(
    () => given.length > 0,
    40_000,
    () => program.output,
  );
  expect(given[0]).toBe('Bearer probe');
}

/** A redirect to another origin: what is secret to the first is not for the second. */
async function keepsItsToken(cell: Cell): Promise<void> {
  const [port, otherPort] = [await freePort(), await freePort()];
  const heads: string[] = [];
  cell.keep(
    await Peer.listen(port, (socket) =>
      readHead(socket, () => answerHttp(socket, '302 Found', [`Location: http://localhost:${otherPort}/`])),
    ),
  );
  cell.keep(await Peer.listen(otherPort, (socket) => readHead(socket, (head) => heads.push(head) && socket.end())));
  await cell.start({ endpoint: `http://127.0.0.1:${port}/events` }, TOKEN);
  // It may as well not go there at all.
  await Promise.race([
    until(
      () => heads.length > 0,
      60_000,
      () => 'the other origin',
    ).catch(() => undefined),
    wait(15_000),
  ]);
  for (const head of heads) expect(head).not.toMatch(/probe/);
}

export const tokens: readonly Fault[] = [
  ...ASKING.flatMap(([protocol, set]) =>
    rowsOf({ protocol, role: 'client' }, { 'asked-for-a-token': (cell) => sendsItsToken(cell, set) }),
  ),
  ...rowsOf({ protocol: 'sse', role: 'client' }, { 'redirected-with-a-token': keepsItsToken }),
];
