/** The Rust starters whose crates Debian 12 or 13 packages, against real servers and against those in TypeScript. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect } from 'node:http2';
import { createServer as createSecureServer } from 'node:https';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { eachTest } from './each-test.ts';
import {
  expectAnswersWithoutPush,
  expectComesBack,
  expectMissedEvents,
  expectResumes,
  expectStrangersRefused,
} from './exercises.ts';
import { findProgram, freePort, Program, render, startTypeScript, until } from './program.ts';
import { buildRust } from './survival/tools/rust.ts';

const { folder, running } = eachTest();

type Values = Readonly<Record<string, string | number | boolean>>;

async function build(protocol: string, role: 'client' | 'server', set: Values, isMinimal = false): Promise<string> {
  const [main] = render(protocol, 'rust', role, set, { isMinimal }).files;
  return buildRust(main?.text ?? '');
}

async function start(protocol: string, set: Values, env = {}, role: 'client' | 'server' = 'client'): Promise<Program> {
  const program = new Program(await build(protocol, role, set), [], { cwd: folder.path, env });
  running.push(program);
  return program;
}

function startOther(protocol: string, set: Values, role: 'client' | 'server'): Program {
  const program = startTypeScript(render(protocol, 'typescript', role, set), folder.path);
  running.push(program);
  return program;
}

interface Certificate {
  readonly keyFile: string;
  readonly certFile: string;
}

function makeCertificate(): Certificate {
  const [keyFile, certFile] = [join(folder.path, 'key.pem'), join(folder.path, 'cert.pem')];
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=localhost'];
  const names = ['-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost', '-keyout', keyFile, '-out', certFile];
  const { status, stderr } = spawnSync(findProgram('openssl'), [...request, ...names], { encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  return { keyFile, certFile };
}

test('the libraries compile', async () => {
  for (const protocol of ['sse', 'websocket']) {
    for (const role of ['client', 'server'] as const) await build(protocol, role, {});
    await build(protocol, 'client', {}, true);
  }
}, 600_000); // it may wait for the survival suite, which compiles them, too

test('websocket: says hello, receives, comes back after a restart of the server', async () => {
  const said = { connected: /^connected$/m, closed: /^closed/m };
  await expectComesBack((set) => start('websocket', set), said, { heartbeat: 1 });
});

test('websocket: over TLS it takes a certificate that it trusts, and no other', async () => {
  const { keyFile, certFile } = makeCertificate();
  const port = await freePort();
  const server = createSecureServer({ key: readFileSync(keyFile), cert: readFileSync(certFile) });
  new WebSocketServer({ server }).on('connection', (socket) => socket.send('secret'));
  server.listen(port, '127.0.0.1');
  const endpoint = `wss://127.0.0.1:${port}/`;
  await (await start('websocket', { endpoint }, { SSL_CERT_FILE: certFile })).saw(/^secret$/m);
  const stranger = await start('websocket', { endpoint });
  await stranger.saw(/^closed: .*certificate/m);
  expect(stranger.output).not.toContain('secret');
  server.closeAllConnections();
  server.close();
});

test('websocket server: clients hear each other; a wrong token and a wrong origin stay out', async () => {
  const port = await freePort();
  const env = { TOKEN: 'probe' };
  const server = await start('websocket', { port, origin: 'https://app.example.com', heartbeat: 1 }, env, 'server');
  await server.saw(/listening/);
  const endpoint = `ws://127.0.0.1:${port}/`;
  await expectStrangersRefused(endpoint);
  const one = await start('websocket', { endpoint, heartbeat: 1 }, env);
  await one.saw(/^connected$/m);
  const two = startTypeScript(render('websocket', 'typescript', 'client', { endpoint }), folder.path, env);
  running.push(two);
  await one.saw(/^\{"type":"hello"\}$/m);
  const stranger = await start('websocket', { endpoint });
  await stranger.saw(/^closed: .*401/m);
  await server.stop();
  await one.saw(/^closed/m);
});

test('sse: resumes after a cut, and tries again after a refusal and after silence', async () => {
  await expectResumes((set) => start('sse', set));
});

test('sse: over TLS it takes a certificate that it trusts, and no other', async () => {
  const { keyFile, certFile } = makeCertificate();
  const port = await freePort();
  const pem = { key: readFileSync(keyFile), cert: readFileSync(certFile) };
  const server = createSecureServer(pem, (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: secret\n\n');
  }).listen(port, '127.0.0.1');
  const endpoint = `https://127.0.0.1:${port}/`;
  await (await start('sse', { endpoint }, { SSL_CERT_FILE: certFile })).saw(/^secret$/m);
  const stranger = await start('sse', { endpoint });
  await stranger.saw(/^lost/m);
  expect(stranger.output).not.toContain('secret');
  server.closeAllConnections();
  server.close();
});

test('sse server: events arrive; a client that comes back gets what it missed', async () => {
  const port = await freePort();
  const server = await start('sse', { port, path: '/ticks' }, {}, 'server');
  await server.saw(/listening/);
  const url = `http://127.0.0.1:${port}/ticks`;
  const client = await start('sse', { endpoint: url });
  await client.saw(/^\d{13}$/m, { times: 2 });
  await expectMissedEvents(url);
});

test.each(['rust', 'typescript'])(
  'http2-push: the answer and what is pushed, from a late server in %s',
  async (one) => {
    const port = await freePort();
    const client = await start('http2-push', { endpoint: `http://127.0.0.1:${port}`, path: '/page' });
    await client.saw(/^error:/m);
    if (one === 'rust') await start('http2-push', { port, path: '/page' }, {}, 'server');
    else startOther('http2-push', { port, path: '/page' }, 'server');
    await client.saw(/^\/style\.css: p \{ color: green \}$/m);
    await client.saw(/^\/page: <!doctype html>/m);
  },
);

test('http2-push: over TLS it takes a certificate that it trusts, and no other', async () => {
  const { keyFile, certFile } = makeCertificate();
  const port = await freePort();
  const tls = { TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile };
  const server = await start('http2-push', { port, path: '/page' }, tls, 'server');
  await server.saw(/listening/);
  const set = { endpoint: `https://127.0.0.1:${port}`, path: '/page' };
  await (await start('http2-push', set, { SSL_CERT_FILE: certFile })).saw(/^\/page: <!doctype html>/m);
  const stranger = await start('http2-push', set);
  await stranger.saw(/^error: .*certificate/m);
  expect(stranger.output).not.toContain('doctype');
});

test('http2-push server: pushes to who accepts it, only answers who does not', async () => {
  const port = await freePort();
  const server = await start('http2-push', { port, path: '/page' }, {}, 'server');
  await server.saw(/listening/);
  const origin = `http://127.0.0.1:${port}`;
  // h2 0.3 keeps a push back until the client has said how many streams it takes at once; Node does not say by itself.
  const friend = connect(origin, { settings: { enablePush: true, maxConcurrentStreams: 20 } });
  const bodies = new Map<string, string>();
  friend.on('stream', (stream, headers) => {
    stream.on('data', (chunk) => bodies.set(headers[':path'] ?? '', String(chunk)));
  });
  const page = friend.request({ ':path': '/page' });
  page.on('data', (chunk) => bodies.set('page', String(chunk)));
  await until(
    () => bodies.size === 2,
    5_000,
    () => `${[...bodies]}\n${server.output}`,
  );
  expect(bodies.get('/style.css')).toBe('p { color: green }');
  expect(bodies.get('page')).toMatch(/^<!doctype html>/);
  friend.destroy();
  await expectAnswersWithoutPush(origin);
});
