/** Faults of single requests: attempts that fail, and requests that come twice. */
import { connect } from 'node:net';
import { expect } from 'vitest';
import { until } from '../../program.ts';
import { type Fault, freePort, isListening } from '../tools/fault.ts';
import { cpuOf, wait } from '../tools/machine.ts';
import { answerHttp, header } from '../tools/peers.ts';
import { isToldWhileWaiting, SIGNALS } from '../tools/reconnecting.ts';
import { against, common, type Kind, row } from './http.ts';

const TYPE = 'Content-Type: application/json';
const KIND: Kind = {
  protocol: 'http-api',
  type: 'application/json',
  set: { timeout: 2, deadline: 30 },
  line: (text) => JSON.stringify(text),
};

const keyOf = (head: string) => header(head, 'idempotency-key') ?? '';

const client: Readonly<Record<string, Fault['run']>> = {
  ...common(KIND),
  'tried-again-with-its-key': async (cell) => {
    const keys: string[] = [];
    const { program } = await against(cell, KIND, (socket, call, head) => {
      keys.push(keyOf(head));
      if (call === 1) socket.destroy();
      else if (call === 2) answerHttp(socket, '503 Service Unavailable');
      else answerHttp(socket, '201 Created', [TYPE], `"number ${call}"`);
    });
    await program.saw(/number 4/);
    expect(keys[0]).toMatch(/^[\w-]{26,36}$/);
    expect(keys.slice(0, 3)).toEqual([keys[0], keys[0], keys[0]]);
    expect(keys[3]).not.toBe(keys[0]);
  },
  'refused-for-good': async (cell) => {
    const keys: string[] = [];
    const { program } = await against(cell, KIND, (socket, _, head) => {
      keys.push(keyOf(head));
      answerHttp(socket, '403 Forbidden', [TYPE], '{}');
    });
    await program.saw(/failed:? .*403/, { times: 2 });
    expect(new Set(keys).size).toBe(keys.length);
  },
  mute: async (cell) => {
    const keys: string[] = [];
    await against(cell, KIND, (_, __, head) => keys.push(keyOf(head)));
    await until(
      () => keys.length > 1,
      15_000,
      () => 'a second attempt',
    );
    expect(keys[1]).toBe(keys[0]);
  },
  'mute-in-the-body': async (cell) => {
    const { peer } = await against(cell, KIND, (socket) =>
      socket.write(`HTTP/1.1 200 OK\r\n${TYPE}\r\nContent-Length: 100\r\n\r\n{"id":`),
    );
    await until(
      () => peer.calls.length > 1,
      15_000,
      () => 'a second attempt',
    );
  },
  'retry-hint-of-a-year': async (cell) => {
    const busy = ['Retry-After: 31536000'];
    const { program } = await against(cell, KIND, (socket) => answerHttp(socket, '503 Unavailable', busy));
    await program.saw(/failed:? .*503/, { times: 2 });
  },
  'retry-hint-of-nothing': async (cell) => {
    const busy = ['Retry-After: 0'];
    const { peer } = await against(cell, KIND, (socket) => answerHttp(socket, '429 Too Many', busy));
    await wait(8000);
    expect(peer.calls.length).toBeLessThan(8);
  },
  'nobody-listens': async (cell) => {
    const set = { endpoint: `http://127.0.0.1:${await freePort()}/`, timeout: 2, deadline: 5 };
    const { program, pid } = await cell.start(set);
    await program.saw(/failed:? /, { timeoutMs: 30_000 });
    await program.saw(/failed:? /, { times: 2, timeoutMs: 30_000 });
    expect(program.hasEnded).toBe(false);
    expect(cpuOf(pid())).toBeLessThan(10);
  },
  signals: async (cell) => {
    for (const signal of SIGNALS)
      await isToldWhileWaiting(cell, (port) => ({ endpoint: `http://127.0.0.1:${port}/` }), signal);
  },
};

async function order(port: number, key: string, body: string, headers = {}): Promise<[number, string]> {
  const response = await fetch(`http://127.0.0.1:${port}/x`, {
    method: 'POST',
    headers: { ...headers, ...(key !== '' && { 'idempotency-key': key }) },
    body,
  });
  return [response.status, await response.text()];
}

const server: Readonly<Record<string, Fault['run']>> = {
  'strangers-stay-out': async (cell) => {
    const port = await freePort();
    await isListening(await cell.start({ port, path: '/x' }, { env: { TOKEN: 'probe' } }));
    for (const [authorization, expected] of [
      ['', 401],
      ['Bearer prob3', 401],
      ['Bearer probe', 201],
    ] as const)
      expect((await order(port, 'long-enough', '{}', { authorization }))[0]).toBe(expected);
  },
  'sent-twice': async (cell) => {
    const port = await freePort();
    await isListening(await cell.start({ port, path: '/x' }));
    const [first] = await Promise.all([order(port, 'key-number-1', '{"n":1}'), order(port, 'key-number-1', '{"n":1}')]);
    const [status, again] = await order(port, 'key-number-1', '{"n":1}');
    expect(status).toBe(200);
    expect(JSON.parse(again).id).toBe(JSON.parse(first[1]).id ?? JSON.parse(again).id);
    expect((await order(port, 'key-number-1', '{"n":2}'))[0]).toBe(422);
    const [other, fresh] = await order(port, 'key-number-2', '{"n":1}');
    expect(other).toBe(201);
    expect(JSON.parse(fresh).id).not.toBe(JSON.parse(again).id);
  },
  'strange-requests': async (cell) => {
    const port = await freePort();
    const { program } = await cell.start({ port, path: '/x' });
    await isListening({ program });
    expect((await order(port, '', '{}'))[0]).toBe(400);
    expect((await order(port, 'key-number-1', '{"half"'))[0]).toBe(400);
    expect((await order(port, 'key-number-2', '['.repeat(60_000)))[0]).toBe(400);
    const large = await order(port, 'key-number-3', 'x'.repeat(3_000_000)).catch(() => [413]);
    expect(large[0]).toBe(413);
    expect((await fetch(`http://127.0.0.1:${port}//`)).status).toBeGreaterThan(399);
    expect((await order(port, 'key-number-1', '{"whole":1}'))[0]).toBe(201);
    expect(program.hasEnded, program.output).toBe(false);
  },
  'slow-sender': async (cell) => {
    const port = await freePort();
    await isListening(await cell.start({ port, path: '/x' }));
    const socket = connect(port, '127.0.0.1');
    let isOver = false;
    socket
      .on('error', () => undefined)
      .on('data', () => {
        isOver = true;
      });
    socket.write(
      'POST /x HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: long-enough\r\nContent-Length: 1000\r\n\r\n{',
    );
    const drip = setInterval(() => socket.write(' '), 500);
    await until(
      () => socket.destroyed || isOver,
      25_000,
      () => 'an end of patience',
    );
    clearInterval(drip);
    socket.destroy();
  },
};

export const httpApi: readonly Fault[] = [
  ...Object.entries(client).map(row('http-api', 'client')),
  ...Object.entries(server).map(row('http-api', 'server')),
];
