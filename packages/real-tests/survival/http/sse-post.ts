/** Faults of events in answer to POST: answers that break off, and clients that do. */
import { expect } from 'vitest';
import { until } from '../../program.ts';
import { type Fault, freePort, isListening } from '../tools/fault.ts';
import { wait } from '../tools/machine.ts';
import { answerHttp, header, startStream } from '../tools/peers.ts';
import { isToldWhileWaiting, SIGNALS } from '../tools/reconnecting.ts';
import { against, common, type Kind, readsWithinBounds } from './http.ts';

const KIND: Kind = {
  protocol: 'sse',
  type: 'text/event-stream',
  set: { silence: 2 },
  line: (text) => `data: ${JSON.stringify(text)}\n\n`,
};

const DONE = 'event: done\ndata: {}\n\n';
const placeOf = (head: string) => [header(head, 'idempotency-key'), header(head, 'last-event-id')] as const;

export const ssePostClient: Readonly<Record<string, Fault['run']>> = {
  ...common(KIND),
  // Of lines that are short each.
  'endless-event': (cell) => readsWithinBounds(cell, KIND, Buffer.from(`data: ${'x'.repeat(1000)}\n`.repeat(64))),
  resumes: async (cell) => {
    const places: ReturnType<typeof placeOf>[] = [];
    const { program } = await against(cell, KIND, (socket, call, head) => {
      places.push(placeOf(head));
      if (call === 2) return socket.destroy();
      startStream(socket);
      socket.write(`id: ${call}\ndata: "number ${call}"\n\n`);
      if (call === 1) setTimeout(() => socket.destroy(), 200);
      else socket.write(DONE);
    });
    await program.saw(/"number 1"[\s\S]*"number 3"[\s\S]*answered[\s\S]*"number 4"/);
    const [[first] = []] = places;
    expect(places.slice(0, 3)).toEqual([
      [first, undefined],
      [first, '1'],
      [first, '1'],
    ]);
    expect(places[3]?.[0]).not.toBe(first);
    expect(places[3]?.[1]).toBeUndefined();
  },
  'half-open': async (cell) => {
    const { peer } = await against(cell, KIND, (socket) => {
      startStream(socket);
      socket.write('id: 1\ndata: "one"\n\n');
    });
    await until(
      () => peer.calls.length > 1,
      15_000,
      () => 'a second call',
    );
  },
  'refused-for-good': async (cell) => {
    const keys = new Set<string | undefined>();
    const { program } = await against(cell, KIND, (socket, _, head) => {
      keys.add(placeOf(head)[0]);
      answerHttp(socket, '422 Unprocessable');
    });
    await program.saw(/failed: .*422/, { times: 2 });
    expect(keys.size).toBeGreaterThan(1);
  },
  'speaks-and-closes': async (cell) => {
    const { peer } = await against(cell, KIND, (socket, call) => {
      startStream(socket);
      socket.end(`id: ${call}\ndata: "one"\n\n`);
    });
    await wait(8000);
    expect(peer.calls.length).toBeLessThan(7);
  },
  'unusual-but-legal': async (cell) => {
    const parts = ['\uFEFF: hi\r', '\ndata:"a"\r\rid', ': 7\r\nda', 'ta: "b"\ndata: "c"\n\nretry: 0\nevent: other\n'];
    const { program } = await against(cell, KIND, async (socket) => {
      startStream(socket);
      for (const part of [...parts, 'data: "unwanted"\n\n', 'event\ndata\n\n', DONE]) {
        socket.write(part);
        await wait(30);
      }
    });
    await program.saw(/^"a"\n"b"\n"c"/m);
    await program.saw(/answered/);
    expect(program.output).not.toMatch(/unwanted|error/i);
  },
  signals: async (cell) => {
    for (const signal of SIGNALS)
      await isToldWhileWaiting(cell, (port) => ({ endpoint: `http://127.0.0.1:${port}/` }), signal);
  },
};

const BODY = '{"question":"Why?"}';
const KEY = 'a-key-of-some-length';

function post(port: number, headers: Readonly<Record<string, string>>, body = BODY, signal?: AbortSignal) {
  const all = { 'idempotency-key': KEY, ...headers };
  return fetch(`http://127.0.0.1:${port}/x`, { method: 'POST', headers: all, body, ...(signal && { signal }) });
}

const idsOf = (text: string) => [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));

export const ssePostServer: Readonly<Record<string, Fault['run']>> = {
  'strangers-stay-out': async (cell) => {
    const port = await freePort();
    await isListening(await cell.start({ port, path: '/x' }, { env: { TOKEN: 'probe' } }));
    for (const [authorization, expected] of [
      ['', 401],
      ['Bearer prob3', 401],
      ['Bearer probe', 200],
    ] as const)
      expect((await post(port, { authorization })).status).toBe(expected);
  },
  // The work goes on meanwhile, and no event is lost or comes twice.
  'client-comes-back': async (cell) => {
    const port = await freePort();
    await isListening(await cell.start({ port, path: '/x' }));
    const abort = new AbortController();
    const response = await post(port, {}, BODY, abort.signal);
    const first = await response.body?.pipeThrough(new TextDecoderStream()).getReader().read();
    const seen = idsOf(first?.value ?? '');
    abort.abort();
    await wait(500);
    const rest = await (await post(port, { 'last-event-id': `${seen.at(-1)}` })).text();
    const ids = [...seen, ...idsOf(rest)];
    expect(ids).toEqual(ids.map((_, at) => at + 1));
    expect(rest).toMatch(/event: done/);
    expect(idsOf(await (await post(port, {})).text())).toEqual(ids);
  },
  'older-connection': async (cell) => {
    const port = await freePort();
    await isListening(await cell.start({ port, path: '/x' }));
    const older = (await post(port, {})).text().catch(() => 'cut');
    await wait(150);
    expect(await (await post(port, {})).text()).toMatch(/event: done/);
    expect(await older).not.toMatch(/event: done/);
  },
  'strange-requests': async (cell) => {
    const port = await freePort();
    const { program } = await cell.start({ port, path: '/x' });
    await isListening({ program });
    expect((await post(port, { 'idempotency-key': '' })).status).toBe(400);
    expect((await post(port, { 'last-event-id': '3' })).status).toBe(410);
    expect(await (await post(port, {}, '{"half"')).text()).toMatch(/event: failed/);
    expect((await post(port, {}, BODY)).status).toBe(422);
    expect((await post(port, {}, 'x'.repeat(1_000_000)).catch(() => ({ status: 413 }))).status).toBe(413);
    expect((await fetch(`http://127.0.0.1:${port}//`)).status).toBeGreaterThan(399);
    for (const id of ['-1', 'x', '9'.repeat(300)]) {
      const headers = { 'idempotency-key': `another-key-than-${id}`.slice(0, 60) };
      await (await post(port, headers)).text();
      expect((await post(port, { ...headers, 'last-event-id': id })).status).toBeLessThan(500);
    }
    expect(program.hasEnded, program.output).toBe(false);
  },
};
