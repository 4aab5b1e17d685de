/** Faults of HLS servers: what caches keep, a segmenter that dies or hangs, and viewers who are slow. */
import { readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { expect } from 'vitest';
import { until } from '../../program.ts';
import { type Cell, type Fault, freePort, isListening } from '../tools/fault.ts';
import type { Running } from '../tools/launch.ts';
import { childrenOf, memoryOf, peakMemory, wait } from '../tools/machine.ts';
import { endsWithin2s, SIGNALS } from '../tools/reconnecting.ts';

const MEGABYTE = 1_048_576;

interface Site {
  readonly running: Running;
  readonly port: number;
  readonly get: (path: string, options?: RequestInit) => Promise<Response>;
}

async function serve(cell: Cell, options: { readonly env?: Record<string, string>; isFirst?: boolean } = {}) {
  const port = await freePort();
  const running = await cell.start({ port, path: '/x', segment: 1 }, options);
  await isListening(running);
  const get: Site['get'] = (path, init) => fetch(`http://127.0.0.1:${port}${path}`, init);
  return { running, port, get } satisfies Site;
}

const folderOf = ({ running }: Site) => `/proc/${running.pid()}/cwd/segments`;

/** Names of the segments of a playlist, the last one at the end. */
async function playlist({ get }: Site): Promise<readonly string[]> {
  const response = await get('/x/index.m3u8');
  const text = await response.text();
  return response.status === 200 ? text.split('\n').filter((line) => line.endsWith('.ts')) : [];
}

async function grows(site: Site, more: number): Promise<readonly string[]> {
  const before = (await playlist(site)).at(-1) ?? '';
  let now = await playlist(site);
  await until(
    async () => {
      now = await playlist(site);
      return now.indexOf(before) < now.length - more;
    },
    60_000,
    () => `${more} more than ${before}:\n${site.running.program.output}`,
  );
  return now;
}

function segmenterOf({ running }: Site): number {
  const [pid] = childrenOf(running.pid());
  if (pid === undefined) throw new Error(`No segmenter:\n${running.program.output}`);
  return pid;
}

/** A segment of 64 MB, which no socket takes at once. */
function addHugeSegment(site: Site): void {
  writeFileSync(`${folderOf(site)}/7.ts`, '');
  truncateSync(`${folderOf(site)}/7.ts`, 64 * MEGABYTE);
}

const openFiles = ({ running }: Site) => readdirSync(`/proc/${running.pid()}/fd`).length;

export const hlsServer: Readonly<Record<string, Fault['run']>> = {
  'what-caches-keep': async (cell) => {
    const site = await serve(cell);
    const [first = ''] = await grows(site, 2);
    const kept = async (path: string) => {
      const { status, headers } = await site.get(path);
      return [status, headers.get('content-type'), headers.get('cache-control')];
    };
    const type = 'application/vnd.apple.mpegurl';
    expect(await kept('/x/index.m3u8')).toEqual([200, type, 'public, max-age=1']);
    expect(await kept(`/x/${first}`)).toEqual([200, 'video/mp2t', 'public, max-age=86400, immutable']);
    expect((await kept('/x/1.ts')).filter((_, at) => at !== 1)).toEqual([404, 'max-age=1']);
    const whole = Number((await site.get(`/x/${first}`, { method: 'HEAD' })).headers.get('content-length'));
    expect((await (await site.get(`/x/${first}`)).arrayBuffer()).byteLength).toBe(whole);
    expect(whole).toBeGreaterThan(1000);
  },
  // Also across restarts: a cache would hand out the old segment under a name that comes again.
  'segmenter-dies': async (cell) => {
    const site = await serve(cell);
    const before = await grows(site, 1);
    process.kill(segmenterOf(site), 'SIGKILL');
    const after = await grows(site, 2);
    expect(Number.parseInt(after.at(-1) ?? '', 10)).toBeGreaterThan(Number.parseInt(before.at(-1) ?? '', 10));
    expect(await (await site.get('/x/index.m3u8')).text()).toMatch(/^#EXT-X-DISCONTINUITY$/m);
  },
  'segmenter-hangs': async (cell) => {
    const site = await serve(cell);
    await grows(site, 1);
    process.kill(segmenterOf(site), 'SIGSTOP');
    await grows(site, 2);
  },
  'no-segmenter': async (cell) => {
    const site = await serve(cell, { env: { PATH: '/nowhere' } });
    await site.running.program.saw(/again in/, { times: 2 });
    expect(await playlist(site)).toEqual([]);
  },
  'disk-stays-small': async (cell) => {
    const site = await serve(cell);
    await grows(site, 1);
    await wait(20_000);
    expect(readdirSync(folderOf(site)).length).toBeLessThan(17);
  },
  'strangers-stay-out': async (cell) => {
    const site = await serve(cell, { env: { TOKEN: 'probe' } });
    writeFileSync(`${folderOf(site)}/7.ts`, 'x');
    for (const [authorization, expected] of [
      ['', 401],
      ['Bearer prob3', 401],
      ['Bearer probe', 200],
    ] as const)
      expect((await site.get('/x/7.ts', { headers: { authorization } })).status).toBe(expected);
  },
  'strange-requests': async (cell) => {
    const site = await serve(cell);
    writeFileSync(`${folderOf(site)}/7.ts`, 'x');
    writeFileSync(`${folderOf(site)}/../secret.ts`, 'x');
    const up = ['/x/..%2fsecret.ts', '/x/%2e%2e/secret.ts', '/x/%2e%2e%2fsecret.ts', '/x/..%5csecret.ts'];
    expect([400, 404]).toContain((await site.get('//')).status);
    for (const path of [...up, '/x/', '/x', '/x7.ts', '/x/7.ts/', '/x/%00.ts', '/x/7.ts%00', '/x/7.tsx'])
      expect((await site.get(path)).status, path).toBe(404);
    // As a browser would not send it.
    const raw = connect(site.port, '127.0.0.1');
    raw.write('GET /x/../secret.ts HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    let answer = '';
    for await (const chunk of raw) answer += String(chunk);
    expect(answer).toMatch(/^HTTP\/1\.1 40[04]/);
    expect((await site.get('/x/7.ts', { method: 'DELETE' })).status).toBe(405);
    expect((await site.get('/x/7.ts?a=1')).status).toBe(200);
    expect(site.running.program.hasEnded, site.running.program.output).toBe(false);
  },
  'slow-receivers': async (cell) => {
    const site = await serve(cell);
    addHugeSegment(site);
    const before = memoryOf(site.running.pid());
    const slow = Array.from({ length: 20 }, () => {
      const socket = connect(site.port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write('GET /x/7.ts HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(50));
      return socket.pause();
    });
    expect(await peakMemory(site.running.pid(), wait(23_000))).toBeLessThan(before + 200 * MEGABYTE);
    for (const socket of slow) socket.resume();
    await until(
      () => slow.every(({ closed }) => closed),
      15_000,
      () => 'the slow ones to be cut off',
    );
  },
  'viewers-who-leave': async (cell) => {
    const site = await serve(cell);
    addHugeSegment(site);
    await grows(site, 1);
    const before = openFiles(site);
    for (let times = 0; times < 100; times++) {
      const socket = connect(site.port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write('GET /x/7.ts HTTP/1.1\r\nHost: localhost\r\n\r\n');
      setTimeout(() => socket.destroy(), 5 * times).unref();
    }
    await until(
      () => openFiles(site) < before + 5,
      20_000,
      () => `as few open files as ${before}, not ${openFiles(site)}`,
    );
    await grows(site, 1);
  },
  'signals-while-segmenting': async (cell) => {
    for (const signal of SIGNALS) {
      for (const isFirst of [true, false]) {
        const site = await serve(cell, { isFirst });
        await grows(site, 1);
        const segmenter = segmenterOf(site);
        await endsWithin2s(site.running, signal);
        expect(() => process.kill(segmenter, 0)).toThrow();
      }
    }
  },
};
