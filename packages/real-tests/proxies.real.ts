/**
 * The starters' traffic through nginx, HAProxy and Apache with exactly the lines that `wirewise proxy` prints, and what
 * happens where lines are missing. The site around the lines has timeouts of half a second.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import { type ClientHttp2Session, connect as connectHttp2 } from 'node:http2';
import { connect as connectTcp } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { NatsServer } from './nats-server.ts';
import { findProgram, freePort, makeFolder, type Program, render, startTypeScript, until } from './program.ts';
import {
  linesFor,
  type RunningProxy,
  SITE_TIMEOUT_MS,
  startApache,
  startHaproxy,
  startNginx,
  without,
} from './proxy-servers.ts';
import { Mosquitto, RabbitMq, startHttp } from './servers.ts';

type Values = Readonly<Record<string, string | number | boolean>>;
type Lines = (text: string) => string;

const running: { readonly stop: () => Promise<void> }[] = [];

afterEach(async () => {
  for (const one of running.splice(0).reverse()) await one.stop();
});

function start(protocol: string, role: 'client' | 'server', set: Values): Program {
  // A folder each: two starters of a role would write to the same file.
  const folder = makeFolder();
  const program = startTypeScript(render(protocol, 'typescript', role, set), folder.path);
  running.push({ stop: () => program.stop('SIGKILL').then(folder.remove) });
  return program;
}

async function keep(starting: Promise<RunningProxy>): Promise<RunningProxy> {
  const proxy = await starting;
  running.push(proxy);
  return proxy;
}

const pause = (ms: number) => new Promise((wait) => setTimeout(wait, ms));

/** Long enough for the site's timeouts to strike. */
const SILENCE_MS = SITE_TIMEOUT_MS * 4;

const same: Lines = (text) => text;

/** A server with its lines for a protocol over HTTP, changed where a test wants it. */
type HttpProxy = (protocol: string, backend: number, path: string, change?: Lines) => Promise<RunningProxy>;

const nginx: HttpProxy = async (protocol, backend, path, change = same) => {
  const lines = linesFor('nginx', protocol, { backend: `127.0.0.1:${backend}`, path, idle: '60' });
  return keep(startNginx(await freePort(), { http: change(lines) }));
};

const haproxy: HttpProxy = async (protocol, backend, path, change = same) => {
  const port = await freePort();
  const set = { listen: `127.0.0.1:${port}`, backend: `127.0.0.1:${backend}`, path, idle: '60' };
  return keep(startHaproxy(port, change(linesFor('haproxy', protocol, set))));
};

const apache: HttpProxy = async (protocol, backend, path, change = same) => {
  const lines = linesFor('apache', protocol, { backend: `127.0.0.1:${backend}`, path, idle: '60' });
  return keep(startApache(await freePort(), change(lines)));
};

/** The status that a WebSocket handshake gets. */
async function handshake(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/live`);
    socket.on('open', () => {
      socket.terminate();
      resolve(101);
    });
    socket.on('unexpected-response', (request, response) => {
      request.destroy();
      resolve(response.statusCode ?? 0);
    });
    socket.on('error', reject);
  });
}

describe('websocket', () => {
  /** The starters with heartbeats so rare that they are silent during a test. */
  async function startServer(): Promise<number> {
    const port = await freePort();
    await start('websocket', 'server', { port, heartbeat: 3600 }).saw(/listening/);
    return port;
  }

  const client = (proxy: RunningProxy) =>
    start('websocket', 'client', { endpoint: `ws://127.0.0.1:${proxy.port}/live`, heartbeat: 3600 });

  test.each([
    ['nginx', nginx],
    ['haproxy', haproxy],
    ['apache', apache],
  ])('%s: messages pass, and silence closes nothing', async (_name, through) => {
    const proxy = await through('websocket', await startServer(), '/live');
    const one = client(proxy);
    await one.saw(/connected/);
    await pause(SILENCE_MS);
    await client(proxy).saw(/connected/);
    await one.saw(/^\{"type":"hello"\}$/m);
    expect(one.output).not.toContain('closed');
  });

  test.each([
    ['nginx', nginx, (lines: string) => without(lines, /Upgrade/, /"upgrade"/)],
    ['apache', apache, (lines: string) => lines.replace(' upgrade=websocket', '')],
  ])('%s without the upgrade: no 101', async (_name, through, change) => {
    const server = await startServer();
    const proxy = await through('websocket', server, '/live', change);
    expect(await handshake(proxy.port)).toBe(426);
    expect(await handshake(server)).toBe(101);
  });

  test.each([
    ['nginx', nginx, (lines: string) => without(lines, /proxy_read_timeout/)],
    ['haproxy', haproxy, (lines: string) => without(lines, /timeout (client|server|tunnel)/)],
    ['apache', apache, (lines: string) => without(lines, /^Timeout/)],
  ])('%s without its timeouts: silence closes (1006)', async (_name, through, change) => {
    const proxy = await through('websocket', await startServer(), '/live', change);
    const one = client(proxy);
    await one.saw(/connected/);
    await one.saw(/closed \(1006\)/, { timeoutMs: 5000 });
  });
});

describe('sse', () => {
  async function startServer(heartbeat: number): Promise<number> {
    const port = await freePort();
    await start('sse', 'server', { port, heartbeat }).saw(/listening/);
    return port;
  }

  const client = (proxy: RunningProxy) => start('sse', 'client', { endpoint: `http://127.0.0.1:${proxy.port}/events` });

  const events = /^\d{4}-\d\d-\d\dT.*Z$/m;

  test.each([
    ['nginx', nginx],
    ['haproxy', haproxy],
    ['apache', apache],
  ])('%s: events pass, and the second between two of them cuts nothing', async (_name, through) => {
    const one = client(await through('sse', await startServer(3600), '/events'));
    await one.saw(events, { times: 3 });
    expect(one.output.match(/connected/g)).toHaveLength(1);
  });

  test.each([
    ['nginx', nginx, (lines: string) => without(lines, /proxy_read_timeout/)],
    ['haproxy', haproxy, (lines: string) => without(lines, /timeout (client|server)/)],
    ['apache', apache, (lines: string) => lines.replace(/ timeout=\d+/, '')],
  ])('%s without its timeouts: silence cuts the stream', async (name, through, change) => {
    // The events of the starter come every second, and Apache counts in whole seconds.
    const port = name === 'apache' ? (await slowStream()).port : await startServer(3600);
    const one = client(await through('sse', port, '/events', change));
    await one.saw(/connected/, { times: 2 });
  });

  /** An event every three seconds. */
  async function slowStream(): Promise<{ readonly port: number }> {
    const server = await startHttp((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(': here\n\n');
      const timer = setInterval(() => response.write('data: slow\n\n'), 3000);
      response.on('close', () => clearInterval(timer));
    });
    running.push(server);
    return server;
  }

  test('nginx without its lines holds events back', async () => {
    // Unlike the starter, this server does not ask nginx to let everything through.
    const server = await startHttp((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.flushHeaders();
      const timer = setInterval(() => response.write('data: tick\n\n'), 100);
      response.on('close', () => clearInterval(timer));
    });
    running.push(server);
    const open = await nginx('sse', server.port, '/events');
    const closed = await nginx('sse', server.port, '/events', (lines) =>
      without(lines, /proxy_buffering/, /proxy_http_version/, /Connection/),
    );
    const [through, held] = await Promise.all([bytesIn(2000, open.port), bytesIn(2000, closed.port)]);
    expect(through).toBeGreaterThan(100);
    expect(held).toBe(0);
  });

  /** How much of a body arrives within a time. */
  async function bytesIn(ms: number, port: number): Promise<number> {
    let bytes = 0;
    const request = get({ port, host: '127.0.0.1', path: '/events' }, (response) => {
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on('error', () => undefined);
    });
    request.on('error', () => undefined);
    await pause(ms);
    request.destroy();
    return bytes;
  }
});

/** A server with its lines for a protocol over TCP; `idle` in seconds. */
type TcpProxy = (protocol: string, backend: number, idle: number, change?: Lines) => Promise<RunningProxy>;

const nginxStream: TcpProxy = async (protocol, backend, idle, change = same) => {
  const port = await freePort();
  const set = { listen: `127.0.0.1:${port}`, backend: `127.0.0.1:${backend}`, idle: String(idle) };
  return keep(startNginx(port, { top: change(linesFor('nginx', protocol, set)) }));
};

const haproxyTcp: TcpProxy = async (protocol, backend, idle, change = same) => {
  const port = await freePort();
  const set = { listen: `127.0.0.1:${port}`, backend: `127.0.0.1:${backend}`, idle: String(idle) };
  return keep(startHaproxy(port, change(linesFor('haproxy', protocol, set))));
};

/** What a server answers to bytes that are not HTTP. */
async function answerTo(port: number, bytes: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connectTcp(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
    socket.setTimeout(5000, () => socket.destroy());
  });
}

const asHttpSite = {
  nginx: async (backend: number) =>
    keep(startNginx(await freePort(), { http: `location / { proxy_pass http://127.0.0.1:${backend}; }` })),
  haproxy: async (backend: number) => {
    const port = await freePort();
    const site = `frontend f\n bind 127.0.0.1:${port}\n default_backend b\nbackend b\n server s 127.0.0.1:${backend}`;
    return keep(startHaproxy(port, site));
  },
};

/** CONNECT of MQTT 3.1.1 from a client called "probe", and the header with which AMQP 0-9-1 begins. */
const MQTT_CONNECT = Buffer.from([0x10, 17, 0, 4, 0x4d, 0x51, 0x54, 0x54, 4, 2, 0, 30, 0, 5, ...Buffer.from('probe')]);
const AMQP_HEADER = Buffer.from([0x41, 0x4d, 0x51, 0x50, 0, 0, 9, 1]);

describe('mqtt', () => {
  let broker: Mosquitto;

  beforeAll(async () => {
    broker = new Mosquitto(await freePort(), await freePort());
    await broker.start();
  });

  afterAll(async () => broker.remove());

  const client = (proxy: RunningProxy, topic: string, id: string) =>
    start('mqtt', 'client', { endpoint: `mqtt://127.0.0.1:${proxy.port}`, topic, 'client-id': id });

  test.each([
    ['nginx', nginxStream],
    ['haproxy', haproxyTcp],
  ])('%s: messages pass, and silence closes nothing', async (name, through) => {
    const proxy = await through('mqtt', broker.tcpPort, 60);
    const quiet = client(proxy, 'nothing/comes', `${name}-quiet`);
    const lively = client(proxy, 'proxied/one', `${name}-lively`);
    await lively.saw(/subscribed/);
    const endpoint = `mqtt://127.0.0.1:${proxy.port}`;
    const publisher = start('mqtt', 'server', { endpoint, topic: 'proxied/one', 'client-id': `${name}-publisher` });
    await lively.saw(/^proxied\/one 20\d\d-/m, { times: 2 });
    await publisher.saw(/delivered to proxied\/one/);
    await quiet.saw(/subscribed/);
    await pause(SILENCE_MS);
    expect(quiet.output.match(/connected/g)).toHaveLength(1);
  });

  test.each([
    ['nginx', nginxStream, 1, same],
    ['haproxy', haproxyTcp, 60, (lines: string) => without(lines, /timeout (client|server)/)],
  ])('%s with a timeout below the keep-alive cuts quiet clients', async (name, through, idle, change) => {
    const proxy = await through('mqtt', broker.tcpPort, idle, change);
    await client(proxy, 'nothing/comes', `${name}-cut`).saw(/connected, session/, { times: 2 });
  });

  test.each(['nginx', 'haproxy'] as const)('%s as a site for HTTP answers 400', async (name) => {
    const site = await asHttpSite[name](broker.tcpPort);
    expect(await answerTo(site.port, MQTT_CONNECT)).toMatch(/400 Bad Request/i);
    expect(await answerTo(broker.tcpPort, MQTT_CONNECT)).toBe('\x20\x02\x00\x00');
  });

  test('haproxy lets in nothing but MQTT', async () => {
    const proxy = await haproxyTcp('mqtt', broker.tcpPort, 60);
    expect(await answerTo(proxy.port, AMQP_HEADER)).toBe('');
  });
});

describe('amqp', () => {
  let broker: RabbitMq;

  beforeAll(async () => {
    broker = await RabbitMq.start();
  });

  afterAll(async () => broker.remove());

  test.each([
    ['nginx', nginxStream],
    ['haproxy', haproxyTcp],
  ])('%s: messages pass, and silence closes nothing', async (name, through) => {
    const proxy = await through('amqp', broker.port, 60);
    const endpoint = `amqp://127.0.0.1:${proxy.port}`;
    const exchange = `events-${name}`;
    const consume = (queue: string, topic: string) => start('amqp', 'client', { endpoint, exchange, queue, topic });
    const quiet = consume(`${name}-quiet`, 'nothing.comes');
    const lively = consume(`${name}-lively`, 'proxied.#');
    await Promise.all([quiet.saw(/consuming/), lively.saw(/consuming/)]);
    await start('amqp', 'server', { endpoint, exchange, topic: 'proxied.one' }).saw(/confirmed proxied\.one/);
    await lively.saw(/^proxied\.one /m, { times: 2 });
    await pause(SILENCE_MS);
    expect(quiet.output.match(/consuming/g)).toHaveLength(1);
  });

  test.each([
    ['nginx', nginxStream, 1, same],
    ['haproxy', haproxyTcp, 60, (lines: string) => without(lines, /timeout (client|server)/)],
  ])('%s with a timeout below the heartbeat cuts quiet consumers', async (name, through, idle, change) => {
    const proxy = await through('amqp', broker.port, idle, change);
    const set = { endpoint: `amqp://127.0.0.1:${proxy.port}`, queue: `${name}-cut`, topic: 'nothing.comes' };
    await start('amqp', 'client', set).saw(/consuming/, { times: 2 });
  });

  test.each(['nginx', 'haproxy'] as const)('%s as a site for HTTP answers 400', async (name) => {
    const site = await asHttpSite[name](broker.port);
    expect(await answerTo(site.port, AMQP_HEADER)).toMatch(/400 Bad Request/i);
  });
});

describe('webrtc', () => {
  test.each([
    ['nginx', nginx],
    ['haproxy', haproxy],
    ['apache', apache],
  ])('%s: two peers meet over the signalling and talk', async (_name, through) => {
    const port = await freePort();
    await start('webrtc', 'server', { port }).saw(/listening/);
    const proxy = await through('webrtc', port, '/signalling');
    const set = { endpoint: `ws://127.0.0.1:${proxy.port}/signalling`, stun: '' };
    const one = start('webrtc', 'client', set);
    const two = start('webrtc', 'client', set);
    await one.saw(/^hello from [0-9a-f-]{36}$/m);
    await two.saw(/^hello from [0-9a-f-]{36}$/m);
  });
});

/** HAProxy with a frontend for one protocol alone, whatever the path. */
const haproxyWhole: HttpProxy = (protocol, backend, _path, change) => haproxyTcp(protocol, backend, 60, change);

describe('grpc-streaming', () => {
  async function startServer(): Promise<number> {
    const port = await freePort();
    await start('grpc-streaming', 'server', { port }).saw(/listening/);
    return port;
  }

  const client = (proxy: RunningProxy) =>
    start('grpc-streaming', 'client', { endpoint: `http://127.0.0.1:${proxy.port}`, heartbeat: 3600 });

  /** nginx with a listen line that says http2, for which a site has TLS. */
  const nginxWithHttp2: HttpProxy = async (protocol, backend, path, change = same) => {
    const port = await freePort();
    const lines = linesFor('nginx', protocol, { backend: `127.0.0.1:${backend}`, path, idle: '60' });
    return keep(startNginx(port, { http: `listen 127.0.0.1:${port} http2;\n${change(lines)}` }));
  };

  test.each([
    ['nginx', nginxWithHttp2],
    ['haproxy', haproxyWhole],
  ])('%s: a stream passes, and the second between two messages cuts nothing', async (_name, through) => {
    const one = client(await through('grpc-streaming', await startServer(), '/'));
    await one.saw(/^\d{4}-/m, { times: 4 });
    expect(one.output).not.toContain('error');
  });

  test.each([
    ['nginx', nginxWithHttp2, (lines: string) => lines.replace('grpc_pass grpc:', 'proxy_pass http:')],
    ['haproxy', haproxyWhole, (lines: string) => without(lines, /timeout (client|server)/)],
  ])('%s without its lines: the call fails', async (_name, through, change) => {
    const one = client(await through('grpc-streaming', await startServer(), '/', change));
    await one.saw(/^error: /m);
  });
});

describe('nats', () => {
  /** What a client sees of the server's greeting and of the answer to a ping after a while, over WebSocket. */
  async function talk(port: number): Promise<string> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/nats`);
    let heard = '';
    socket.on('message', (data) => {
      heard += String(data);
    });
    socket.on('close', () => {
      heard += 'closed';
    });
    socket.on('error', (error) => {
      heard += error.message;
    });
    running.push({ stop: async () => socket.terminate() });
    await until(
      () => heard !== '',
      10_000,
      () => 'a greeting',
    );
    if (heard.startsWith('INFO')) socket.send('CONNECT {"verbose":false}\r\n');
    await pause(SILENCE_MS);
    if (socket.readyState === WebSocket.OPEN) socket.send('PING\r\n');
    await pause(500);
    return heard;
  }

  async function startServer(): Promise<number> {
    const server = await NatsServer.start();
    running.push({ stop: () => server.remove() });
    return server.wsPort;
  }

  test.each([
    ['nginx', nginx],
    ['haproxy', haproxyWhole],
  ])('%s: the server greets, and silence closes nothing', async (_name, through) => {
    const proxy = await through('nats', await startServer(), '/nats');
    expect(await talk(proxy.port)).toMatch(/^INFO [\s\S]*PONG\r\n(?!.*closed)/);
  });

  test.each([
    ['nginx', nginx, (lines: string) => without(lines, /Upgrade/, /"upgrade"/)],
    ['haproxy', haproxyWhole, (lines: string) => without(lines, /timeout (client|server|tunnel)/)],
  ])('%s without its lines: no 101, or silence closes', async (_name, through, change) => {
    const proxy = await through('nats', await startServer(), '/nats', change);
    expect(await talk(proxy.port)).toMatch(/server response|closed$/);
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
  ])('%s without it: browsers get HTTP/1.1', async (_name, through, change) => {
    expect(await agreed((await through(same)).port)).toBe('h2');
    expect(await agreed((await through(change)).port)).toBe('http/1.1');
  });
});
