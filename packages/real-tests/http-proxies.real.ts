/** Long polling and HTTP streaming through nginx and HAProxy, with the lines that `wirewise proxy` prints and without. */
import { get } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { freePort, makeFolder, type Program, render, startTypeScript } from './program.ts';
import { linesFor, type RunningProxy, startHaproxy, startNginx, without } from './proxy-servers.ts';
import { startHttp } from './servers.ts';

const running: { readonly stop: () => Promise<void> }[] = [];

afterEach(async () => {
  for (const one of running.splice(0).reverse()) await one.stop();
});

type Values = Readonly<Record<string, string | number>>;
type Lines = (text: string) => string;
const same: Lines = (text) => text;

function start(protocol: string, role: 'client' | 'server', set: Values): Program {
  // A folder each: two starters of a role would write to the same file.
  const folder = makeFolder();
  const program = startTypeScript(render(protocol, 'typescript', role, set), folder.path);
  running.push({ stop: () => program.stop('SIGKILL').then(folder.remove) });
  return program;
}

async function startServer(protocol: string, path: string): Promise<number> {
  const port = await freePort();
  await start(protocol, 'server', { port, path }).saw(/listening/);
  return port;
}

type Through = (protocol: string, backend: number, change?: Lines) => Promise<RunningProxy>;

const nginx: Through = async (protocol, backend, change = same) => {
  const lines = linesFor('nginx', protocol, { backend: `127.0.0.1:${backend}`, path: '/live', idle: '60' });
  const proxy = await startNginx(await freePort(), { http: change(lines) });
  running.push(proxy);
  return proxy;
};

const haproxy: Through = async (protocol, backend, change = same) => {
  const port = await freePort();
  const set = { listen: `127.0.0.1:${port}`, backend: `127.0.0.1:${backend}`, path: '/live', idle: '60' };
  const proxy = await startHaproxy(port, change(linesFor('haproxy', protocol, set)));
  running.push(proxy);
  return proxy;
};

const TIMED = [
  ['nginx', nginx, (lines: string) => without(lines, /proxy_read_timeout/)],
  ['haproxy', haproxy, (lines: string) => without(lines, /timeout (client|server)/)],
] as const;

const client = (protocol: string, { port }: RunningProxy) =>
  start(protocol, 'client', { endpoint: `http://127.0.0.1:${port}/live` });

const MESSAGE = /^"\d{4}-\d\d-\d\dT.*Z"$/m;

// Messages come every second, and the site around the lines has timeouts of half a second.
describe('long-polling', () => {
  test.each([
    ['nginx', nginx],
    ['haproxy', haproxy],
  ])('%s: requests are held, and answered with what is new', async (_, through) => {
    const one = client('long-polling', await through('long-polling', await startServer('long-polling', '/live')));
    await one.saw(MESSAGE, { times: 4 });
    expect(one.output).not.toMatch(/error/);
  });

  test.each(TIMED)('%s without its timeouts: 504', async (_, through, change) => {
    const server = await startServer('long-polling', '/live');
    await client('long-polling', await through('long-polling', server, change)).saw(/refused: 504/);
  });
});

describe('http-streaming', () => {
  test.each([
    ['nginx', nginx],
    ['haproxy', haproxy],
  ])('%s: lines pass, and the second between two of them cuts nothing', async (_, through) => {
    const one = client('http-streaming', await through('http-streaming', await startServer('http-streaming', '/live')));
    await one.saw(MESSAGE, { times: 4 });
    expect(one.count(/connected/)).toBe(1);
  });

  test.each(TIMED)('%s without its timeouts: silence cuts the stream', async (_, through, change) => {
    const server = await startServer('http-streaming', '/live');
    await client('http-streaming', await through('http-streaming', server, change)).saw(/connected/, { times: 2 });
  });

  test('nginx without its lines holds lines back', async () => {
    // Unlike the starter, this server does not ask nginx to let everything through.
    const server = await startHttp((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' }).flushHeaders();
      const timer = setInterval(() => response.write('{"id":1,"data":"tick"}\n'), 100);
      response.on('close', () => clearInterval(timer));
    });
    running.push(server);
    const open = await nginx('http-streaming', server.port);
    const closed = await nginx('http-streaming', server.port, (lines) =>
      without(lines, /proxy_buffering/, /proxy_http_version/, /Connection/),
    );
    const [through, held] = await Promise.all([bytesIn(2000, open.port), bytesIn(2000, closed.port)]);
    expect(through).toBeGreaterThan(100);
    expect(held).toBe(0);
  });
});

/** How much of a body arrives within a time. */
async function bytesIn(ms: number, port: number): Promise<number> {
  let bytes = 0;
  const request = get({ port, host: '127.0.0.1', path: '/live' }, (response) => {
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    response.on('error', () => undefined);
  });
  request.on('error', () => undefined);
  await new Promise((wait) => setTimeout(wait, ms));
  request.destroy();
  return bytes;
}
