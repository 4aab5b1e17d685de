/** Faults of HTTP/2 servers and clients. */
import {
  connect,
  constants,
  createSecureServer,
  createServer,
  type Http2SecureServer,
  type Http2Server,
  type ServerHttp2Session,
} from 'node:http2';
import { expect } from 'vitest';
import { type Cell, ended, type Fault, freePort, isListening } from '../tools/fault.ts';
import { wait } from '../tools/machine.ts';
import { certificate, Peer } from '../tools/peers.ts';
import { endsWithin2s, SIGNALS } from '../tools/reconnecting.ts';

interface Answers {
  readonly asked: () => number;
  readonly set: Readonly<Record<string, string>>;
  readonly options: { readonly env: Readonly<Record<string, string>> };
}

async function against(cell: Cell, prepare: (server: Http2Server | Http2SecureServer) => void): Promise<Answers> {
  const port = await freePort();
  // Java asks for an upgrade where there is no TLS, which Node's server does not know.
  const tls = cell.language === 'java' ? certificate() : undefined;
  const server = tls === undefined ? createServer() : createSecureServer(tls);
  let asked = 0;
  const sessions = new Set<ServerHttp2Session>();
  server.on('session', (session) => sessions.add(session).size);
  server.on('sessionError', () => undefined);
  server.on('stream', (stream, headers) => {
    if (headers[':path'] === '/page') asked++;
    stream.on('error', () => undefined);
  });
  prepare(server);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  cell.keep({
    stop: async () => {
      for (const session of sessions) session.destroy();
      server.close();
    },
  });
  const endpoint = `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`;
  return { asked: () => asked, set: { endpoint, path: '/page' }, options: { env: tls?.env ?? {} } };
}

export const http2Client: Readonly<Record<string, Fault['run']>> = {
  'answer-503': async (cell) => {
    const { set, asked, options } = await against(cell, (server) =>
      server.on('stream', (stream) => {
        stream.respond({ ':status': 503 });
        stream.end('try later');
      }),
    );
    const running = await cell.start(set, options);
    expect(await ended(running, 60_000)).not.toBe(0);
    expect(running.program.output).toMatch(/503/);
    expect(running.program.output).not.toMatch(/^answered \/page: try later/m);
    expect(asked()).toBeGreaterThan(1);
  },
  'answer-404': async (cell) => {
    const { set, asked, options } = await against(cell, (server) =>
      server.on('stream', (stream) => stream.respond({ ':status': 404 }, { endStream: true })),
    );
    expect(await ended(await cell.start(set, options), 40_000)).not.toBe(0);
    expect(asked()).toBe(1);
  },
  'goes-away-before-answering': async (cell) => {
    const { set, options } = await against(cell, (server) =>
      server.on('stream', (stream) => {
        stream.session?.goaway(constants.NGHTTP2_NO_ERROR, stream.id);
        setTimeout(() => {
          if (stream.destroyed) return;
          stream.respond({ ':status': 200 });
          stream.end('in time');
        }, 200);
      }),
    );
    const running = await cell.start(set, options);
    await running.program.saw(/in time/, { timeoutMs: 40_000 });
    expect(await ended(running, 10_000)).toBe(0);
    expect(running.program.output).not.toMatch(/^error/m);
  },
  'resets-and-recovers': async (cell) => {
    let calls = 0;
    const { set, options } = await against(cell, (server) =>
      server.on('stream', (stream) => {
        calls++;
        if (calls === 1) return stream.close(constants.NGHTTP2_REFUSED_STREAM);
        stream.respond({ ':status': 200 });
        stream.end('second');
      }),
    );
    const running = await cell.start(set, options);
    await running.program.saw(/second/, { timeoutMs: 40_000 });
    expect(await ended(running, 10_000)).toBe(0);
  },
  'huge-answer': async (cell) => {
    const { set, options } = await against(cell, (server) =>
      server.on('stream', (stream) => {
        stream.respond({ ':status': 200 });
        const part = Buffer.alloc(65_536, 'x');
        const more = () => {
          while (!stream.destroyed && stream.write(part));
        };
        stream.on('drain', more);
        more();
      }),
    );
    const running = await cell.start(set, options);
    expect(await ended(running, 60_000)).not.toBe(0);
    expect(running.program.output.length).toBeLessThan(100_000);
  },
  signals: async (cell) => {
    for (const signal of SIGNALS) {
      const port = await freePort();
      const peer = cell.keep(await Peer.listen(port, () => undefined));
      const running = await cell.start({ endpoint: `http://127.0.0.1:${port}`, path: '/' }, { isFirst: true });
      for (let tries = 0; peer.calls.length === 0 && tries < 400; tries++) await wait(50);
      await wait(200);
      await endsWithin2s(running, signal);
      await peer.stop();
    }
  },
};

async function serve(cell: Cell, options = {}) {
  const port = await freePort();
  const running = await cell.start({ port, path: '/page' }, options);
  await isListening(running);
  return { running, origin: `http://127.0.0.1:${port}` };
}

async function statusOf(origin: string, headers: Record<string, string>): Promise<unknown> {
  const session = connect(origin);
  const request = session.request({ ':path': '/page', ...headers });
  const status = await new Promise((resolve, reject) => {
    request.on('response', (got) => resolve(got[':status'])).on('error', reject);
  });
  session.destroy();
  return status;
}

export const http2Server: Readonly<Record<string, Fault['run']>> = {
  'strangers-stay-out': async (cell) => {
    const { origin } = await serve(cell, { env: { TOKEN: 'probe' } });
    expect(await statusOf(origin, {})).toBe(401);
    expect(await statusOf(origin, { authorization: 'Bearer prob3' })).toBe(401);
    expect(await statusOf(origin, { authorization: 'Bearer probe' })).toBe(200);
  },
  'signals-while-connected': async (cell) => {
    for (const signal of SIGNALS) {
      const { running, origin } = await serve(cell, { isFirst: true });
      const session = connect(origin);
      session.on('error', () => undefined);
      await new Promise((resolve) => session.once('remoteSettings', resolve));
      await endsWithin2s(running, signal);
      session.destroy();
    }
  },
};
