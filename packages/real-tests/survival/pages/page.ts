/**
 * A starter in a page of Chromium. What it prints is what the page shows and logs, what the browser's own console says,
 * and what its scripts throw. It has ended once the page shows that it stopped.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import type { RenderedStarter, StarterValue } from '../../../../src/starters/starter.ts';
import { until, Watched, writeStarter } from '../../program.ts';
import type { UserCode } from '../tools/user-code.ts';
import { rendererOf, theBrowser } from './browser.ts';

const MODULES = fileURLToPath(new URL('../../../../node_modules', import.meta.url));
const CLOCK = readFileSync(fileURLToPath(new URL('clock.js', import.meta.url)), 'utf8');
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
};

interface Options {
  readonly set: Readonly<Record<string, StarterValue>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly faster?: number;
  readonly userCode?: UserCode;
}

/** The page's own control panel, for faults that only a page meets. */
export interface ProgramPage {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly devTools: CDPSession;
  readonly url: string;
  /** The same page in a second tab. */
  readonly again: () => Promise<{ readonly program: Watched; readonly page: Page }>;
}

/** @throws Error for a starter that runs in no browser */
export function pageOf({ page }: { readonly page?: ProgramPage }): ProgramPage {
  if (page === undefined) throw new Error('It runs in no page.');
  return page;
}

/** Where the files of pages seem to lie. */
const PLACE = '/-page/';

/**
 * On the server that a page talks to, so that no rule about other origins is in the way. There is none for WebSockets, and
 * the browser would open a connection to the page's own server in advance.
 */
function originFor(endpoint: string): string {
  return endpoint.startsWith('ws') ? 'http://127.0.0.1:3000' : new URL(endpoint).origin;
}

class PageProgram extends Watched {
  readonly #context: BrowserContext;
  readonly pid: number;

  constructor(context: BrowserContext, page: Page, pid: number) {
    super();
    this.#context = context;
    this.pid = pid;
    page.on('console', (message) => this.say(message.text()));
    page.on('pageerror', (error) => this.say(String(error)));
    page.on('crash', () => {
      this.say('the page crashed');
      this.exitCode = null;
    });
  }

  say(line: string): void {
    this.print(`${line}\n`);
    if (/^stopped$/.test(line)) this.exitCode = 0;
    if (/^(?:stopped: .*|refused)$/.test(line)) this.exitCode = 1;
  }

  async ends(): Promise<void> {
    await until(
      () => this.hasEnded,
      3_600_000,
      () => 'a page to stop',
    );
  }

  async stop(): Promise<void> {
    await this.#context.close();
    this.exitCode ??= null;
  }
}

/** Tells of each line that the page's log gets, and of each status; and clicks its button as a user does, if it has one. */
const WATCH = `{
  const look = (records) => {
    for (const { type, target, addedNodes } of records) {
      const shown = [...addedNodes].flatMap((node) => (node.querySelectorAll ? [node, ...node.querySelectorAll('li')] : []));
      for (const node of shown) if (node.matches('#log li')) globalThis.tellTest(node.textContent);
      const status = (target.closest ? target : target.parentElement)?.closest('[role=status]');
      if (status) globalThis.tellTest(status.textContent);
    }
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  let since = 0;
  setInterval(() => {
    const button = document.querySelector('button');
    if (!button || button.disabled) since = performance.now();
    if (performance.now() - since < 2000) return;
    since = performance.now();
    button.click();
  }, 100);
  addEventListener('load', () => document.querySelector('button')?.click());
}`;

/** @param folder where its files are written */
export async function openPage(starter: RenderedStarter, folder: string, options: Options) {
  writeStarter(withUserCode(starter, options.userCode), folder);
  writeFileSync(join(folder, 'other.html'), '<link rel="icon" href="data:,">another page');
  if (existsSync(join(folder, 'main.tsx'))) bundle(folder);
  // What the suite hands out looks like a page from the internet, which may not speak to this machine unasked.
  const context = await (await theBrowser()).newContext({ permissions: ['local-network-access'] });
  if (options.faster !== undefined) await context.addInitScript(CLOCK.replaceAll('FASTER', String(options.faster)));
  await context.addInitScript(WATCH);
  // A page has no environment: what is secret its user gives it.
  const { STOMP_USERNAME: login, STOMP_PASSWORD: passcode } = options.env ?? {};
  if (login !== undefined)
    await context.addInitScript(`globalThis.credentials = ${JSON.stringify({ login, passcode })}`);
  const origin = originFor(String(options.set['endpoint']));
  const url = `${origin}${PLACE}index.html`;
  const openTab = async () => {
    const page = await context.newPage();
    const devTools = await context.newCDPSession(page);
    await handOut(devTools, folder, origin);
    await page.goto('about:blank');
    return { page, devTools };
  };
  const { page, devTools } = await openTab();
  const program = new PageProgram(context, page, await rendererOf(devTools));
  const programs = new Map<Page, PageProgram>([[page, program]]);
  await context.exposeBinding('tellTest', (source, line: string) => programs.get(source.page)?.say(line));
  await page.goto(url);
  const again = async () => {
    const tab = await openTab();
    const other = new PageProgram(context, tab.page, program.pid);
    programs.set(tab.page, other);
    await tab.page.goto(url);
    return { program: other, page: tab.page };
  };
  return { program, pid: () => program.pid, folder, page: { context, page, devTools, url, again } };
}

/** Answers requests for the page's own files, whether its server is there or not. */
async function handOut(devTools: CDPSession, folder: string, origin: string): Promise<void> {
  devTools.on('Fetch.requestPaused', ({ requestId, request }) => {
    const path = new URL(request.url).pathname.slice(PLACE.length);
    const file = path.startsWith('node_modules/') ? join(dirname(MODULES), path) : join(folder, path);
    const isThere = existsSync(file);
    const type = TYPES[extname(file)] ?? 'text/plain';
    devTools
      .send('Fetch.fulfillRequest', {
        requestId,
        responseCode: isThere ? 200 : 404,
        responseHeaders: [{ name: 'content-type', value: type }],
        body: isThere ? readFileSync(file).toString('base64') : '',
      })
      .catch(() => undefined); // the page is gone
  });
  await devTools.send('Fetch.enable', { patterns: [{ urlPattern: `${origin}${PLACE}*` }] });
}

/** What Vite would hand out, once it is built: in React's development mode, all components mount twice. */
function bundle(folder: string): void {
  buildSync({
    entryPoints: [join(folder, 'main.tsx')],
    outfile: join(folder, 'main.js'),
    bundle: true,
    format: 'esm',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    nodePaths: [MODULES],
  });
}

/** What a user writes where the starter says "your code here". */
const CODE = {
  fails: [
    /^( *)show\((.*)\); \/\/ your code here$/m,
    "$1if (String($2).includes('poison')) throw new Error('no database');\n$1show($2);",
  ],
  /** Where there is time to ask whether there is an outage. */
  failsLater: [
    /^(async function receive.*\n *)show\((.*)\); \/\/ your code here$/m,
    "$1if (String($2).includes('poison') || (await fetch('outage')).ok) throw new Error('no database');\n  show($2);",
  ],
  /** Of React. */
  failsInHook: [/^( *)\/\/ your code here$/m, "$1if (text.includes('poison')) throw new Error('no database');"],
  sends: [/^send\(.*\);$/m, "for (let n = 0; n < 900; n++) send(n + ' ' + 'x'.repeat(4000));"],
} as const;

function withUserCode(starter: RenderedStarter, userCode: Options['userCode']): RenderedStarter {
  const files = starter.files.map(({ path, text }) => ({ path, text: edit(path, text, userCode) }));
  return { ...starter, files };
}

function edit(path: string, text: string, userCode: Options['userCode']): string {
  // The browser would ask the page's server for an icon.
  if (path === 'index.html')
    return text.replace('main.tsx', 'main.js').replace(/(?=<title>)/, '<link rel="icon" href="data:,">');
  if (!['client.js', 'main.tsx'].includes(path) || userCode === undefined || userCode === 'floods') return text;
  const later = CODE.failsLater[0].test(text) ? CODE.failsLater : CODE.fails;
  const fails = path === 'main.tsx' ? CODE.failsInHook : later;
  const named = userCode === 'fails' ? fails : CODE.sends;
  const [find, by] = typeof userCode === 'string' ? named : userCode;
  if (!find.test(text)) throw new Error(`No place for a user's code in:\n${text}`);
  return text.replace(find, by);
}
