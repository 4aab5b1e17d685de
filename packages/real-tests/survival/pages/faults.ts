/** Faults that meet pages alone: what browsers and their users do to them. */
import type { Socket } from 'node:net';
import { expect } from 'vitest';
import { until } from '../../program.ts';
import { type Cell, type Fault, freePort, rowsOf } from '../tools/fault.ts';
import type { Running } from '../tools/launch.ts';
import { wait } from '../tools/machine.ts';
import { header, Peer } from '../tools/peers.ts';
import { KINDS, type Kind } from './kinds.ts';
import { type ProgramPage, pageOf } from './page.ts';

interface Live {
  readonly peer: Peer;
  readonly heads: string[];
  readonly running: Running;
  readonly page: ProgramPage;
  /** Says it on every connection that there is. */
  readonly say: (text: string) => void;
  readonly isConnected: (connections: number) => Promise<void>;
}

/** A page with a connection. */
async function connected(cell: Cell, kind: Kind, options = {}): Promise<Live> {
  const port = await freePort();
  const says = new Map<Socket, (text: string) => void>();
  const heads: string[] = [];
  const peer = cell.keep(
    await Peer.listen(port, (socket) =>
      kind.accept(socket, (say, head) => {
        heads.push(head);
        says.set(socket, say);
        socket.on('close', () => says.delete(socket));
      }),
    ),
  );
  const running = await cell.start(kind.set(port), options);
  const { program } = running;
  const page = pageOf(running);
  const isConnected = (connections: number) =>
    until(
      () => says.size === connections,
      20_000,
      () => `${connections} connections, not ${says.size}:\n${program.output}`,
    );
  await isConnected(1);
  const say = (text: string) => {
    for (const one of says.values()) one(text);
  };
  return { peer, heads, running, page, say, isConnected };
}

const cut = ({ peer }: Live) => {
  for (const socket of peer.sockets) socket.destroy();
};

/** From a connection to the page's log. */
async function hears({ say, running, isConnected }: Live, text: string): Promise<void> {
  await isConnected(1);
  say(text);
  await running.program.saw(new RegExp(`(?:^|[" ])${text}"?$`, 'm'));
}

const rows = (kind: Kind): Readonly<Record<string, Fault['run']>> => ({
  /** The network is away for longer than a few pauses. */
  'offline-and-online': async (cell) => {
    const live = await connected(cell, kind);
    await hears(live, 'before');
    await live.page.context.setOffline(true);
    cut(live);
    const before = live.peer.calls.length;
    await wait(6000);
    expect(live.peer.calls.length).toBeLessThan(before + 5);
    await live.page.context.setOffline(false);
    await hears(live, 'after');
  },
  /** The browser stops a tab in the background, and its connection ends meanwhile. */
  'frozen-and-resumed': async (cell) => {
    const live = await connected(cell, kind);
    const { devTools } = live.page;
    await devTools.send('Page.setWebLifecycleState', { state: 'frozen' });
    cut(live);
    await wait(3000);
    await devTools.send('Page.setWebLifecycleState', { state: 'active' });
    await hears(live, 'awake');
  },
  /** A page that was left keeps no connection, in the page cache or not, and has one when the user comes back. */
  'left-and-back': async (cell) => {
    const live = await connected(cell, kind);
    const { page, url, devTools } = live.page;
    await page.goto(url.replace('index.html', 'other.html'));
    await live.isConnected(0);
    await wait(1500);
    await live.isConnected(0);
    // Playwright does not follow a page that comes out of the page cache.
    await devTools.send('Runtime.evaluate', { expression: 'history.back()' });
    await live.isConnected(1);
    live.say('back');
    let shown = '';
    await until(
      async () => {
        const { result } = await devTools.send('Runtime.evaluate', { expression: 'document.body.innerText' });
        shown = String(result.value);
        return /back/.test(shown);
      },
      20_000,
      () => `"back" in:\n${shown}`,
    );
  },
  'two-tabs': async (cell) => {
    const live = await connected(cell, kind);
    const other = await live.page.again();
    await live.isConnected(2);
    live.say('both');
    for (const { program } of [live.running, other]) await program.saw(/(?:^|[" ])both"?$/m);
    await live.isConnected(2); // again, where a message ends a request
    await other.page.close();
    await hears(live, 'one left');
  },
  'sends-its-cookies': async (cell) => {
    const live = await connected(cell, kind);
    const { context, page } = live.page;
    await context.addCookies([{ name: 'session', value: 'probe', domain: '127.0.0.1', path: '/' }]);
    await page.reload();
    await until(
      () => live.heads.some((head) => header(head, 'cookie') === 'session=probe'),
      20_000,
      () => `the cookie in:\n${live.heads.join('\n\n')}`,
    );
  },
});

/** A message that fails, and one that is too large, leave the connection as it is. */
async function badMessages(cell: Cell, kind: Kind): Promise<void> {
  const live = await connected(cell, kind, { userCode: 'fails' });
  live.say('poison');
  live.say('x'.repeat(5_000_000));
  await hears(live, 'behind them');
  const { output } = live.running.program;
  expect(output).toMatch(/no database/);
  expect(output).toMatch(/too large/);
  expect(live.peer.calls.length).toBe(1);
}

export const pages: readonly Fault[] = KINDS.flatMap((kind) => {
  const { protocol, variant } = kind;
  const where = { protocol, role: 'client', ...(variant !== undefined && { variant }) } as const;
  const own = kind.leavesOut === true ? { 'bad-messages': (cell: Cell) => badMessages(cell, kind) } : {};
  return rowsOf(where, { ...rows(kind), ...own }).map((fault) => ({ ...fault, place: 'page' }));
});
