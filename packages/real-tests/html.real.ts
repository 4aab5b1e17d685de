import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runWith } from '../../test/cli/fake-io.ts';
import { findProgram } from './program.ts';
import { startHttp } from './servers.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core');

const REPORTS: Readonly<Record<string, readonly string[]>> = {
  dashboard: ['--preset', 'live-dashboard'],
  polling: ['--direction', 'server-to-client', '--clients', 'browser', '--current', 'polling', '--poll-interval', '2'],
  everything: ['--all'],
  infeasible: ['--broker', 'unwanted', '--pattern', 'work-queue'],
};

const SCREENS = [390, 1280].flatMap((width) => (['light', 'dark'] as const).map((scheme) => ({ width, scheme })));

let browser: Browser;
let folder: string;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: findProgram('chromium'), args: ['--no-sandbox'] });
  folder = mkdtempSync(join(tmpdir(), 'wirewise-html-'));
  for (const [name, flags] of Object.entries(REPORTS)) {
    const { stdout } = await runWith(['recommend', ...flags, '--samples', '200', '--format', 'html']);
    writeFileSync(join(folder, `${name}.html`), stdout);
  }
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

async function open(name: string, { width, scheme }: (typeof SCREENS)[number]) {
  // Past the policy of the page, so that axe can be put into it; the policy itself has a test of its own.
  const context = await browser.newContext({
    viewport: { width, height: 844 },
    colorScheme: scheme,
    bypassCSP: true,
  });
  const page = await context.newPage();
  const address = pathToFileURL(join(folder, `${name}.html`)).href;
  const seen: string[] = [];
  page.on('request', (request) => request.url() !== address && seen.push(`request ${request.url()}`));
  page.on('console', (message) => seen.push(`console ${message.text()}`));
  page.on('pageerror', (error) => seen.push(`error ${error.message}`));
  await page.goto(address, { waitUntil: 'networkidle' });
  return { context, page, seen };
}

describe.each(Object.keys(REPORTS))('the HTML report %s in Chromium', (name) => {
  test.each(SCREENS)('at $width px, $scheme: asks for nothing, fits, and is accessible', async (screen) => {
    const { context, page, seen } = await open(name, screen);
    // As text: the page's own types are not those of this program.
    const fit = await page.evaluate(`({
      overflows: document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth,
      width: document.scrollingElement.clientWidth,
      background: getComputedStyle(document.body).backgroundColor,
    })`);
    const background = screen.scheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(16, 21, 28)';
    expect(fit).toEqual({ overflows: false, width: screen.width, background });
    expect(seen).toEqual([]);
    await page.addScriptTag({ path: AXE });
    const violations: unknown = await page.evaluate(
      'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]))',
    );
    expect(violations).toEqual([]);
    await context.close();
  });
});

test('the policy of the page stops a script and an image that somebody put in', async () => {
  let hits = 0;
  const site = await startHttp((request, response) => {
    if (request.url === '/x') hits++;
    response.writeHead(200, { 'content-type': 'text/html' }).end(request.url === '/' ? attacked : '');
  });
  const { stdout } = await runWith(['recommend', '--preset', 'chat', '--samples', '0', '--format', 'html']);
  const attack = `<script>document.title = 'hit'</script><img src="http://127.0.0.1:${site.port}/x">`;
  const attacked = stdout.replace('</main>', `${attack}</main>`);
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${site.port}/`, { waitUntil: 'networkidle' });
  expect(await page.locator('img').count()).toBe(1);
  expect(await page.title()).toBe('Use WebSocket – wirewise');
  expect(hits).toBe(0);
  await page.close();
  await site.stop();
});

test('a word without end does not widen the page', async () => {
  const { stdout } = await runWith(['recommend', '--preset', 'live-dashboard', '--samples', '50', '--format', 'html']);
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  await page.setContent(stdout.replaceAll('WebSocket', 'W'.repeat(400)));
  const width = await page.evaluate('document.scrollingElement.scrollWidth');
  expect(width).toBe(390);
  await page.close();
});
