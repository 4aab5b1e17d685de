import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:http2';
import { createServer } from 'node:https';
import { connect as connectTcp } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { fileURLToPath } from 'node:url';
import amqp from 'amqplib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket, { WebSocketServer } from 'ws';
import { renderLiteral } from '../../src/starters/literals.ts';
import { eachTest } from './each-test.ts';
import { expectComesBack, expectMissedEvents, expectResumes, expectStrangersRefused } from './exercises.ts';
import { HOSTILE, otherValues } from './other-values.ts';
import {
  findProgram,
  freePort,
  makeFolder,
  Program,
  render,
  starterNames,
  startTypeScript,
  writeStarter,
} from './program.ts';
import { RabbitMq } from './servers.ts';
import { JAVA_FLAGS, javaClassPath, javaLibraries } from './survival/tools/java.ts';

const STUBS = fileURLToPath(new URL('java-stubs', import.meta.url));

type Values = Readonly<Record<string, string | number | boolean>>;
type Role = 'client' | 'server';

let java: string;
let javac: string;
/** A certificate for 127.0.0.1, one for another name, and a store that trusts both. */
let certificates: ReturnType<typeof makeFolder>;
const { folder, running } = eachTest();

beforeAll(() => {
  java = findProgram('java');
  javac = findProgram('javac');
  javaLibraries(); // a missing one fails here
  certificates = makeFolder();
  for (const [name, host] of [
    ['right', 'IP:127.0.0.1'],
    ['wrong', 'DNS:other.example.com'],
  ] as const) {
    const [key, cert] = [join(certificates.path, `${name}.key`), join(certificates.path, `${name}.pem`)];
    const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=starter'];
    succeed(findProgram('openssl'), [...request, '-addext', `subjectAltName=${host}`, '-keyout', key, '-out', cert]);
    const store = ['-keystore', join(certificates.path, 'trust.p12'), '-storepass', 'changeit', '-noprompt'];
    succeed(findProgram('keytool'), ['-importcert', ...store, '-alias', name, '-file', cert]);
  }
});

afterAll(() => certificates.remove());

function succeed(command: string, args: readonly string[]): void {
  const { status, stderr, stdout } = spawnSync(command, args, { encoding: 'utf8' });
  expect(status, stdout + stderr).toBe(0);
}

/** Starts a program as its README says: Java runs one source file as it is. */
function start(protocol: string, role: Role, set: Values, env = {}, options: readonly string[] = []): Program {
  const own = mkdtempSync(join(folder.path, `${protocol}-`));
  writeStarter(render(protocol, 'java', role, set), own);
  const main = role === 'client' ? 'Client.java' : 'Server.java';
  const program = new Program(java, [...JAVA_FLAGS, ...options, '-cp', javaClassPath(own), main], { cwd: own, env });
  running.push(program);
  return program;
}

/** What a client is started with so that it trusts both certificates. */
function trusting(): readonly string[] {
  const store = join(certificates.path, 'trust.p12');
  return [`-Djavax.net.ssl.trustStore=${store}`, '-Djavax.net.ssl.trustStorePassword=changeit'];
}

function pem(name: 'right' | 'wrong'): { key: Buffer; cert: Buffer } {
  const read = (ending: string) => readFileSync(join(certificates.path, `${name}.${ending}`));
  return { key: read('key'), cert: read('pem') };
}

function startNode(protocol: string, role: Role, set: Values, env = {}): Program {
  const program = startTypeScript(render(protocol, 'typescript', role, set), folder.path, env);
  running.push(program);
  return program;
}

async function handshake(url: string, headers: Readonly<Record<string, string>>): Promise<number> {
  const socket = new WebSocket(url, { headers });
  return new Promise((resolve, reject) => {
    socket.on('open', () => socket.on('close', resolve));
    socket.on('unexpected-response', (request, response) => {
      request.destroy();
      resolve(response.statusCode ?? 0);
    });
    socket.on('error', reject);
  });
}

test('every starter compiles without a warning, with other values than the defaults', () => {
  const names = starterNames('java');
  expect(names.length).toBe(31);
  for (const name of names) {
    const { protocol, role, variant } = name;
    const own = mkdtempSync(join(folder.path, 'check-'));
    const starter = render(protocol, 'java', role, otherValues(name), { variant });
    writeStarter(starter, own);
    const lint = ['-Xlint:all,-serial,-deprecation', '-Werror', '-proc:none', '-implicit:none'];
    const files = starter.files.flatMap(({ path }) => (path.endsWith('.java') ? [join(own, path)] : []));
    succeed(javac, [...lint, '-cp', javaClassPath(own), '-sourcepath', STUBS, '-d', own, ...files]);
  }
}, 300_000);

test('a literal holds the text that it was made from', () => {
  const literals = HOSTILE.map((text) => renderLiteral('x.java', text));
  const lines = literals.map((literal) => `    print(${literal});`);
  const print =
    '  static void print(String s) { s.chars().forEach(c -> System.out.print(c + " ")); System.out.println(); }';
  const main = ['public class Texts {', print, '  public static void main(String[] args) {', ...lines, '  }', '}'];
  writeFileSync(join(folder.path, 'Texts.java'), main.join('\n'));
  const { stdout, stderr } = spawnSync(java, [join(folder.path, 'Texts.java')], { encoding: 'utf8' });
  const units = HOSTILE.map((text) =>
    text
      .split('')
      .map((unit) => `${unit.charCodeAt(0)} `)
      .join(''),
  );
  expect(stdout.trimEnd().split('\n'), stderr).toEqual(
    units
      .map((line) => (line === '' ? '' : line))
      .join('\n')
      .trimEnd()
      .split('\n'),
  );
});

test('websocket: says hello, receives, comes back after a restart of the server', async () => {
  const said = { connected: /^connected$/m, closed: /^closed \(1006\)$/m };
  await expectComesBack((set) => start('websocket', 'client', set), said, { heartbeat: 1, patienceMs: 20_000 });
});

test('websocket server: two clients hear each other; a wrong token and a wrong origin stay out', async () => {
  const port = await freePort();
  const env = { TOKEN: 'probe' };
  const server = start('websocket', 'server', { port, path: '/live', origin: 'https://app.example.com' }, env);
  await server.saw(/^listening/m);
  const endpoint = `ws://127.0.0.1:${port}/live`;
  await expectStrangersRefused(endpoint);
  const one = start('websocket', 'client', { endpoint, heartbeat: 1 }, env);
  await one.saw(/^connected$/m);
  const two = startNode('websocket', 'client', { endpoint }, env);
  await one.saw(/^\{"type":"hello"\}$/m);
  start('websocket', 'client', { endpoint, binary: true }, env);
  await two.saw(/Buffer|hello/);
  const stranger = start('websocket', 'client', { endpoint });
  await stranger.saw(/^error: status 401$/m);
  await server.stop('SIGTERM');
  await one.saw(/^closed \(1001\)$/m);
});

test('sse: resumes after a cut, and tries again after a refusal and after silence', async () => {
  await expectResumes((set) => start('sse', 'client', set), /^nothing for 1 s$/m);
});

test('sse server: events arrive; a client that comes back gets what it missed', async () => {
  const port = await freePort();
  const server = start('sse', 'server', { port, path: '/ticks', heartbeat: 1 });
  await server.saw(/^listening/m);
  const url = `http://127.0.0.1:${port}/ticks`;
  const client = start('sse', 'client', { endpoint: url });
  await client.saw(/^\d{4}-\d\d-\d\dT/m, { times: 2 });
  await expectMissedEvents(url);
});

test('http2-push: takes the answer, what is pushed with it, and several answers at once', async () => {
  const port = await freePort();
  const client = start(
    'http2-push',
    'client',
    { endpoint: `https://127.0.0.1:${port}`, path: '/page' },
    {},
    trusting(),
  );
  await client.saw(/^error:/m);
  const files = {
    TLS_KEY_FILE: join(certificates.path, 'right.key'),
    TLS_CERT_FILE: join(certificates.path, 'right.pem'),
  };
  startNode('http2-push', 'server', { port, path: '/page' }, files);
  await client.saw(/^pushed \/style\.css: p \{ color: green \}$/m);
  await client.saw(/^answered \/page: <!doctype html>/m, { times: 2 });
  await client.saw(/^answered \/style\.css: p \{ color: green \}$/m);
});

test.each(['http', 'https'])(
  'http2-push server over %s: pushes to who accepts it, names it to who does not',
  async (scheme) => {
    const port = await freePort();
    const files = {
      TLS_KEY_FILE: join(certificates.path, 'right.key'),
      TLS_CERT_FILE: join(certificates.path, 'right.pem'),
    };
    const server = start('http2-push', 'server', { port, path: '/page' }, scheme === 'https' ? files : {});
    await server.saw(/^listening/m);
    const origin = `${scheme}://127.0.0.1:${port}`;
    const client = start('http2-push', 'client', { endpoint: origin, path: '/page' }, {}, trusting());
    await client.saw(/^pushed \/style\.css: p \{ color: green \}$/m);
    await client.saw(/^answered \/page: <!doctype html>/m, { times: 2 });
    const session = connect(origin, { settings: { enablePush: false }, ca: pem('right').cert });
    const ask = async (path: string) => {
      const request = session.request({ ':path': path });
      return new Promise<readonly unknown[]>((resolve) =>
        request.on('response', (headers) => resolve([headers[':status'], headers.link])),
      );
    };
    expect(await Promise.all([ask('/page'), ask('/other')])).toEqual([
      [200, '</style.css>; rel=preload'],
      [404, undefined],
    ]);
    session.destroy();
  },
);

describe('amqp against RabbitMQ', () => {
  const env = { AMQP_USERNAME: 'guest', AMQP_PASSWORD: 'guest' };
  let broker: RabbitMq;

  beforeAll(async () => {
    broker = await RabbitMq.start();
  });

  afterAll(() => broker.remove());

  test('consumes, acknowledges, and comes back after the broker has cancelled the consumer', async () => {
    const endpoint = `amqp://127.0.0.1:${broker.port}`;
    const client = start('amqp', 'client', { endpoint }, env);
    await client.saw(/^consuming$/m, { timeoutMs: 40_000 });
    const connection = await amqp.connect(`amqp://guest:guest@127.0.0.1:${broker.port}`);
    const channel = await connection.createConfirmChannel();
    channel.publish('events', 'orders.new', Buffer.from('one'));
    channel.publish('events', 'invoices.new', Buffer.from('not for us'));
    await client.saw(/^orders\.new one$/m);
    await channel.deleteQueue('orders');
    await client.saw(/^consuming$/m, { times: 2 });
    channel.publish('events', 'orders.paid', Buffer.from('two'));
    await client.saw(/^orders\.paid two$/m);
    expect(client.output).not.toContain('not for us');
    expect((await channel.checkQueue('orders')).messageCount).toBe(0);
    await connection.close();
    const server = start('amqp', 'server', { endpoint, topic: 'orders.sent' }, env);
    await client.saw(/^orders\.sent \d{4}-/m, { times: 2 });
    await server.saw(/^confirmed orders\.sent$/m);
    const lost = start('amqp', 'server', { endpoint, topic: 'invoices.new' }, env);
    await lost.saw(/no queue takes invoices\.new$/m);
  });

  test('over TLS: only where the certificate is trusted and bears the right name', async () => {
    const right = await startFront('right', broker.port);
    const wrong = await startFront('wrong', broker.port);
    const set = (port: number) => ({ endpoint: `amqps://127.0.0.1:${port}` });
    const friend = start('amqp', 'client', set(right.port), env, trusting());
    const distrusting = start('amqp', 'client', set(right.port), env);
    const misled = start('amqp', 'client', set(wrong.port), env, trusting());
    await friend.saw(/^consuming$/m);
    for (const kept of [distrusting, misled]) {
      await kept.saw(/^error: javax\.net\.ssl\.SSLHandshakeException/m);
      expect(kept.output).not.toContain('consuming');
    }
    right.stop();
    wrong.stop();
  });
});

/** TLS in front of a server that speaks without it. */
async function startFront(name: 'right' | 'wrong', back: number): Promise<{ port: number; stop: () => void }> {
  const port = await freePort();
  const front = createTlsServer(pem(name), (socket) => {
    const plain = connectTcp(back, '127.0.0.1');
    socket.on('error', () => plain.destroy()).pipe(plain);
    plain.on('error', () => socket.destroy()).pipe(socket);
  }).listen(port, '127.0.0.1');
  front.on('tlsClientError', () => undefined);
  return { port, stop: () => front.close() };
}

test('websocket and sse over TLS: only where the certificate is trusted and bears the right name', async () => {
  const [right, wrong] = [await freePort(), await freePort()];
  const servers = (['right', 'wrong'] as const).map((name) => {
    const server = createServer(pem(name), (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: secret\n\n');
    }).listen(name === 'right' ? right : wrong, '127.0.0.1');
    new WebSocketServer({ server }).on('connection', (socket) => socket.send('secret'));
    return server;
  });
  for (const [protocol, scheme] of [
    ['websocket', 'wss'],
    ['sse', 'https'],
  ] as const) {
    const endpoint = (port: number) => ({ endpoint: `${scheme}://127.0.0.1:${port}/` });
    const friend = start(protocol, 'client', endpoint(right), {}, trusting());
    const kept = [
      start(protocol, 'client', endpoint(right)),
      start(protocol, 'client', endpoint(wrong), {}, trusting()),
    ];
    await friend.saw(/^secret$/m);
    for (const program of kept) {
      await program.saw(/^error:/m);
      expect(program.output).not.toContain('secret');
    }
  }
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

test('webrtc server: two peers in Node talk, a third one finds the room full', async () => {
  const port = await freePort();
  const server = start('webrtc', 'server', { port, path: '/signalling' });
  await server.saw(/^listening/m);
  const set = { endpoint: `ws://127.0.0.1:${port}/signalling`, stun: '', room: 'a & b' };
  const one = startNode('webrtc', 'client', set);
  const two = startNode('webrtc', 'client', set);
  await one.saw(/^hello from [0-9a-f-]{36}$/m);
  await two.saw(/^hello from [0-9a-f-]{36}$/m);
  const third = `${set.endpoint}?room=a%20%26%20b`;
  expect(await handshake(third, {})).toBe(1008);
  expect(await handshake(third, { origin: 'https://evil.example.com' })).toBe(403);
  await one.stop('SIGKILL');
  await two.stop('SIGKILL');
  const next = new WebSocket(third);
  await new Promise((resolve, reject) => next.on('open', resolve).on('error', reject));
  const heard = new Promise((resolve) => next.on('message', (data) => resolve(String(data))));
  const last = new WebSocket(third);
  last.on('open', () => last.send('{"hello":"new"}'));
  expect(await heard).toBe('{"hello":"new"}');
  next.terminate();
  last.terminate();
});
