/** The TypeScript clients over TLS: a certificate that they trust lets them in, one that they do not keeps them out. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect, createSecureServer } from 'node:http2';
import { createServer } from 'node:https';
import { connect as connectTcp } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import mqtt from 'mqtt';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { findProgram, freePort, makeFolder, type Program, render, startTypeScript } from './program.ts';
import { Mosquitto } from './servers.ts';

let certificates: ReturnType<typeof makeFolder>;
let pem: { readonly key: Buffer; readonly cert: Buffer };
let certFile: string;
let folder: ReturnType<typeof makeFolder>;
const running: Program[] = [];

beforeAll(() => {
  certificates = makeFolder();
  certFile = join(certificates.path, 'cert.pem');
  const keyFile = join(certificates.path, 'key.pem');
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=localhost'];
  const names = ['-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'];
  const { status, stderr } = spawnSync(
    findProgram('openssl'),
    [...request, ...names, '-keyout', keyFile, '-out', certFile],
    {
      encoding: 'utf8',
    },
  );
  expect(status, stderr).toBe(0);
  pem = { key: readFileSync(keyFile), cert: readFileSync(certFile) };
});

afterAll(() => certificates.remove());

beforeEach(() => {
  folder = makeFolder();
});

afterEach(async () => {
  for (const program of running.splice(0)) await program.stop('SIGKILL');
  folder.remove();
});

function start(protocol: string, set: Readonly<Record<string, string | number | boolean>>, trusts: boolean): Program {
  const env = trusts ? { NODE_EXTRA_CA_CERTS: certFile } : {};
  const program = startTypeScript(render(protocol, 'typescript', 'client', set), folder.path, env);
  running.push(program);
  return program;
}

test('websocket', async () => {
  const port = await freePort();
  const server = createServer(pem).listen(port, '127.0.0.1');
  new WebSocketServer({ server }).on('connection', (socket) => socket.send('secret'));
  const endpoint = `wss://127.0.0.1:${port}/`;
  await start('websocket', { endpoint }, true).saw(/^secret$/m);
  const stranger = start('websocket', { endpoint }, false);
  await stranger.saw(/self-signed certificate/);
  expect(stranger.output).not.toContain('secret');
  server.closeAllConnections();
  server.close();
});

test('sse', async () => {
  const port = await freePort();
  const server = createServer(pem, (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: secret\n\n');
  }).listen(port, '127.0.0.1');
  const endpoint = `https://127.0.0.1:${port}/`;
  await start('sse', { endpoint }, true).saw(/^secret$/m);
  const stranger = start('sse', { endpoint }, false);
  await stranger.saw(/self-signed/);
  expect(stranger.output).not.toContain('secret');
  server.closeAllConnections();
  server.close();
});

test('http2-push', async () => {
  const port = await freePort();
  const server = createSecureServer(pem, (_request, response) => response.end('secret')).listen(port, '127.0.0.1');
  const endpoint = `https://127.0.0.1:${port}`;
  await start('http2-push', { endpoint }, true).saw(/^answered \/: secret$/m);
  const stranger = start('http2-push', { endpoint }, false);
  await stranger.saw(/self-signed certificate/, { timeoutMs: 50_000 });
  expect(stranger.output).not.toContain('secret');
  server.close();
});

test('http2-push server: pushes over TLS, and says which methods there are', async () => {
  const port = await freePort();
  const env = { TLS_KEY_FILE: join(certificates.path, 'key.pem'), TLS_CERT_FILE: certFile };
  const server = startTypeScript(render('http2-push', 'typescript', 'server', { port }), folder.path, env);
  running.push(server);
  await server.saw(/listening/);
  const client = start('http2-push', { endpoint: `https://127.0.0.1:${port}` }, true);
  await client.saw(/^pushed \/style\.css: p \{ color: green \}$/m);
  await client.saw(/^answered \/: <!doctype html>/m);
  const session = connect(`https://127.0.0.1:${port}`, { ca: pem.cert });
  const request = session.request({ ':method': 'POST' });
  const answer = await new Promise((resolve) =>
    request.on('response', ({ ':status': status, allow }) => resolve({ status, allow })),
  );
  expect(answer).toEqual({ status: 405, allow: 'GET' });
  session.destroy();
});

test('mqtt, behind a TLS front', async () => {
  const broker = new Mosquitto(await freePort(), await freePort());
  await broker.start();
  const port = await freePort();
  const front = createTlsServer(pem, (socket) => {
    const back = connectTcp(broker.tcpPort, '127.0.0.1');
    socket.on('error', () => back.destroy()).pipe(back);
    back.on('error', () => socket.destroy()).pipe(socket);
  }).listen(port, '127.0.0.1');
  front.on('tlsClientError', () => undefined);
  try {
    const other = await mqtt.connectAsync(`mqtt://127.0.0.1:${broker.tcpPort}`);
    await other.publishAsync('sensors/kitchen', 'secret', { retain: true });
    const set = { endpoint: `mqtts://127.0.0.1:${port}`, topic: 'sensors/#' };
    await start('mqtt', { ...set, 'client-id': 'friend' }, true).saw(/^sensors\/kitchen secret$/m);
    const stranger = start('mqtt', { ...set, 'client-id': 'stranger' }, false);
    await stranger.saw(/self-signed certificate/);
    expect(stranger.output).not.toContain('secret');
    await other.endAsync();
  } finally {
    front.close();
    await broker.remove();
  }
});
