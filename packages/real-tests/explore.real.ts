/**
 * The page of `wirewise explore` in Chromium and Firefox. Both are driven by puppeteer over WebDriver BiDi or CDP:
 * Playwright needs a Firefox of its own, and its way to Firefox as Debian has it uses a command that this one lacks.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import puppeteer, { type Browser, type LaunchOptions, type Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtInScenarios } from '../../src/rules/built-in-projects.ts';
import { runWith } from '../../test/cli/fake-io.ts';
import { findProgram, makeFolder } from './program.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** For what takes seconds where nothing else runs, and minutes where much does. */
const PATIENCE_MS = 900_000;

const DARK = 0;
const LIGHT = 1;

/** Firefox takes the colour scheme from a preference: it has no command for it. */
const LAUNCH: Readonly<Record<string, (scheme: number) => LaunchOptions>> = {
  chromium: () => ({
    browser: 'chrome',
    executablePath: findProgram('chromium'),
    args: ['--no-sandbox'],
  }),
  'firefox-esr': (scheme) => ({
    browser: 'firefox',
    executablePath: findProgram('firefox-esr'),
    extraPrefsFirefox: { 'layout.css.prefers-color-scheme.content-override': scheme },
  }),
};

const folder = makeFolder();
const file = join(folder.path, 'explore.html');
const address = pathToFileURL(file).href;

beforeAll(async () => {
  writeFileSync(file, (await runWith(['explore'])).stdout);
});

afterAll(() => folder.remove());

/** A page, and what it does that it should not: requests, errors, messages. */
async function open(browser: Browser, url: string, width = 1280) {
  const page = await browser.newPage();
  const seen: string[] = [];
  page.on('request', (request) => /^(https?|wss?|ftp):/.test(request.url()) && seen.push(`request ${request.url()}`));
  page.on('console', (message) => seen.push(`console ${message.text()}`));
  page.on('pageerror', (error) => seen.push(`error ${String(error)}`));
  await page.setViewport({ width, height: 844 });
  await page.goto(url);
  await page.waitForSelector('#headline');
  return { page, seen };
}

/**
 * To another fragment of the same page, which hears of it a moment later.
 *
 * @param wanted the text that an element should have then
 * @returns the text that it has, at the latest when patience ends
 */
async function moveTo(page: Page, url: string, selector: string, wanted: string): Promise<unknown> {
  await page.goto(url);
  return page.evaluate(`new Promise((done) => {
    const wanted = ${JSON.stringify(wanted)};
    const end = Date.now() + ${PATIENCE_MS / 10};
    const look = () => {
      const text = document.querySelector('${selector}').textContent;
      if (text === wanted || Date.now() > end) done(text);
      else setTimeout(look, 5);
    };
    look();
  })`);
}

const textOf = (page: Page, selector: string) => page.$eval(selector, ({ textContent }) => textContent ?? '');
const headlineOf = (page: Page) => textOf(page, '#headline');

/** The element with the focus: its label for people, or its text. */
const focusOf = (page: Page): Promise<unknown> =>
  page.evaluate('(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()');

async function press(
  page: Page,
  ...keys: readonly ('Control' | 'Shift' | 'Tab' | 'Enter' | ' ' | 'ArrowRight' | 'z')[]
) {
  for (const key of keys.slice(0, -1)) await page.keyboard.down(key);
  await page.keyboard.press(keys.at(-1) ?? 'Tab');
  for (const key of keys.slice(0, -1)) await page.keyboard.up(key);
}

/** Tabs on until the focus is where an expression holds. */
async function tabTo(page: Page, expression: string): Promise<void> {
  const passed: unknown[] = [];
  for (let isThere: unknown = false; isThere !== true; isThere = await page.evaluate(expression)) {
    await press(page, 'Tab');
    passed.push(await focusOf(page));
    if (passed.length > 300) throw new Error(`Tab never reached ${expression}, but ${passed.join(', ')}.`);
  }
}

/** Tabs on to the first field of a question: of radio buttons, the one that is chosen. */
const tabToQuestion = (page: Page, id: string) => tabTo(page, `document.activeElement.closest('#q-${id}') !== null`);

async function violations(page: Page): Promise<unknown> {
  await page.evaluate(AXE);
  return page.evaluate(
    'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]))',
  );
}

describe.each(Object.keys(LAUNCH))('in %s', (name) => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await puppeteer.launch({ headless: true, ...LAUNCH[name]?.(LIGHT) });
  });

  afterAll(() => browser.close());

  test(
    'decides every published case as the command line does, to the last digit',
    async () => {
      const { page, seen } = await open(browser, address);
      await page.evaluate("document.getElementById('copy-decision').open = true");
      const scenarios = await builtInScenarios();
      expect(scenarios.length).toBeGreaterThan(200);
      for (const { id, answers } of scenarios) {
        const given = Object.entries(answers).map(([question, answer]) => `${question}=${answer}`);
        const stdin = JSON.stringify(answers);
        const { stdout } = await runWith(['recommend', '--answers', '-', '--json', '--no-starter'], { stdin });
        const decided = await moveTo(page, `${address}#${given.join('&')}`, '#copy-decision-text', stdout);
        expect(decided, id).toBe(stdout);
      }
      expect(seen).toEqual([]);
      await page.close();
    },
    PATIENCE_MS,
  );

  test('a link brings back answers, weights and minima; undo and redo go through them', async () => {
    const { page, seen } = await open(browser, address);
    const start = await headlineOf(page);
    await page.click('#o-direction-both');
    await page.click('#o-clients-device');
    await page.click('#o-constrained-battery');
    await page.type('#n-latency', '30s');
    expect(await page.$eval('#n-latency', (field) => ('value' in field ? field.value : ''))).toBe('30s');
    const end = await headlineOf(page);
    expect(end).not.toBe(start);
    const link = `${address}#direction=both&clients=device&latency=30000&constrained=battery`;
    await page.waitForFunction(`location.href === ${JSON.stringify(link)}`);
    const other = await open(browser, link);
    expect(await headlineOf(other.page)).toBe(end);
    expect(await other.page.$eval('#n-latency', (field) => ('value' in field ? field.value : ''))).toBe('30000');
    await other.page.close();
    // The four keys of a text are one step.
    await page.focus('#o-direction-both');
    for (let step = 0; step < 4; step++) await press(page, 'Control', 'z');
    expect(await headlineOf(page)).toBe(start);
    for (let step = 0; step < 4; step++) await press(page, 'Control', 'Shift', 'z');
    expect(await headlineOf(page)).toBe(end);
    await page.click('#copy-command summary');
    const command = 'wirewise recommend --weight latency=9 --must browser-support=3 --core';
    const set = `${address}#weight=latency:9&must=browser-support:3&core=yes`;
    expect(await moveTo(page, set, '#copy-command-text', command)).toBe(command);
    expect(seen).toEqual([]);
    await page.close();
  });

  test.each([
    ['an unknown value', 'clients=sideways', 'Unknown value "sideways" for "clients".'],
    ['names of JavaScript', '__proto__=1&constructor=2', 'Unknown question "__proto__".'],
    ['broken escapes', '%ff%00=%zz&latency=-1', 'Expected a number (ms) above 0 for "latency", got -1.'],
    [
      'a weight',
      'weight=latency:Infinity',
      'Expected a number from 0 to 1000000 after "weight=latency:", got "Infinity".',
    ],
    ['markup', `clients=${'<img src=x onerror=alert(1)>,'.repeat(900)}`, 'with at most 20000 characters'],
    ['many parts', 'a=1&'.repeat(4000), 'Duplicate answer to "a".'],
  ])('a bad link gets words: %s', async (_, fragment, words) => {
    const { page, seen } = await open(browser, `${address}#direction=both&${fragment}`);
    expect(await textOf(page, '#link-problems')).toContain(words);
    await page.click('#link-problems button');
    expect(await page.$('#link-problems')).toBeNull();
    await page.click('#o-direction-both');
    expect(await headlineOf(page)).not.toBe('');
    expect(seen).toEqual([]);
    await page.close();
  });

  test('works by keyboard alone, and says a changed first place to a screen reader', async () => {
    const { page, seen } = await open(browser, address);
    const first = await headlineOf(page);
    await tabToQuestion(page, 'content');
    expect(await focusOf(page)).toBe('Not sure');
    await press(page, 'ArrowRight');
    expect(await focusOf(page)).toBe('Events or messages (usual)');
    const content = await headlineOf(page);
    await tabToQuestion(page, 'clients');
    for (let at = 0; at < 3; at++) await press(page, 'Tab');
    expect(await focusOf(page)).toBe('Device');
    await press(page, ' ');
    expect(await headlineOf(page)).not.toBe(content);
    expect(await textOf(page, '#announce')).toMatch(/^First place changed\. .+, with \d+\.\d of 100\.$/);
    await page.evaluate("document.getElementById('announce').textContent = 'said'");
    await tabToQuestion(page, 'encoding');
    await press(page, 'ArrowRight');
    expect(await textOf(page, '#announce')).toBe('said');
    // With nothing answered, some question decides.
    expect(await moveTo(page, `${address}#answers=none`, '#headline', first)).toBe(first);
    await page.focus('button[data-focus=result-title]');
    await press(page, 'Enter');
    expect(await focusOf(page)).toBe('Result');
    await tabTo(page, 'document.activeElement.dataset.try !== undefined');
    expect(await focusOf(page)).toMatch(/^Try it: /);
    const before = await headlineOf(page);
    await press(page, 'Enter');
    expect(await headlineOf(page)).not.toBe(before);
    expect(await page.evaluate('document.activeElement !== document.body')).toBe(true);
    await press(page, 'Control', 'z');
    expect(await headlineOf(page)).toBe(before);
    await page.focus('.ranking summary');
    await press(page, 'Enter');
    await page.waitForSelector('.ranking [open] table');
    expect(seen).toEqual([]);
    await page.close();
  });

  test('sets a weight and a lowest grade by hand, and removes them', async () => {
    const { page, seen } = await open(browser, `${address}#direction=both`);
    await page.click('#copy-command summary');
    const set = async (criterion: string, value: string) => {
      await page.select('#set-criterion', criterion);
      await page.select('#set-value', value);
      await page.click('button[data-do="set"]');
      return textOf(page, '#copy-command-text');
    };
    const command = 'wirewise recommend --direction both';
    expect(await set('latency', 'weight:10')).toBe(`${command} --weight latency=10`);
    expect(await set('browser-support', 'must:3')).toBe(`${command} --weight latency=10 --must browser-support=3`);
    expect(await set('latency', 'weight:0')).toBe(`${command} --weight latency=0 --must browser-support=3`);
    await page.click('button[data-criterion="browser-support"]');
    expect(await textOf(page, '#copy-command-text')).toBe(`${command} --weight latency=0`);
    expect(seen).toEqual([]);
    await page.close();
  });

  test.each([
    'direction=both&clients=browser&current=polling&poll-interval=2',
    'direction=both&clients=device&weight=latency:9&core=yes',
    'core=yes',
  ])('what it gives to take away is what the commands take: %s', async (state) => {
    const { page } = await open(browser, `${address}#${state}`);
    await page.evaluate("for (const one of document.querySelectorAll('.copy details')) one.open = true");
    await page.waitForFunction("document.getElementById('copy-record-text').textContent !== ''");
    const [record, answers, decision] = await Promise.all(
      ['record', 'answers', 'decision'].map((id) => textOf(page, `#copy-${id}-text`)),
    );
    writeFileSync(join(folder.path, 'orders.wirewise.json'), record ?? '');
    writeFileSync(join(folder.path, 'needs.yaml'), answers ?? '');
    const world = { cwd: folder.path };
    expect(await runWith(['check', 'orders.wirewise.json'], world)).toMatchObject({ exitCode: 0 });
    const again = await runWith(['recommend', '--answers', 'needs.yaml', '--json', '--no-starter'], world);
    expect(again.stdout).toBe(decision);
    await page.close();
  });

  describe.each([
    ['light', LIGHT],
    ['dark', DARK],
  ])('in %s', (scheme, preference) => {
    test(
      'is accessible, fits, and asks for nothing',
      async () => {
        const own = await puppeteer.launch({ headless: true, ...LAUNCH[name]?.(preference) });
        const states = ['#broker=unwanted&pattern=work-queue', '#current=polling&poll-interval=2&latency=x'];
        for (const width of [390, 1280]) {
          for (const state of states) {
            const { page, seen } = await open(own, `${address}${state}`, width);
            if (name === 'chromium') await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
            // Of each list the first: open, all tables of the ranking together have thousands of rows.
            await page.evaluate(
              "for (const one of document.querySelectorAll('fieldset:first-of-type details, li:first-child > details, .copy details, section > details')) one.open = true",
            );
            const background = scheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(16, 21, 28)';
            expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(background);
            expect(
              await page.evaluate('document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth'),
            ).toBe(0);
            expect(await violations(page)).toEqual([]);
            expect(seen).toEqual([]);
            await page.close();
          }
        }
        await own.close();
      },
      PATIENCE_MS,
    );
  });
});

describe('in chromium', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await puppeteer.launch({ headless: true, ...LAUNCH['chromium']?.(LIGHT) });
  });

  afterAll(() => browser.close());

  test('side by side the two halves scroll, and never the page', async () => {
    const { page } = await open(browser, `${address}#direction=both`);
    expect(await page.evaluate('document.documentElement.scrollHeight - innerHeight')).toBe(0);
    await page.close();
  });

  test('on paper there are answers and result, and no controls', async () => {
    const { page } = await open(browser, `${address}#direction=both`);
    await page.emulateMediaType('print');
    const shown = await page.evaluate('document.body.innerText');
    expect(shown).toContain('Answers used');
    expect(shown).toContain('Ranking');
    expect(shown).not.toMatch(/Undo|Not sure|Try it|Copy/);
    await page.close();
  });

  test('a report with --live becomes the page with the answers of the report', async () => {
    const flags = ['--direction', 'both', '--clients', 'device', '--core', '--samples', '50'];
    const { stdout } = await runWith(['recommend', ...flags, '--format', 'html', '--live']);
    const report = join(folder.path, 'report.html');
    writeFileSync(report, stdout);
    const page = await browser.newPage();
    await page.goto(pathToFileURL(report).href);
    await page.waitForSelector('#try-live:not([hidden])');
    expect(await violations(page)).toEqual([]);
    const headline = await textOf(page, '#report h1');
    await page.click('#try-live');
    expect(await headlineOf(page)).toBe(headline);
    expect(await focusOf(page)).toBe(headline);
    expect(await page.$eval('#core', (box) => 'checked' in box && box.checked)).toBe(true);
    expect(await page.$eval('#report', (element) => element.checkVisibility())).toBe(false);
    expect(await violations(page)).toEqual([]);
    await page.close();
  });
});
