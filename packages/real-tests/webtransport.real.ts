/** WebTransport in a browser: two pages hear each other, one of them over WebSocket. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { eachPage } from './page.ts';
import { findProgram, freePort, LIBRARIES, type Program, until } from './program.ts';
import { launch } from './survival/tools/launch.ts';

const bench = eachPage();
const { open, shows } = bench;
const running: Program[] = [];

afterEach(async () => {
  for (const program of running.splice(0)) await program.stop('SIGKILL');
});

/** The libraries of QUIC are apart from the others. */
const PYTHONPATH = ['quic', 'python', 'wheels'].map((name) => join(LIBRARIES, name)).join(':');

/** As the starter's README says. */
function makeCertificate(): Readonly<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'quic-'));
  const [key = '', cert = ''] = ['key.pem', 'cert.pem'].map((name) => join(folder, name));
  const request =
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 13 -subj /CN=localhost -addext subjectAltName=DNS:localhost';
  const { status } = spawnSync(findProgram('openssl'), [...request.split(' '), '-keyout', key, '-out', cert]);
  expect(status).toBe(0);
  return { TLS_KEY_FILE: key, TLS_CERT_FILE: cert };
}

async function startServer(set: Readonly<Record<string, string | number>>, env: Readonly<Record<string, string>>) {
  const { program } = await launch({
    protocol: 'webtransport',
    language: 'python',
    role: 'server',
    set: { path: '/live', origin: bench.origin, ...set },
    env: { PYTHONPATH, ...env },
  });
  running.push(program);
  await program.saw(/listening/);
  return program;
}

test('webtransport: two pages, of which one gets no UDP through, hear each other and come back', async () => {
  const [port, fallback] = [await freePort(), await freePort()];
  const set = { port, 'fallback-port': fallback };
  const env = makeCertificate();
  let server = await startServer(set, env);
  const hash = /^certificate: ([0-9a-f]{64})$/m.exec(server.output)?.[1] ?? '';
  const values = {
    endpoint: `https://localhost:${port}/live`,
    fallback: `ws://localhost:${fallback}/live`,
    hash,
  };
  await open('webtransport', values);
  await shows(/^connected by WebTransport$/);
  await shows(/^value: \d+\.\d+$/, 3);
  const other = await bench.browser.newPage();
  await other.addInitScript('delete globalThis.WebTransport');
  await other.goto(`${bench.origin}/index.html`);
  const othersLines = () => other.locator('#log li').allTextContents();
  const otherShows = (pattern: RegExp) =>
    until(
      async () => (await othersLines()).some((line) => pattern.test(line)),
      20_000,
      () => `${pattern} on the other page`,
    );
  await otherShows(/^connected by WebSocket$/);
  await otherShows(/^value: \d+\.\d+$/);
  await shows(/^message: hello$/);
  await bench.page.mouse.move(30, 40);
  await otherShows(/^value: 30 40$/);
  await other.mouse.move(50, 60);
  await shows(/^value: 50 60$/);
  await server.stop('SIGTERM');
  expect(server.exitCode, server.output).toBe(0);
  expect(server.output).not.toMatch(/Traceback/);
  await shows(/^closed; again in \d+ ms$/);
  server = await startServer(set, env);
  await shows(/^connected by /, 2);
  await otherShows(/^closed; again/);
  await other.close();
}, 120_000);

test('webtransport: a server that wants no such origin', async () => {
  const [port, fallback] = [await freePort(), await freePort()];
  const set = { port, 'fallback-port': fallback, origin: 'https://app.example.com' };
  const server = await startServer(set, makeCertificate());
  const hash = /^certificate: ([0-9a-f]{64})$/m.exec(server.output)?.[1] ?? '';
  await open('webtransport', {
    endpoint: `https://localhost:${port}/live`,
    fallback: `ws://localhost:${fallback}/live`,
    hash,
  });
  await shows(/^no WebTransport: /, 2);
  expect(await bench.page.locator('#log li').allTextContents()).not.toContainEqual(expect.stringMatching(/connected/));
});
