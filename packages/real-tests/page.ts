/** Pages in Chromium, for tests of starters that run in one. */
import { createReadStream, existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { findProgram, makeFolder, render, until, writeStarter } from './program.ts';
import { startHttp } from './servers.ts';

const MODULES = join(dirname(fileURLToPath(import.meta.url)), '../../node_modules');
const TYPES = { html: 'text/html', js: 'text/javascript' } as const;

export interface PageBench {
  readonly browser: Browser;
  /** What is handed out to the page. */
  readonly folder: string;
  readonly origin: string;
  /** The test may put another one in its place. */
  page: Page;
  readonly open: (
    protocol: string,
    set: Readonly<Record<string, string | number | boolean>>,
    variant?: string,
  ) => Promise<void>;
  /** Waits until the page shows a line, as often as asked. */
  readonly shows: (pattern: RegExp, times?: number) => Promise<void>;
}

/** Gives each test of a file a page and a folder of its own. */
export function eachPage(): PageBench {
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

  return {
    get browser() {
      return browser;
    },
    get folder() {
      return folder.path;
    },
    get origin() {
      return `http://127.0.0.1:${site.port}`;
    },
    get page() {
      return page;
    },
    set page(other) {
      page = other;
    },
    open: async (protocol, set, variant) => {
      writeStarter(render(protocol, 'javascript', 'client', set, { variant }), folder.path);
      await page.goto(`http://127.0.0.1:${site.port}/index.html`);
    },
    shows: async (pattern, times = 1) => {
      let last: readonly string[] = [];
      await until(
        async () => {
          last = await page.locator('#log li').allTextContents();
          return last.filter((line) => pattern.test(line)).length >= times;
        },
        20_000,
        () => `${pattern} on the page:\n${last.join('\n')}`,
      );
    },
  };
}
