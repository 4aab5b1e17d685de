/** Hooks of React, in pages that Vite hands out in its development mode, where React mounts all components twice. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eachPage } from './page.ts';
import { freePort, Program, render, until, writeStarter } from './program.ts';
import { FrameServer, startHttp } from './servers.ts';

const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));
const VITE = join(MODULES, 'vite', 'bin', 'vite.js');

const bench = eachPage();
let folder: string;
let site: Program | undefined;

beforeEach(() => {
  // What lies below a folder of that name Vite takes for a package.
  folder = mkdtempSync(join(tmpdir(), 'react-'));
  mkdirSync(join(folder, 'node_modules'));
  for (const name of ['react', 'react-dom']) symlinkSync(join(MODULES, name), join(folder, 'node_modules', name));
});

afterEach(async () => {
  await site?.stop('SIGKILL');
  site = undefined;
  rmSync(folder, { recursive: true, force: true });
});

async function open(protocol: string, set: Readonly<Record<string, string | number>>): Promise<void> {
  writeStarter(render(protocol, 'typescript', 'client', set, { variant: 'react' }), folder);
  const port = await freePort();
  const args = [VITE, '--host', '127.0.0.1', '--port', String(port), '--strictPort'];
  site = new Program(process.execPath, args, { cwd: folder, env: { NO_COLOR: '1' } });
  await site.saw(/Local:/);
  await bench.page.goto(`http://127.0.0.1:${port}/`);
}

async function saysStatus(text: string): Promise<void> {
  await bench.page.getByRole('status').filter({ hasText: text }).waitFor({ timeout: 20_000 });
}

test('sse: resumes after a cut, tries again after a refusal, and leaves nothing open', async () => {
  const asked: string[] = [];
  let [refused, streams] = [false, 0];
  const server = await startHttp((request, response) => {
    const lastId = request.headers['last-event-id']?.toString();
    const headers = {
      'access-control-allow-origin': request.headers.origin ?? '',
      'access-control-allow-credentials': 'true',
      'content-type': 'text/event-stream',
    };
    if (lastId !== undefined) {
      asked.push(lastId);
      refused = true;
      return response.writeHead(503, headers).end();
    }
    streams++;
    response.on('close', () => streams--);
    response.writeHead(200, headers);
    response.write(`retry: 100\nid: 1\ndata: ${refused ? 'back' : '<b>one</b>'}\n\n`);
    if (!refused) setTimeout(() => response.destroy(), 300);
  });
  await open('sse', { endpoint: `http://127.0.0.1:${server.port}/` });
  await bench.shows(/^<b>one<\/b>$/);
  await saysStatus('waiting');
  await bench.shows(/^back$/);
  await saysStatus('connected');
  expect(new Set(asked)).toEqual(new Set(['1']));
  expect(streams).toBe(1);
  await bench.page.goto('about:blank');
  await until(
    () => streams === 0,
    5000,
    () => `${streams} streams to end`,
  );
  await server.stop();
});

test('websocket: sends, shows text as text, comes back after a restart of the server', async () => {
  const port = await freePort();
  const first = new FrameServer(port);
  await open('websocket', { endpoint: `ws://127.0.0.1:${port}/`, heartbeat: 1 });
  await saysStatus('connected');
  await bench.page.click('button');
  const hello = () => first.received.filter(({ text }) => text === '{"type":"hello"}').length;
  await until(
    () => hello() === 1,
    5000,
    () => 'hello',
  );
  first.send('<b>one</b>');
  await bench.shows(/^<b>one<\/b>$/);
  expect(await bench.page.locator('#log li').count()).toBe(1);
  await saysStatus('waiting'); // nothing answers its pings
  await first.stop();
  const second = new FrameServer(port);
  await saysStatus('connected');
  second.send('two');
  await bench.shows(/^two$/);
  expect(await bench.page.locator('#log li').allTextContents()).toEqual(['<b>one</b>', 'two']);
  await bench.page.goto('about:blank');
  await second.stop();
});
