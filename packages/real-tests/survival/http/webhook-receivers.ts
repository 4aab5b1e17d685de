/** Faults of webhooks: a receiver among strangers, whose code fails, and that is killed. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { until } from '../../program.ts';
import { type Cell, ended, type Fault, freePort, isListening } from '../tools/fault.ts';
import type { Running } from '../tools/launch.ts';
import { wait } from '../tools/machine.ts';
import { endsWithin2s, SIGNALS } from '../tools/reconnecting.ts';
import { row } from './http.ts';
import { KEY, sign, WEBHOOK_SECRET } from './webhooks.ts';

/** A receiver with an inbox of its own, and requests for it. */
async function receiver(cell: Cell, options = {}) {
  const port = await freePort();
  const inbox = mkdtempSync(join(tmpdir(), 'inbox-'));
  cell.keep({ stop: async () => rmSync(inbox, { recursive: true, force: true }) });
  const start = async (more = {}) => {
    const env = { WEBHOOK_SECRET, INBOX: inbox };
    const running = await cell.start({ port, path: '/x' }, { env, ...options, ...more });
    await isListening(running);
    return running;
  };
  const post = async (body: string, headers: Readonly<Record<string, string>>, path = '/x'): Promise<number> => {
    const sent = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body, headers }).catch(
      () => undefined,
    );
    return sent?.status ?? 0;
  };
  const send = async (id: string, body: string): Promise<number> => post(body, headersOf(id, body));
  return { port, start, post, send };
}

function headersOf(id: string, body: string, ageS = 0, key = KEY): Record<string, string> {
  const time = Math.floor(Date.now() / 1000) - ageS;
  const signature = `v1,bm9uc2Vuc2U= ${sign(id, time, body, key)}`;
  return { 'webhook-id': id, 'webhook-timestamp': `${time}`, 'webhook-signature': signature };
}

async function kill(running: Running): Promise<void> {
  process.kill(running.pid(), 'SIGKILL');
  await ended(running, 5000);
}

const receiving: Readonly<Record<string, Fault['run']>> = {
  'strangers-stay-out': async (cell) => {
    const { start, post, send } = await receiver(cell);
    const { program } = await start();
    const body = '{"secret":1}';
    const good = headersOf('a', body);
    expect(await post(body, {})).toBe(401);
    expect(await post(body, headersOf('a', body, 0, Buffer.alloc(32, 'j')))).toBe(401);
    expect(await post(body, headersOf('a', body, 900))).toBe(401);
    expect(await post(body, headersOf('a', body, -900))).toBe(401);
    expect(await post(`${body} `, good)).toBe(401);
    expect(await post(body, { ...good, 'webhook-timestamp': 'NaN' })).toBe(401);
    expect(await post(body, { ...good, 'webhook-id': 'b' })).toBe(401);
    expect(await post(body, good, '/y')).toBe(404);
    expect([0, 413]).toContain(await post('x'.repeat(2_000_000), good));
    expect(program.output).not.toContain('secret');
    expect(await send('../../etc/x', '{"odd":1}')).toBe(204);
    await program.saw(/odd/);
  },
  'sent-twice': async (cell) => {
    const { start, send } = await receiver(cell);
    const first = await start();
    expect(await Promise.all([send('one', '{"n":1}'), send('one', '{"n":1}')])).toEqual([204, 204]);
    await first.program.saw(/"n":1/);
    await kill(first);
    const second = await start();
    expect(await send('one', '{"n":1}')).toBe(204);
    expect(await send('two', '{"n":2}')).toBe(204);
    await second.program.saw(/"n":2/);
    expect(first.program.count(/"n":1/)).toBe(1);
    expect(second.program.output).not.toMatch(/"n":1/);
  },
  'database-down': async (cell) => {
    const { start, send } = await receiver(cell, { userCode: 'fails' });
    const running = await start();
    const outage = `/proc/${running.pid()}/cwd/outage`;
    writeFileSync(outage, '');
    expect(await send('p', 'poison')).toBe(204);
    for (let n = 0; n < 20; n++) expect(await send(randomUUID(), `number ${n}.`)).toBe(204);
    await wait(5000);
    rmSync(outage);
    for (let n = 0; n < 20; n++) await running.program.saw(new RegExp(`number ${n}\\.`));
  },
  'killed-and-started-again': async (cell) => {
    const { start, send } = await receiver(cell);
    const failing = await start({ userCode: 'fails' });
    mkdirSync(`/proc/${failing.pid()}/cwd/outage`);
    expect(await send('one', 'kept')).toBe(204);
    await failing.program.saw(/no database/);
    await kill(failing);
    const { program } = await start();
    await program.saw(/kept/);
  },
  'slow-sender': async (cell) => {
    const { port, start, send } = await receiver(cell);
    await start();
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{');
    const drip = setInterval(() => socket.write(' '), 500);
    const before = Date.now();
    let answered = '';
    socket.on('data', (chunk) => {
      answered += chunk;
    });
    await until(
      () => socket.destroyed || answered !== '',
      25_000,
      () => 'an end of patience',
    );
    clearInterval(drip);
    socket.destroy();
    expect(Date.now() - before).toBeGreaterThan(2000);
    expect(await send('one', '{}')).toBe(204);
  },
  signals: async (cell) => {
    for (const signal of SIGNALS) {
      const { start, send, port } = await receiver(cell);
      const running = await start({ isFirst: true });
      expect(await send('one', '{}')).toBe(204);
      const open = connect(port, '127.0.0.1');
      open.on('error', () => undefined);
      open.write('POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{');
      await wait(300);
      await endsWithin2s(running, signal);
    }
  },
};

export const webhookReceivers: readonly Fault[] = Object.entries(receiving).map(row('webhooks', 'client'));
