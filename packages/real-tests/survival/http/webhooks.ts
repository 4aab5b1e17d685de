/** Faults of webhooks: a sender among receivers that fail. */
import { createHmac } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { until } from '../../program.ts';
import { type Cell, type Fault, freePort } from '../tools/fault.ts';
import type { Running } from '../tools/launch.ts';
import { memoryOf, peakMemory, wait } from '../tools/machine.ts';
import { endsWithin2s, SIGNALS } from '../tools/reconnecting.ts';
import { arrives, sourceFails } from '../tools/source.ts';
import { row, startEndless } from './http.ts';

export const KEY = Buffer.alloc(32, 'k');
export const WEBHOOK_SECRET = `whsec_${KEY.toString('base64')}`;
const MEGABYTE = 1_048_576;

export function sign(id: string, time: number | string, body: string, key = KEY): string {
  return `v1,${createHmac('sha256', key).update(`${id}.${time}.${body}`).digest('base64')}`;
}

interface Sent {
  readonly id: string;
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
  readonly atMs: number;
}

/** A receiver that answers as told, and a sender with an outbox of its own. */
async function sender(cell: Cell, answer: (response: ServerResponse, sent: Sent, call: number) => void) {
  const got: Sent[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const sent = { id: `${request.headers['webhook-id']}`, body, headers: request.headers, atMs: Date.now() };
    got.push(sent);
    answer(response, sent, got.length);
  });
  const port = await freePort();
  const listen = () => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  cell.keep({
    stop: async () => {
      server.closeAllConnections();
      server.close();
    },
  });
  const outbox = mkdtempSync(join(tmpdir(), 'outbox-'));
  cell.keep({ stop: async () => rmSync(outbox, { recursive: true, force: true }) });
  const set = { endpoint: `http://127.0.0.1:${port}/x`, timeout: 2 };
  const start = (options = {}) => cell.start(set, { env: { WEBHOOK_SECRET, OUTBOX: outbox }, ...options });
  const kept = (kind: string) => readdirSync(outbox).filter((name) => name.endsWith(kind));
  return { got, listen, outbox, kept, start };
}

const end = (response: ServerResponse, status: number, headers = {}) => void response.writeHead(status, headers).end();

async function gets(got: readonly Sent[], holds: (sent: readonly Sent[]) => boolean, running: Running): Promise<void> {
  await until(
    () => holds(got),
    30_000,
    () => `requests, of ${got.length}; it said:\n${running.program.output.slice(-2000)}`,
  );
}

const sending: Readonly<Record<string, Fault['run']>> = {
  signed: async (cell) => {
    const { got, listen, start, kept } = await sender(cell, (response) => end(response, 204));
    await listen();
    await gets(got, (sent) => sent.length > 1, await start());
    for (const { id, body, headers } of got) {
      const time = `${headers['webhook-timestamp']}`;
      expect(headers['webhook-signature']).toBe(sign(id, time, body));
      expect(Math.abs(Date.now() / 1000 - Number(time))).toBeLessThan(10);
      expect(JSON.parse(body)).toMatchObject({ type: 'tick' });
    }
    await until(
      () => kept('.json').length < 2,
      5000,
      () => 'an outbox without what was accepted',
    );
  },
  'refused-at-first': async (cell) => {
    const { got, listen, start } = await sender(cell, (response, { id }) => {
      end(response, got.filter((one) => one.id === id).length > 1 ? 200 : 503);
    });
    await listen();
    const running = await start();
    await gets(got, (sent) => sent.filter(({ id }) => id === sent[0]?.id).length > 1, running);
    const [first, second] = got.filter(({ id }) => id === got[0]?.id);
    expect(second?.body).toBe(first?.body);
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThan(3000);
  },
  'retry-hints': async (cell) => {
    const { got, listen, start, kept, outbox } = await sender(cell, (response, _, call) =>
      end(response, 503, { 'retry-after': call % 2 === 0 ? '31536000' : '0' }),
    );
    await listen();
    await gets(got, (sent) => sent.length > 2, await start());
    await wait(500);
    for (const name of kept('.json')) {
      const { attempts, due } = JSON.parse(readFileSync(join(outbox, name), 'utf8'));
      if (attempts === 0) continue;
      const inS = (due > 1e12 ? due / 1000 : due) - Date.now() / 1000;
      expect(inS).toBeLessThan(86_400 * 1.3);
      expect(inS).toBeGreaterThan(-3);
    }
  },
  gone: async (cell) => {
    const { got, listen, start, kept } = await sender(cell, (response) => end(response, 410));
    await listen();
    const running = await start();
    await gets(got, (sent) => sent.length > 1, running);
    await wait(6000);
    expect(kept('.failed').length).toBeGreaterThan(0);
    expect(new Set(got.map(({ id }) => id)).size).toBe(got.length);
  },
  redirected: async (cell) => {
    const other = await sender(cell, (response) => end(response, 200));
    const { got, listen, start } = await sender(cell, (response) => end(response, 307, { location: '/elsewhere' }));
    await listen();
    const running = await start();
    await gets(got, (sent) => sent.length > 1, running);
    expect(other.got).toEqual([]);
    expect(running.program.output).not.toMatch(/accepted/);
  },
  'endless-answer': async (cell) => {
    const { got, listen, start } = await sender(cell, (response) => {
      if (response.socket) startEndless(response.socket, 'text/plain');
    });
    await listen();
    const running = await start();
    await gets(got, (sent) => sent.length > 0, running);
    const before = memoryOf(running.pid());
    expect(await peakMemory(running.pid(), wait(5000))).toBeLessThan(before + 150 * MEGABYTE);
    expect(running.program.output).toMatch(/accepted/);
  },
  mute: async (cell) => {
    const { got, listen, start } = await sender(cell, (response, _, call) => {
      if (call > 1) end(response, 200);
    });
    await listen();
    const running = await start();
    await gets(got, (sent) => sent.filter(({ id }) => id === sent[0]?.id).length > 1, running);
    await running.program.saw(/accepted/, { times: 3 });
  },
  'killed-and-started-again': async (cell) => {
    const { got, listen, start, kept } = await sender(cell, (response) => end(response, 204));
    const first = await start();
    await first.program.saw(/attempt.1/, { times: 2, timeoutMs: 30_000 });
    const ids = kept('.json').map((name) => name.replace('.json', ''));
    expect(ids.length).toBeGreaterThan(1);
    process.kill(first.pid(), 'SIGKILL');
    await listen();
    await gets(got, (sent) => ids.every((id) => sent.some((one) => one.id === id)), await start());
  },
  'source-fails': async (cell) => {
    const { got, listen, start } = await sender(cell, (response) => end(response, 204));
    await listen();
    await sourceFails(
      await start({ userCode: 'sourceFails' }),
      arrives(() => got.length),
    );
  },
  signals: async (cell) => {
    for (const signal of SIGNALS) {
      const { got, listen, start, kept } = await sender(cell, () => undefined);
      await listen();
      const running = await start({ isFirst: true });
      await gets(got, (sent) => sent.length > 0, running);
      await endsWithin2s(running, signal);
      expect(kept('.json').length).toBeGreaterThan(0);
    }
  },
};

export const webhooks: readonly Fault[] = Object.entries(sending).map(row('webhooks', 'server'));
