/** Faults that meet whoever reads an event stream. */
import type { Socket } from 'node:net';
import { expect } from 'vitest';
import { until, type Watched } from '../../program.ts';
import { backsOff, type Cell, type Fault, freePort } from '../tools/fault.ts';
import { memoryOf, peakMemory, wait } from '../tools/machine.ts';
import { answerHttp, header, Peer, readHead, startStream } from '../tools/peers.ts';
import { endsWithin2s, SIGNALS } from '../tools/reconnecting.ts';

const MEGABYTE = 1_048_576;

interface Stream {
  readonly peer: Peer;
  readonly program: Watched;
  /** `Last-Event-ID` of each request. */
  readonly asked: (string | undefined)[];
}

async function against(
  cell: Cell,
  answer: (socket: Socket, call: number, head: string) => void,
  options = {},
): Promise<Stream> {
  const port = await freePort();
  const asked: (string | undefined)[] = [];
  const peer = cell.keep(
    await Peer.listen(port, (socket, call) =>
      readHead(socket, (head) => {
        asked.push(header(head, 'last-event-id'));
        answer(socket, call, head);
      }),
    ),
  );
  const silence = cell.isPage ? {} : { silence: 2 }; // EventSource does not show it
  const { program } = await cell.start({ endpoint: `http://127.0.0.1:${port}/events`, ...silence }, options);
  await until(
    () => peer.calls.length > 0,
    40_000,
    () => program.output,
  );
  return { peer, program, asked };
}

const stillBacksOff = ({ peer, program }: Stream, fewer = 7) => backsOff(peer, program, { more: 1, fewer });

/** Every rule of the grammar; each piece goes out in a packet of its own. */
const GRAMMAR = [
  '\uFEFF: a comment after the mark of order\n',
  'data: lf\n\n',
  'data: cr\r\r',
  'data: crlf\r',
  '\n\r',
  '\ndata:no space\n\n',
  'data:  two spaces\n\n',
  'data: several\ndata\ndata: lines\n\n',
  'event: other\ndata: of another name\n\n',
  'data: name forgotten\n\n',
  'id: 7\n\n', // an id alone counts
  'unknown: field\ndata: after unknown\n\n',
  'id: with\0nul\ndata: nul in id\n\n',
  'retry: soon\ndata: bad retry\n\n',
  ...Array.from(Buffer.from('data: € in parts\n\n'), (byte) => Buffer.from([byte])),
  'data: never ended',
];

const SEEN =
  `lf cr crlf no_space _two_spaces several,,lines name_forgotten after_unknown nul_in_id bad_retry €_in_parts`
    .split(' ')
    .flatMap((text) => text.split(',').map((line) => line.replaceAll('_', ' ')));

export const sseClient: Readonly<Record<string, Fault['run']>> = {
  refused: async (cell) => {
    const stream = await against(cell, (socket) => answerHttp(socket, '503 Service Unavailable'));
    await stillBacksOff(stream);
    expect(stream.program.output).toMatch(/503/);
  },
  complete: async (cell) => {
    const { program } = await against(cell, (socket) => answerHttp(socket, '204 No Content'));
    await until(
      () => program.hasEnded,
      10_000,
      () => program.output,
    );
    expect(program.exitCode).toBe(0);
  },
  'page-instead': async (cell) => {
    const page = ['Content-Type: text/html'];
    const stream = await against(cell, (socket) => answerHttp(socket, '200 OK', page, '<h1>Log in</h1>\n\n'));
    await stillBacksOff(stream);
    expect(stream.program.output).toMatch(/text\/html/);
  },
  redirects: async (cell) => {
    const { program } = await against(cell, (socket, _, head) => {
      const [path] = /(?<=^GET )\S+/.exec(head) ?? [];
      const next = { '/events': ['301 Moved', '/a'], '/a': ['307 Temporary', '/b'] }[path ?? ''];
      if (next) return answerHttp(socket, next[0] ?? '', [`Location: ${next[1]}`]);
      startStream(socket);
      socket.write('data: arrived\n\n');
    });
    await program.saw(/^arrived$/m);
  },
  'no-upgrade': async (cell) => {
    const { program } = await against(cell, (socket, _, head) => {
      if (/^upgrade:/im.test(head)) return answerHttp(socket, '400 Bad Request');
      startStream(socket);
      socket.write('data: arrived\n\n');
    });
    await program.saw(/^arrived$/m);
  },
  'closes-after-first-message': async (cell) => {
    const stream = await against(cell, (socket) => {
      startStream(socket);
      socket.end('data: welcome\n\n');
    });
    await stillBacksOff(stream);
  },
  'retry-hint-0': async (cell) => {
    const stream = await against(cell, (socket) => {
      startStream(socket);
      socket.end('retry: 0\ndata: welcome\n\n');
    });
    await stillBacksOff(stream);
  },
  'retry-hint-of-a-year': async (cell) => {
    const stream = await against(cell, (socket, call) => {
      startStream(socket);
      if (call === 1) socket.end('retry: 31536000000\ndata: welcome\n\n');
      else socket.write('data: back\n\n');
    });
    await stream.program.saw(/^back$/m, { timeoutMs: 45_000 });
    expect(stream.peer.calls.length).toBe(2);
  },
  resumes: async (cell) => {
    const stream = await against(cell, (socket, call) => {
      startStream(socket);
      socket.write(`id: ${call}\ndata: number ${call}\n\nid: lost\ndata: half`);
      if (call === 1) setTimeout(() => socket.destroy(), 100);
    });
    await stream.program.saw(/^number 2$/m);
    expect(stream.asked.slice(0, 2)).toEqual([undefined, '1']);
  },
  'half-open': async (cell) => {
    const stream = await against(cell, (socket, call) => {
      startStream(socket);
      socket.write(`data: number ${call}\n\n`);
    });
    await stream.program.saw(/^number 2$/m);
  },
  'endless-line': async (cell) => flood(cell, Buffer.alloc(65_536, 'x')),
  'endless-event': async (cell) => flood(cell, Buffer.from(`data: ${'x'.repeat(1000)}\n`.repeat(64))),
  grammar: async (cell) => {
    const { program, asked } = await against(cell, (socket, call) => {
      startStream(socket);
      if (call > 1) return socket.write('data: and again\n\n');
      void (async () => {
        for (const piece of GRAMMAR) {
          socket.write(piece);
          await wait(15);
        }
        socket.end();
      })();
    });
    await program.saw(/^and again$/m);
    const lines = program.output.split('\n').filter((line) => SEEN.includes(line) && line !== '');
    expect(lines).toEqual(SEEN.filter((line) => line !== ''));
    expect(program.output).not.toMatch(/another name|never ended/);
    expect(asked[1]).toBe('7');
  },
  'handler-fails': async (cell) => {
    const options = { userCode: 'fails' };
    const { program, peer } = await against(
      cell,
      (socket) => {
        startStream(socket);
        socket.write('data: one\n\ndata: poison\n\ndata: two\n\n');
      },
      options,
    );
    await program.saw(/^two$/m);
    expect(program.output).toMatch(/no database/);
    expect(peer.calls.length).toBe(1);
  },
  'signals-while-connected': async (cell) => {
    for (const signal of SIGNALS) {
      const port = await freePort();
      const peer = cell.keep(await Peer.listen(port, (socket) => readHead(socket, () => startStream(socket))));
      const running = await cell.start({ endpoint: `http://127.0.0.1:${port}/`, silence: 60 }, { isFirst: true });
      await running.program.saw(/connected/, { timeoutMs: 40_000 });
      await endsWithin2s(running, signal);
      await peer.stop();
    }
  },
};

/** As much as the client takes; it has to let go. */
async function flood(cell: Cell, part: Buffer): Promise<void> {
  const stream = await against(cell, (socket) => {
    startStream(socket);
    socket.write('data: ');
    const more = () => {
      while (!socket.destroyed && socket.write(part));
    };
    socket.on('drain', more);
    more();
  });
  const before = memoryOf(stream.program.pid);
  const peak = await peakMemory(stream.program.pid, stillBacksOff(stream, 8));
  expect(peak).toBeLessThan(before + 200 * MEGABYTE);
}
