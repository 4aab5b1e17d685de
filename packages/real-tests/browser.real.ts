import { createReadStream, existsSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import mqtt from 'mqtt';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  findProgram,
  freePort,
  makeFolder,
  type Program,
  render,
  startTypeScript,
  until,
  writeStarter,
} from './program.ts';
import { FrameServer, Mosquitto, startHttp, startRelay } from './servers.ts';

const MODULES = join(dirname(fileURLToPath(import.meta.url)), '../../node_modules');
const TYPES = { html: 'text/html', js: 'text/javascript' } as const;

let browser: Browser;
let folder: ReturnType<typeof makeFolder>;
let site: Awaited<ReturnType<typeof startHttp>>;
let page: Page;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: findProgram('chromium'), args: ['--no-sandbox'] });
});

afterAll(() => browser.close());

beforeEach(async () => {
  folder = makeFolder();
  site = await startHttp((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://site').pathname);
    const file = path.startsWith('/node_modules/') ? join(MODULES, path.slice(14)) : join(folder.path, path);
    if (!existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': file.endsWith('.html') ? TYPES.html : TYPES.js });
    createReadStream(file).pipe(response);
  });
  page = await browser.newPage();
});

afterEach(async () => {
  await page.close();
  await site.stop();
  folder.remove();
});

async function open(
  protocol: string,
  set: Readonly<Record<string, string | number | boolean>>,
  variant?: string,
): Promise<void> {
  writeStarter(render(protocol, 'javascript', 'client', set, { variant }), folder.path);
  await page.goto(`http://127.0.0.1:${site.port}/index.html`);
}

/** Waits until the page shows a line, as often as asked. */
async function shows(pattern: RegExp, times = 1): Promise<void> {
  const lines = () => page.locator('#log li').allTextContents();
  const found = async () => (await lines()).filter((line) => pattern.test(line)).length >= times;
  let last = '';
  await until(
    async () => {
      last = (await lines()).join('\n');
      return found();
    },
    20_000,
    () => `${pattern} on the page:\n${last}`,
  );
}

test('websocket: says hello, shows text as text, comes back after a restart of the server', async () => {
  const port = await freePort();
  const first = new FrameServer(port);
  await open('websocket', { endpoint: `ws://127.0.0.1:${port}/`, binary: true });
  await until(
    () => first.received.length > 0,
    10_000,
    () => 'hello',
  );
  expect(first.received[0]).toEqual({ text: '{"type":"hello"}', isBinary: true });
  first.send('<b>one</b>');
  await shows(/^<b>one<\/b>$/);
  await first.stop();
  await shows(/^closed \(1006\)$/);
  const second = new FrameServer(port);
  await shows(/^connected$/, 2);
  second.send('two');
  await shows(/^two$/);
  await page.goto('about:blank');
  await second.stop();
});

test('sse: resumes after a cut, and tries again after a refusal', async () => {
  const asked: (string | undefined)[] = [];
  const server = await startHttp((request, response) => {
    asked.push(request.headers['last-event-id']?.toString());
    const headers = {
      'access-control-allow-origin': request.headers.origin ?? '',
      'access-control-allow-credentials': 'true',
      'content-type': 'text/event-stream',
    };
    response.writeHead(asked.length === 2 ? 503 : 200, headers);
    if (asked.length === 2) return response.end();
    response.write(`retry: 100\nid: ${asked.length}\ndata: number ${asked.length}\n\n`);
    if (asked.length === 1) setTimeout(() => response.destroy(), 200);
  });
  await open('sse', { endpoint: `http://127.0.0.1:${server.port}/` });
  await shows(/^number 1$/);
  await shows(/^refused/);
  await shows(/^number 3$/);
  expect(asked.slice(0, 2)).toEqual([undefined, '1']);
  await server.stop();
});

test('long-polling: tries again after a refusal, and goes on after a restart of the server', async () => {
  const port = await freePort();
  const other = makeFolder();
  const origin = `http://127.0.0.1:${site.port}`;
  const set = { port, path: '/live', origin };
  const refusing = await startHttp((_, response) => {
    response
      .writeHead(503, { 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true' })
      .end();
  }, port);
  await open('long-polling', { endpoint: `http://127.0.0.1:${port}/live` });
  await shows(/^error: refused: 503/);
  await refusing.stop();
  let server = startTypeScript(render('long-polling', 'typescript', 'server', set), other.path);
  await shows(/^"\d{4}-/, 2);
  await server.stop('SIGTERM');
  await shows(/^error: Failed to fetch$/);
  server = startTypeScript(render('long-polling', 'typescript', 'server', set), other.path);
  await shows(/^"\d{4}-/, 5);
  await server.stop('SIGKILL');
  other.remove();
});

test('http-api: one order for one click, to a server that starts late', async () => {
  const port = await freePort();
  const other = makeFolder();
  await open('http-api', { endpoint: `http://127.0.0.1:${port}/orders` });
  await page.click('button');
  await shows(/^Failed to fetch; again in \d+ ms$/);
  const set = { port, path: '/orders', origin: `http://127.0.0.1:${site.port}` };
  const server = startTypeScript(render('http-api', 'typescript', 'server', set), other.path);
  await shows(/"order":\{"amount":1\}/);
  await page.click('button');
  await shows(/"order":\{"amount":1\}/, 2);
  const ids = (await page.locator('#log li').allTextContents()).filter((line) => line.startsWith('{'));
  expect(new Set(ids).size).toBe(2);
  await server.stop('SIGKILL');
  other.remove();
});

test('sse by POST: an answer to its end, although each connection is cut after three events', async () => {
  const [port, back] = [await freePort(), await freePort()];
  const other = makeFolder();
  const set = { port: back, path: '/x', origin: `http://127.0.0.1:${site.port}` };
  const starter = render('sse', 'typescript', 'server', set, { variant: 'post-requests' });
  const server = startTypeScript(starter, other.path);
  await server.saw(/listening/);
  const cuts = createServer((socket) => {
    const behind = connect(back, '127.0.0.1');
    let events = 0;
    behind.on('data', (chunk) => {
      socket.write(chunk);
      events += String(chunk).split('\nid: ').length - 1 + (String(chunk).startsWith('id: ') ? 1 : 0);
      if (events >= 3) setTimeout(() => socket.destroy(), 20);
    });
    socket.on('error', () => behind.destroy()).pipe(behind);
    behind.on('error', () => socket.destroy());
  }).listen(port, '127.0.0.1');
  await open('sse', { endpoint: `http://127.0.0.1:${port}/x` }, 'post-requests');
  await page.click('button');
  await shows(/^answered$/);
  const lines = (await page.locator('#log li').allTextContents()).filter((line) => line.startsWith('"'));
  expect(lines.join(' ')).toBe('"You" "asked:" "What" "time" "is" "it?" "Here" "is" "the" "answer."');
  await shows(/again in \d+ ms$/);
  cuts.close();
  await server.stop('SIGKILL');
  other.remove();
});

test('mqtt over WebSocket: receives from mosquitto, also after a restart of it', async () => {
  const broker = new Mosquitto(await freePort(), await freePort());
  await broker.start();
  try {
    const other = await mqtt.connectAsync(`mqtt://127.0.0.1:${broker.tcpPort}`, { reconnectPeriod: 200 });
    await open('mqtt', { endpoint: `ws://127.0.0.1:${broker.wsPort}/`, topic: 'sensors/#', qos: 2 });
    await shows(/^subscribed$/);
    await other.publishAsync('sensors/kitchen', '21.5', { qos: 2 });
    await shows(/^sensors\/kitchen 21\.5$/);
    await broker.stop();
    await broker.start();
    await shows(/^subscribed$/, 2);
    await other.publishAsync('sensors/attic', '30', { qos: 2 });
    await shows(/^sensors\/attic 30$/);
    await other.endAsync();
  } finally {
    await broker.remove();
  }
});

test('webrtc: talks to a peer in Node over a data channel', async () => {
  const port = await freePort();
  const relay = startRelay(port);
  const set = { endpoint: `ws://127.0.0.1:${port}/`, room: 'browser', stun: '' };
  const peerFolder = makeFolder();
  let peer: Program | undefined;
  try {
    peer = startTypeScript(render('webrtc', 'typescript', 'client', set), peerFolder.path);
    await open('webrtc', set);
    await shows(/^hello from [0-9a-f-]{36}$/);
    await peer.saw(/^hello from [0-9a-f-]{36}$/m);
  } finally {
    await peer?.stop('SIGKILL');
    peerFolder.remove();
    await relay.stop();
  }
});
