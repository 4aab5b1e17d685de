/** A page that subscribes to Web Push, and its server. */
import { createECDH } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { expect } from 'vitest';
import { render, type Watched } from '../../program.ts';
import { type Cell, freePort } from '../tools/fault.ts';
import { wait } from '../tools/machine.ts';
import { HttpPeer, send } from './http-peer.ts';
import { type ProgramPage, pageOf } from './page.ts';

const KEY = createECDH('prime256v1').generateKeys('base64url');

/** No browser vendor's push service is there: what `subscribe` does is a row's. */
export const withPushService = (code: string) => `PushManager.prototype.subscribe = async (options) => { ${code} };`;
export const SUBSCRIBES = withPushService(`
  if (options.applicationServerKey.length !== 65) throw new Error('no key');
  return { endpoint: 'https://push.example.com/one', keys: {} };`);

export type Answers = HttpPeer['answers'];

/** The server that keeps subscriptions. It also has the scripts of the service worker, which the suite cannot hand out. */
class Keeper extends HttpPeer {
  readonly #files: ReadonlyMap<string, string>;

  constructor(port: number) {
    super();
    const set = { endpoint: `http://127.0.0.1:${port}` };
    const { files } = render('web-push', 'javascript', 'client', set);
    this.#files = new Map(files.map(({ path, text }) => [`/-page/${path}`, text]));
  }

  protected override answer(path: string, response: ServerResponse): void {
    const file = this.#files.get(path);
    if (file !== undefined) send(response, 200, 'text/javascript', file);
    else if (path === '/key') send(response, 200, 'text/plain', KEY);
    else send(response, path === '/subscriptions' ? 201 : 404, 'text/plain', '');
  }
}

interface Subscriber {
  readonly keeper: Keeper;
  readonly program: Watched;
  readonly page: ProgramPage;
  readonly port: number;
}

interface Options {
  readonly answers?: Answers;
  readonly isAway?: boolean;
  /** A script that runs before those of the page. */
  readonly before?: string;
  readonly isAllowed?: boolean;
}

export async function open(cell: Cell, options: Options = {}): Promise<Subscriber> {
  const { answers, isAway = false, before = SUBSCRIBES, isAllowed = true } = options;
  const port = await freePort();
  const keeper = cell.keep(new Keeper(port));
  if (answers !== undefined) keeper.answers = answers;
  if (!isAway) await keeper.listen(port);
  const running = await cell.start({ endpoint: `http://127.0.0.1:${port}` });
  const { program } = running;
  const page = pageOf(running);
  if (isAllowed) {
    await allow(page);
    await page.context.addInitScript(before);
    await page.page.reload();
  }
  return { keeper, program, page, port };
}

export const allow = ({ context }: ProgramPage) => context.grantPermissions(['notifications', 'local-network-access']);

/** Something is answered like this at first; then it is as it should be. */
export async function recovers(cell: Cell, wrong: string, answer: (response: ServerResponse) => boolean, says: RegExp) {
  const { keeper, program } = await open(cell, { answers: (path, response) => path === wrong && answer(response) });
  await program.saw(says);
  await wait(8000);
  expect(keeper.of(wrong).length).toBeGreaterThan(1);
  expect(keeper.of(wrong).length).toBeLessThan(8);
  expect(program.output).not.toMatch(/^subscribed$/m);
  keeper.answers = () => false;
  await program.saw(/^subscribed$/m);
}
