/** Faults of plain HTTP: polls, and answers that do not end. */
import { expect } from 'vitest';
import { until } from '../../program.ts';
import type { Fault } from '../tools/fault.ts';
import { answerHttp, header } from '../tools/peers.ts';
import { against, common, type Kind, row, slowReceivers, sourceOverHttp, strangeRequests, strangers } from './http.ts';

const POLLING: Kind = {
  protocol: 'polling',
  type: 'application/json',
  set: { interval: 1 },
  line: (text) => JSON.stringify(text),
};
const STREAMING: Kind = {
  protocol: 'http-streaming',
  type: 'application/x-ndjson',
  set: { silence: 2 },
  line: (text) => `${JSON.stringify({ id: 1, data: text })}\n`,
};

const polling: Readonly<Record<string, Fault['run']>> = {
  ...common(POLLING),
  'nothing-new': async (cell) => {
    const tags: (string | undefined)[] = [];
    const { program } = await against(cell, POLLING, (socket, _, head) => {
      tags.push(header(head, 'if-none-match'));
      if (header(head, 'if-none-match') === '"one"') answerHttp(socket, '304 Not Modified', ['ETag: "one"']);
      else answerHttp(socket, '200 OK', ['Content-Type: application/json', 'ETag: "one"'], '"state"');
    });
    await until(
      () => tags.length > 3,
      10_000,
      () => 'four polls',
    );
    expect(tags.slice(0, 3)).toEqual([undefined, '"one"', '"one"']);
    expect(program.count(/"state"/)).toBe(1);
  },
  'retry-hint-of-a-year': async (cell) => {
    const stream = await against(cell, POLLING, (socket, call) =>
      call === 1
        ? answerHttp(socket, '503 Service Unavailable', ['Retry-After: 31536000'])
        : answerHttp(socket, '200 OK', ['Content-Type: application/json'], '"back"'),
    );
    await stream.program.saw(/"back"/, { timeoutMs: 90_000 });
    expect(stream.peer.gaps[0]).toBeGreaterThan(3000);
  },
};

const streaming: Readonly<Record<string, Fault['run']>> = {
  ...common(STREAMING),
  resumes: async (cell) => {
    const paths: string[] = [];
    const { program } = await against(cell, STREAMING, (socket, call, head) => {
      paths.push(/(?<=^GET )\S+/.exec(head)?.[0] ?? '');
      socket.write('HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n\r\n');
      socket.write(`{"id":${call},"data":"number ${call}"}\n{"id":99,"da`);
      if (call === 1) setTimeout(() => socket.destroy(), 100);
    });
    await program.saw(/number 2/);
    expect(paths.slice(0, 2)).toEqual(['/x?after=0', '/x?after=1']);
  },
  'half-open': async (cell) => {
    const { peer } = await against(cell, STREAMING, (socket) =>
      socket.write('HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n\r\n'),
    );
    await until(
      () => peer.calls.length > 1,
      15_000,
      () => 'a second call',
    );
  },
};

/** The state becomes another one. */
async function changes(port: number): Promise<void> {
  const read = async () => (await fetch(`http://127.0.0.1:${port}/x`)).text();
  const before = await read();
  await until(
    async () => (await read()) !== before,
    15_000,
    () => `another state than ${before}`,
  );
}

export const overHttp: readonly Fault[] = [
  ...Object.entries(polling).map(row('polling', 'client')),
  ...Object.entries(streaming).map(row('http-streaming', 'client')),
  row('polling', 'server')(['strangers-stay-out', strangers]),
  row('http-streaming', 'server')(['strangers-stay-out', strangers]),
  row('http-streaming', 'server')(['strange-requests', strangeRequests]),
  row('polling', 'server')(['strange-requests', strangeRequests]),
  row('http-streaming', 'server')(['slow-receivers', (cell) => slowReceivers(cell)]),
  row('http-streaming', 'server')(['source-fails', (cell) => sourceOverHttp(cell)]),
  row('polling', 'server')(['source-fails', (cell) => sourceOverHttp(cell, {}, changes)]),
];
