/** Faults of Early Hints: what comes before an answer, or nothing. Over TLS, where both ends speak HTTP/2. */
import {
  type ClientHttp2Session,
  connect,
  createSecureServer,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2';
import { expect } from 'vitest';
import { type Cell, ended, type Fault, freePort, isListening, rowsOf } from '../tools/fault.ts';
import type { Running } from '../tools/launch.ts';
import { memoryOf, peakMemory, wait } from '../tools/machine.ts';
import { certificate } from '../tools/peers.ts';
import { endsWithin2s, isToldWhileWaiting, SIGNALS } from '../tools/reconnecting.ts';

const MEGABYTE = 1_048_576;
const LINK = '</a.css>; rel=preload; as=style';
const hint = (stream: ServerHttp2Stream, link = LINK) => stream.additionalHeaders({ ':status': 103, link });

type Treats = (stream: ServerHttp2Stream, asked: IncomingHttpHeaders) => void;

/** Runs the client against a server that treats its request so, until it ends. */
async function against(cell: Cell, answer: Treats, env = {}): Promise<Running['program']> {
  const port = await freePort();
  const server = createSecureServer(certificate());
  server.on('sessionError', () => undefined);
  server.on('stream', (stream, asked) => {
    stream.on('error', () => undefined);
    answer(stream, asked);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  cell.keep({ stop: async () => server.close() });
  const set = { endpoint: `https://127.0.0.1:${port}/page`, timeout: 3 };
  const running = await cell.start(set, { env: { ...certificate().env, ...env } });
  await ended(running, 20_000);
  return running.program;
}

const end = (stream: ServerHttp2Stream, status: number, headers = {}) => {
  stream.respond({ ':status': status, ...headers });
  stream.end('a page');
};

const client: Readonly<Record<string, Fault['run']>> = {
  'hints-in-parts': async (cell) => {
    const second = '</b,c.js>; rel=preload; as=script, <https://cdn.example.com>; rel=preconnect';
    const { output, exitCode } = await against(cell, (stream) => {
      hint(stream);
      setTimeout(() => hint(stream, second), 100);
      setTimeout(() => end(stream, 200, { link: LINK }), 700);
    });
    expect(output).toMatch(/^hint: <\/a\.css>.*\nhint: <\/b,c\.js>.*\nhint: <https:\/\/cdn\.example\.com>/m);
    expect(Number(/came (\d+) ms before/.exec(output)?.[1])).toBeGreaterThan(500);
    expect(output).toMatch(/^not in the answer: <\/b,c\.js>/m);
    expect(output).not.toMatch(/^not in the answer: <\/a\.css>/m);
    expect(exitCode).toBe(0);
  },
  'no-hints': async (cell) => {
    const { output, exitCode } = await against(cell, (stream) => end(stream, 200));
    expect(output).toMatch(/no hints/);
    expect(exitCode).toBe(1);
  },
  'hints-without-end': async (cell) => {
    const { output, exitCode } = await against(cell, (stream) => {
      const more = setInterval(() => (stream.closed ? clearInterval(more) : hint(stream)), 2);
    });
    expect(output).toMatch(/hints without end/);
    expect(exitCode).toBe(1);
  },
  'mute-after-a-hint': async (cell) => {
    const { exitCode } = await against(cell, (stream) => hint(stream));
    expect(exitCode).toBe(1);
  },
  'hints-before-a-refusal': async (cell) => {
    const { output, exitCode } = await against(cell, (stream) => {
      hint(stream);
      end(stream, 503);
    });
    expect(output).toMatch(/answered: 503/);
    expect(exitCode).toBe(1);
  },
  'reset-after-a-hint': async (cell) => {
    const { exitCode } = await against(cell, (stream) => {
      hint(stream);
      setTimeout(() => stream.close(2), 100);
    });
    expect(exitCode).toBe(1);
  },
  'asked-for-a-token': async (cell) => {
    const { output } = await against(
      cell,
      (stream, { authorization }) => {
        hint(stream);
        end(stream, authorization === 'Bearer probe' ? 200 : 401);
      },
      { TOKEN: 'probe' },
    );
    expect(output).toMatch(/answered: 200/);
  },
  'nobody-listens': async (cell) => {
    const running = await cell.start({ endpoint: `http://127.0.0.1:${await freePort()}/` });
    expect(await ended(running, 20_000)).toBe(1);
    expect(running.program.output).toMatch(/^error: /m);
    expect(running.program.output).not.toMatch(/Traceback|^ +at /m);
  },
  signals: async (cell) => {
    for (const signal of SIGNALS)
      await isToldWhileWaiting(cell, (port) => ({ endpoint: `http://127.0.0.1:${port}/` }), signal);
  },
};

interface Site {
  readonly running: Running;
  /** @param isMute whether it takes no byte of an answer's body */
  readonly open: (isMute?: boolean) => ClientHttp2Session;
}

async function serve(cell: Cell, options: { readonly env?: Record<string, string>; isFirst?: boolean } = {}) {
  const port = await freePort();
  const env = { ...certificate().files, ...options.env };
  const running = await cell.start({ port, path: '/page' }, { ...options, env });
  await isListening(running);
  const open = (isMute = false) => {
    const settings = isMute ? { initialWindowSize: 0 } : {};
    const session = connect(`https://127.0.0.1:${port}`, { ca: certificate().cert, settings });
    session.on('error', () => undefined);
    cell.keep({ stop: async () => session.destroy() });
    return session;
  };
  return { running, open } satisfies Site;
}

interface Answer {
  /** Links of each 103. */
  readonly hints: readonly string[];
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  /** How long before the answer the first hint came. */
  readonly aheadMs: number;
  readonly body: string;
}

async function ask(session: ClientHttp2Session, path: string, headers = {}, method = 'GET'): Promise<Answer> {
  const request = session.request({ ':path': path, ':method': method, ...headers });
  const hints: string[] = [];
  let hintedAt = 0;
  request.on('headers', ({ link = [] }) => {
    hintedAt ||= performance.now();
    hints.push(...[link].flat().flatMap((one) => one.split(', ')));
  });
  const answer = await new Promise<Readonly<Record<string, unknown>>>((resolve, reject) => {
    request.on('response', resolve).on('error', reject);
  });
  const aheadMs = hintedAt === 0 ? 0 : performance.now() - hintedAt;
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return { hints, status: Number(answer[':status']), headers: answer, aheadMs, body };
}

const PAGE = { 'sec-fetch-mode': 'navigate' };

const server: Readonly<Record<string, Fault['run']>> = {
  'hints-before-the-page': async (cell) => {
    const session = (await serve(cell)).open();
    const { hints, status, headers, aheadMs, body } = await ask(session, '/page', PAGE);
    expect(status).toBe(200);
    expect(aheadMs).toBeGreaterThan(300);
    expect([headers['link']].flat().join(', ')).toBe(hints.join(', '));
    expect(hints.length).toBeGreaterThan(1);
    for (const link of hints) {
      const path = /^<([^>]+)>; rel=preload; as=\w+$/.exec(link)?.[1] ?? '';
      expect(body).toContain(`"${path}"`);
      expect(await ask(session, path)).toMatchObject({
        status: 200,
        headers: { 'cache-control': expect.stringContaining('immutable') },
      });
    }
  },
  // Some programs take a 103 for the answer.
  'programs-get-no-hints': async (cell) => {
    const { hints, status } = await ask((await serve(cell)).open(), '/page');
    expect(hints).toEqual([]);
    expect(status).toBe(200);
  },
  'strangers-stay-out': async (cell) => {
    const session = (await serve(cell, { env: { TOKEN: 'probe' } })).open();
    for (const [authorization, expected] of [
      ['', 401],
      ['Bearer prob3', 401],
      ['Bearer probe', 200],
    ] as const) {
      const { status, hints } = await ask(session, '/page', { ...PAGE, authorization });
      expect(status).toBe(expected);
      expect(hints.length > 0).toBe(expected === 200);
    }
  },
  'strange-requests': async (cell) => {
    const { running, open } = await serve(cell);
    const session = open();
    for (const path of ['/other', '//', '/page/', '/%00', '/..%2f..%2fetc/passwd', `/${'x'.repeat(4000)}`])
      expect((await ask(session, path, PAGE)).status, path).toBe(404);
    expect((await ask(session, '/page', PAGE, 'DELETE')).status).toBe(405);
    expect((await ask(session, '/page?a=1', PAGE)).status).toBe(200);
    expect(running.program.hasEnded, running.program.output).toBe(false);
  },
  'browsers-that-leave': async (cell) => {
    const { running, open } = await serve(cell);
    for (let times = 0; times < 100; times++) {
      const session = open();
      session.request({ ':path': '/page', ...PAGE }).on('error', () => undefined);
      setTimeout(() => session.destroy(), 100 + times * 5);
      await wait(10);
    }
    expect((await ask(open(), '/page', PAGE)).status).toBe(200);
    expect(running.program.hasEnded, running.program.output).toBe(false);
  },
  // They ask for a hundred pages each and take none of them.
  'slow-receivers': async (cell) => {
    const { running, open } = await serve(cell);
    const before = memoryOf(running.pid());
    for (const session of Array.from({ length: 20 }, () => open(true)))
      for (let times = 0; times < 100; times++)
        session.request({ ':path': '/page', ...PAGE }).on('error', () => undefined);
    expect(await peakMemory(running.pid(), wait(5000))).toBeLessThan(before + 200 * MEGABYTE);
    expect((await ask(open(), '/page', PAGE)).status).toBe(200);
  },
  'signals-while-connected': async (cell) => {
    for (const signal of SIGNALS) {
      const { running, open } = await serve(cell, { isFirst: true });
      const session = open();
      session.request({ ':path': '/page', ...PAGE }).on('error', () => undefined);
      await new Promise((resolve) => session.once('remoteSettings', resolve));
      await endsWithin2s(running, signal);
    }
  },
};

export const earlyHints: readonly Fault[] = [
  ...rowsOf({ protocol: 'early-hints', role: 'client' }, client),
  ...rowsOf({ protocol: 'early-hints', role: 'server' }, server),
];
