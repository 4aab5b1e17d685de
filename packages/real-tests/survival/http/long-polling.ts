/** Faults of long polling: requests that are held, and places in a series of messages. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { until } from '../../program.ts';
import { type Fault, freePort, isListening } from '../tools/fault.ts';
import { wait } from '../tools/machine.ts';
import { answerHttp, Peer, readHead } from '../tools/peers.ts';
import { against, common, type Kind, row, slowReceivers, sourceOverHttp, strangeRequests, strangers } from './http.ts';

const TYPE = 'Content-Type: application/json';
const KIND: Kind = {
  protocol: 'long-polling',
  type: 'application/json',
  set: { patience: 2 },
  line: (text) => answer(1, [text]),
};

/** @param last number of the last of the messages */
function answer(last: number, messages: readonly string[]): string {
  const first = last - messages.length + 1;
  return JSON.stringify({ after: last, messages: messages.map((data, at) => ({ id: first + at, data })) });
}

const placeOf = (head: string) => /after=(\d+)/.exec(head)?.[1];

const client: Readonly<Record<string, Fault['run']>> = {
  ...common(KIND),
  resumes: async (cell) => {
    const places: (string | undefined)[] = [];
    const { program } = await against(cell, KIND, (socket, call, head) => {
      places.push(placeOf(head));
      if (call === 2) socket.destroy();
      else if (call < 5) answerHttp(socket, '200 OK', [TYPE], answer(call * 2, [`message ${call}`, 'another']));
    });
    await program.saw(/"message 4"/);
    expect(places.slice(0, 4)).toEqual(['0', '2', '2', '6']);
  },
  'half-open': async (cell) => {
    const { peer } = await against(cell, KIND, () => undefined);
    await until(
      () => peer.calls.length > 1,
      15_000,
      () => 'a second call',
    );
  },
  'cut-in-the-body': async (cell) => {
    const { program } = await against(cell, KIND, (socket, call) => {
      const body = answer(1, ['whole']);
      if (call > 1) return answerHttp(socket, '200 OK', [TYPE], body);
      socket.end(`HTTP/1.1 200 OK\r\n${TYPE}\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 20)}`);
    });
    await program.saw(/"whole"/);
  },
  'mute-in-the-body': async (cell) => {
    const { peer } = await against(cell, KIND, (socket) =>
      socket.write(`HTTP/1.1 200 OK\r\n${TYPE}\r\nContent-Length: 100\r\n\r\n{"after":`),
    );
    await until(
      () => peer.calls.length > 1,
      25_000,
      () => 'a second call',
    );
  },
  // What holds no request would be asked without a pause, in a loop.
  'nothing-at-once': async (cell) => {
    const { peer } = await against(cell, KIND, (socket) => answerHttp(socket, '200 OK', [TYPE], answer(0, [])));
    await wait(8000);
    expect(peer.calls.length).toBeGreaterThan(2);
    expect(peer.calls.length).toBeLessThan(7);
  },
  'something-without-end': async (cell) => {
    const { peer } = await against(cell, KIND, (socket, call) =>
      answerHttp(socket, '200 OK', [TYPE], answer(call, ['more'])),
    );
    await wait(5000);
    expect(peer.calls.length).toBeGreaterThan(10);
    expect(peer.calls.length).toBeLessThan(70);
  },
  'database-down': async (cell) => {
    const places: (string | undefined)[] = [];
    const port = await freePort();
    cell.keep(
      await Peer.listen(port, (socket) =>
        readHead(socket, (head) => {
          places.push(placeOf(head));
          if (placeOf(head) === '0') answerHttp(socket, '200 OK', [TYPE], answer(2, ['one', 'two']));
        }),
      ),
    );
    const running = await cell.start({ endpoint: `http://127.0.0.1:${port}/x`, ...KIND.set }, { userCode: 'fails' });
    const outage = join(running.folder, 'outage');
    writeFileSync(outage, '');
    await running.program.saw(/no database/, { timeoutMs: 40_000 });
    await wait(5000);
    expect(running.program.output).not.toMatch(/"one"|left out/);
    rmSync(outage);
    await running.program.saw(/"one"[\s\S]*"two"/);
    await until(
      () => places.at(-1) === '2',
      10_000,
      () => `the place 2, after ${places.join()}`,
    );
  },
};

interface Answer {
  readonly after: number;
  readonly messages: readonly { readonly id: number; readonly data: string }[];
}

async function ask(port: number, after: number): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${port}/x?after=${after}`);
  const body: unknown = await response.json();
  return body as Answer;
}

const server: Readonly<Record<string, Fault['run']>> = {
  'strangers-stay-out': strangers,
  // Before the first message, all of the answers would be empty.
  'slow-receivers': async (cell) => {
    const hasNews = (port: number) => ask(port, 0);
    const readNews = async (port: number) => {
      const { after } = await ask(port, 0);
      expect((await ask(port, after)).messages.length).toBeGreaterThan(0);
    };
    const flood = { path: '/x?after=1', requests: 200, waitMs: 25_000, hasNews, readNews };
    await slowReceivers(cell, { set: { hold: 1 }, ...flood });
  },
  // From a place on, nothing is missing and nothing comes twice.
  'gives-all': async (cell) => {
    const port = await freePort();
    await isListening(await cell.start({ port, path: '/x', hold: 2 }));
    const { after: start, messages } = await ask(port, 0);
    expect(messages).toEqual([]);
    let place = start;
    const ids: number[] = [];
    while (ids.length < 3) {
      const { after, messages: some } = await ask(port, place);
      ids.push(...some.map(({ id }) => id));
      expect(after).toBe(ids.at(-1) ?? place);
      place = after;
    }
    expect(ids.slice(0, 3)).toEqual([start + 1, start + 2, start + 3]);
    const again = await ask(port, start);
    expect(again.messages.slice(0, 3).map(({ id }) => id)).toEqual(ids.slice(0, 3));
  },
  'strange-requests': strangeRequests,
  'source-fails': (cell) =>
    sourceOverHttp(cell, { hold: 5 }, async (port) => {
      const { after } = await ask(port, 0);
      expect((await ask(port, after)).messages.length).toBeGreaterThan(0);
    }),
};

export const longPolling: readonly Fault[] = [
  ...Object.entries(client).map(row('long-polling', 'client')),
  ...Object.entries(server).map(row('long-polling', 'server')),
];
