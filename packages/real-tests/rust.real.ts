/** The Rust starters whose crates Debian 12 or 13 packages, against real servers and against those in TypeScript. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:http2';
import { createServer as createSecureServer } from 'node:https';
import { homedir } from 'node:os';
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
import { findProgram, freePort, Program, render, startTypeScript, until, writeStarter } from './program.ts';

/** What one set of starters is compiled with, once for all of them; nothing comes over the network. */
interface Library {
  /** The folder that holds the sources of crates. */
  readonly crates: string;
  readonly dependencies: readonly string[];
}

const DEBIAN_12: Library = {
  crates: '/usr/share/cargo/registry',
  dependencies: [
    'bytes = "1"',
    'h2 = "0.3"',
    'http = "0.2"',
    'hyper = { version = "0.14", features = ["server", "http1", "tcp"] }',
    'openssl = "0.10"',
    'rand = "0.8"',
    'reqwest = "0.11"',
    'tokio = { version = "1", features = ["full"] }',
    'tokio-openssl = "0.6"',
  ],
};

/** `.ci/install-servers` puts them there. */
const DEBIAN_13: Library = {
  crates: join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'wirewise/crates'),
  dependencies: [
    'futures-util = "0.3"',
    'rand = "0.8"',
    'tokio = { version = "1", features = ["full"] }',
    'tokio-tungstenite = { version = "0.24", features = ["native-tls"] }',
  ],
};

function libraryOf(protocol: string): Library {
  return protocol === 'websocket' ? DEBIAN_13 : DEBIAN_12;
}

function cargoConfig({ crates }: Library): string {
  return `[source.crates-io]\nreplace-with = "system"\n[source.system]\ndirectory = "${crates}"\n[net]\noffline = true\n`;
}

function manifest({ dependencies }: Library): string {
  const head = '[package]\nname = "starter"\nversion = "0.1.0"\nedition = "2021"\n[dependencies]';
  return [head, ...dependencies, '[profile.dev]', 'debug = false', ''].join('\n');
}

const { folder, running } = eachTest();

type Values = Readonly<Record<string, string | number | boolean>>;

function build(protocol: string, role: 'client' | 'server', set: Values, isMinimal = false): string {
  const library = libraryOf(protocol);
  if (!existsSync(library.crates)) throw new Error(`Missing ${library.crates}: run .ci/install-servers.`);
  const cache = join(folder.path, '..', library === DEBIAN_13 ? 'rust-13' : 'rust-12');
  // Always the same folder: cargo knows what it has compiled by the path of the project.
  const project = join(cache, 'starter');
  mkdirSync(join(cache, 'cargo-home'), { recursive: true });
  writeFileSync(join(cache, 'cargo-home', 'config.toml'), cargoConfig(library));
  writeStarter(render(protocol, 'rust', role, set, { isMinimal }), project);
  writeFileSync(join(project, 'Cargo.toml'), manifest(library));
  const env = { ...process.env, CARGO_HOME: join(cache, 'cargo-home'), RUSTFLAGS: '-D warnings' };
  const args = ['build', '--quiet', '--bin', role, '--target-dir', join(cache, 'target')];
  const { status, stderr } = spawnSync(findProgram('cargo'), args, { cwd: project, env, encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  const target = join(folder.path, `${role}-${running.length}`);
  copyFileSync(join(cache, 'target', 'debug', role), target);
  return target;
}

function start(protocol: string, set: Values, env = {}, role: 'client' | 'server' = 'client'): Program {
  const program = new Program(build(protocol, role, set), [], { cwd: folder.path, env });
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

test('the libraries compile', () => {
  for (const protocol of ['sse', 'websocket']) {
    for (const role of ['client', 'server'] as const) build(protocol, role, {});
    build(protocol, 'client', {}, true);
  }
}, 240_000);

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
  await start('websocket', { endpoint }, { SSL_CERT_FILE: certFile }).saw(/^secret$/m);
  const stranger = start('websocket', { endpoint });
  await stranger.saw(/^closed: .*certificate/m);
  expect(stranger.output).not.toContain('secret');
  server.closeAllConnections();
  server.close();
});

test('websocket server: clients hear each other; a wrong token and a wrong origin stay out', async () => {
  const port = await freePort();
  const env = { TOKEN: 'probe' };
  const server = start('websocket', { port, origin: 'https://app.example.com', heartbeat: 1 }, env, 'server');
  await server.saw(/listening/);
  const endpoint = `ws://127.0.0.1:${port}/`;
  await expectStrangersRefused(endpoint);
  const one = start('websocket', { endpoint, heartbeat: 1 }, env);
  await one.saw(/^connected$/m);
  const two = startTypeScript(render('websocket', 'typescript', 'client', { endpoint }), folder.path, env);
  running.push(two);
  await one.saw(/^\{"type":"hello"\}$/m);
  const stranger = start('websocket', { endpoint });
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
  await start('sse', { endpoint }, { SSL_CERT_FILE: certFile }).saw(/^secret$/m);
  const stranger = start('sse', { endpoint });
  await stranger.saw(/^lost/m);
  expect(stranger.output).not.toContain('secret');
  server.closeAllConnections();
  server.close();
});

test('sse server: events arrive; a client that comes back gets what it missed', async () => {
  const port = await freePort();
  const server = start('sse', { port, path: '/ticks' }, {}, 'server');
  await server.saw(/listening/);
  const url = `http://127.0.0.1:${port}/ticks`;
  const client = start('sse', { endpoint: url });
  await client.saw(/^\d{13}$/m, { times: 2 });
  await expectMissedEvents(url);
});

test.each(['rust', 'typescript'])(
  'http2-push: the answer and what is pushed, from a late server in %s',
  async (one) => {
    const port = await freePort();
    const client = start('http2-push', { endpoint: `http://127.0.0.1:${port}`, path: '/page' });
    await client.saw(/^error:/m);
    if (one === 'rust') start('http2-push', { port, path: '/page' }, {}, 'server');
    else startOther('http2-push', { port, path: '/page' }, 'server');
    await client.saw(/^\/style\.css: p \{ color: green \}$/m);
    await client.saw(/^\/page: <!doctype html>/m);
  },
);

test('http2-push: over TLS it takes a certificate that it trusts, and no other', async () => {
  const { keyFile, certFile } = makeCertificate();
  const port = await freePort();
  const tls = { TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile };
  const server = start('http2-push', { port, path: '/page' }, tls, 'server');
  await server.saw(/listening/);
  const set = { endpoint: `https://127.0.0.1:${port}`, path: '/page' };
  await start('http2-push', set, { SSL_CERT_FILE: certFile }).saw(/^\/page: <!doctype html>/m);
  const stranger = start('http2-push', set);
  await stranger.saw(/^error: .*certificate/m);
  expect(stranger.output).not.toContain('doctype');
});

test('http2-push server: pushes to who accepts it, only answers who does not', async () => {
  const port = await freePort();
  const server = start('http2-push', { port, path: '/page' }, {}, 'server');
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
