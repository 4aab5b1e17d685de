/** What needs HTTP/2, through proxies. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type ClientHttp2Session, connect as connectHttp2 } from 'node:http2';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findProgram, freePort, makeFolder } from '../program.ts';
import { startHttp } from '../servers.ts';
import { linesFor, type RunningProxy, startCaddy, startHaproxy, startNginx, without } from './servers.ts';
import { type HttpProxy, haproxyWhole, keep, type Lines, running, same, start, startServer } from './through.ts';

describe('grpc-streaming', () => {
  const client = (proxy: RunningProxy) =>
    start('grpc-streaming', 'client', { endpoint: `http://127.0.0.1:${proxy.port}`, heartbeat: 3600 });

  /** nginx with a listen line that says http2, for which a site has TLS. */
  const nginxWithHttp2: HttpProxy = async (protocol, backend, path, change = same) => {
    const port = await freePort();
    const lines = linesFor('nginx', protocol, { backend: `127.0.0.1:${backend}`, path, idle: '60' });
    return keep(startNginx(port, { http: `listen 127.0.0.1:${port} http2;\n${change(lines)}` }));
  };

  /** Caddy without a certificate, so that its global options have to say h2c. */
  const caddyWithHttp2: HttpProxy = async (protocol, backend, path, change = same) => {
    const lines = linesFor('caddy', protocol, { backend: `127.0.0.1:${backend}`, path, idle: '60' });
    return keep(startCaddy(await freePort(), change(lines), { servers: 'protocols h1 h2c' }));
  };

  test.each([
    ['nginx', nginxWithHttp2],
    ['haproxy', haproxyWhole],
    ['caddy', caddyWithHttp2],
  ])('%s: a stream passes, and the second between two messages cuts nothing', async (_name, through) => {
    const one = client(await through('grpc-streaming', await startServer('grpc-streaming'), '/'));
    await one.saw(/^\d{4}-/m, { times: 4 });
    expect(one.output).not.toContain('error');
  });

  test.each([
    ['nginx', nginxWithHttp2, (lines: string) => lines.replace('grpc_pass grpc:', 'proxy_pass http:')],
    ['haproxy', haproxyWhole, (lines: string) => without(lines, /timeout (client|server)/)],
    ['caddy', caddyWithHttp2, (lines: string) => lines.replace('h2c://', '')],
  ])('%s without its lines: the call fails', async (_name, through, change) => {
    const one = client(await through('grpc-streaming', await startServer('grpc-streaming'), '/', change));
    await one.saw(/^error: /m);
  });
});

describe('http2-push, that is multiplexing', () => {
  let certificates: ReturnType<typeof makeFolder>;
  let cert: string;
  let key: string;

  beforeAll(() => {
    certificates = makeFolder();
    cert = join(certificates.path, 'cert.pem');
    key = `${cert}.key`;
    const request = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '1',
    ];
    const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
    const { status, stderr } = spawnSync(findProgram('openssl'), [...request, ...names, '-keyout', key, '-out', cert]);
    if (status !== 0) throw new Error(String(stderr));
  });

  afterAll(() => certificates.remove());

  /** Answers after a while, so that requests one after the other would be seen to take longer. */
  async function startSlowServer(): Promise<number> {
    const server = await startHttp((request, response) => {
      setTimeout(() => response.end(request.url), 300);
    });
    running.push(server);
    return server.port;
  }

  const withNginx = async (change: Lines) => {
    const port = await freePort();
    const set = { listen: `127.0.0.1:${port}`, backend: `127.0.0.1:${await startSlowServer()}`, path: '/' };
    const tls = `ssl_certificate ${cert}; ssl_certificate_key ${key};`;
    return keep(startNginx(port, { http: `${tls}\n${change(linesFor('nginx', 'http2-push', set))}` }));
  };

  const withHaproxy = async (change: Lines) => {
    const port = await freePort();
    const set = { listen: `127.0.0.1:${port}`, backend: `127.0.0.1:${await startSlowServer()}` };
    // What the comment above that line says.
    const tls = linesFor('haproxy', 'http2-push', set).replace(/bind \S+/, `$& ssl crt ${cert} alpn h2,http/1.1`);
    return keep(startHaproxy(port, change(tls)));
  };

  const withCaddy = async (change: Lines) => {
    const backend = `127.0.0.1:${await startSlowServer()}`;
    const site = { tls: `${cert} ${key}`, servers: change('protocols h1 h2') };
    return keep(startCaddy(await freePort(), linesFor('caddy', 'http2-push', { backend, path: '/' }), site));
  };

  async function openSession(port: number): Promise<ClientHttp2Session> {
    const session = connectHttp2(`https://127.0.0.1:${port}`, { ca: readFileSync(cert) });
    running.push({ stop: async () => session.destroy() });
    await new Promise((resolve, reject) => session.once('connect', resolve).once('error', reject));
    return session;
  }

  async function ask(session: ClientHttp2Session, path: string): Promise<string> {
    const stream = session.request({ ':path': path });
    let body = '';
    for await (const chunk of stream) body += String(chunk);
    return body;
  }

  test.each([
    ['nginx', withNginx],
    ['haproxy', withHaproxy],
    ['caddy', withCaddy],
  ])('%s: twenty requests at once on one connection', async (_name, through) => {
    const { port } = await through(same);
    const session = await openSession(port);
    const paths = Array.from({ length: 20 }, (_, at) => `/part/${at}`);
    const before = performance.now();
    expect(await Promise.all(paths.map((path) => ask(session, path)))).toEqual(paths);
    expect(performance.now() - before).toBeLessThan(20 * 300);
  });

  /** What a browser would agree on. */
  async function agreed(port: number): Promise<string | false | null> {
    const socket = connectTls({ port, host: '127.0.0.1', ca: readFileSync(cert), ALPNProtocols: ['h2', 'http/1.1'] });
    await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
    socket.destroy();
    return socket.alpnProtocol;
  }

  test.each([
    ['nginx', withNginx, (lines: string) => lines.replace('ssl http2;', 'ssl;')],
    ['haproxy', withHaproxy, (lines: string) => lines.replaceAll('alpn h2,http/1.1', 'alpn http/1.1')],
    ['caddy', withCaddy, (lines: string) => lines.replace(' h2', '')],
  ])('%s without it: browsers get HTTP/1.1', async (_name, through, change) => {
    expect(await agreed((await through(same)).port)).toBe('h2');
    expect(await agreed((await through(change)).port)).toBe('http/1.1');
  });
});
