/** Faults of plain HTTP: polls, and answers that do not end. */
import { connect, type Socket } from 'node:net';
import { expect } from 'vitest';
import type { StarterRole, StarterValue } from '../../../src/starters/starter.ts';
import { type Program, until } from '../program.ts';
import { backsOff, type Cell, type Fault, freePort, isListening } from './fault.ts';
import { memoryOf, peakMemory, wait } from './machine.ts';
import { answerHttp, header, Peer, readHead } from './peers.ts';

const MEGABYTE = 1_048_576;
const OFTEN = { more: 1, fewer: 7 };

interface Kind {
  readonly protocol: string;
  readonly type: string;
  readonly set: Readonly<Record<string, StarterValue>>;
  readonly line: (text: string) => string;
}

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

async function against(
  cell: Cell,
  kind: Kind,
  answer: (socket: Socket, call: number, head: string) => void,
  options = {},
): Promise<{ peer: Peer; program: Program }> {
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

/** An answer whose body goes on as long as it is read. */
function startEndless(socket: Socket, type: string): void {
  socket.write(`HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\n\r\n`);
  const part = Buffer.alloc(65_536, 'x');
  const more = () => {
    while (!socket.destroyed && socket.write(part));
  };
  socket.on('drain', more);
  more();
}

function common(kind: Kind): Readonly<Record<string, Fault['run']>> {
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
    'endless-answer': async (cell) => {
      const stream = await against(cell, kind, (socket) => startEndless(socket, kind.type));
      const before = memoryOf(stream.program.pid);
      expect(await peakMemory(stream.program.pid, backsOff(stream.peer, stream.program, OFTEN))).toBeLessThan(
        before + 150 * MEGABYTE,
      );
    },
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

async function strangers(cell: Cell): Promise<void> {
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

async function slowReceivers(cell: Cell): Promise<void> {
  const port = await freePort();
  const running = await cell.start({ port, path: '/x' }, { userCode: 'floods' });
  await isListening(running);
  const before = memoryOf(running.pid());
  const slow = Array.from({ length: 20 }, () => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n');
    return socket.pause();
  });
  const closed = slow.map((socket) => new Promise<void>((resolve) => socket.once('close', () => resolve())));
  // It keeps a thousand messages for those that come back, which are long here.
  expect(await peakMemory(running.pid(), wait(15_000))).toBeLessThan(before + 600 * MEGABYTE);
  for (const socket of slow) socket.resume();
  await Promise.race([Promise.all(closed), wait(15_000).then(() => expect.fail('slow ones are still there'))]);
}

const row =
  (protocol: string, role: StarterRole) =>
  ([id, run]: readonly [string, Fault['run']]) =>
    ({ id, protocol, role, run }) as const;

export const overHttp: readonly Fault[] = [
  ...Object.entries(polling).map(row('polling', 'client')),
  ...Object.entries(streaming).map(row('http-streaming', 'client')),
  row('polling', 'server')(['strangers-stay-out', strangers]),
  row('http-streaming', 'server')(['strangers-stay-out', strangers]),
  row('http-streaming', 'server')(['slow-receivers', slowReceivers]),
];
