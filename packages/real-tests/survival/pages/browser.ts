/** One Chromium for all pages of the suite: it starts with the first of them. */
import { readFileSync } from 'node:fs';
import { type Browser, type CDPSession, chromium } from 'playwright-core';
import { z } from 'zod';
import { findProgram } from '../../program.ts';
import { cpuOf } from '../tools/machine.ts';

let browser: Promise<Browser> | undefined;

/** Chromium, with the page cache that Playwright turns off. */
export function theBrowser(): Promise<Browser> {
  browser ??= chromium.launch({
    executablePath: findProgram('chromium'),
    // A graphics card in software takes more time than the pages.
    args: ['--no-sandbox', '--disable-gpu', '--disable-software-rasterizer'],
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });
  return browser;
}

export async function stopBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = undefined;
}

const processesForm = z.object({ processInfo: z.array(z.object({ type: z.string(), id: z.number() })) });
const BURN = 'for (const end = performance.now() + 120; performance.now() < end; );';

/** The process that runs a page: the one with the processor time that the page itself measures. */
export async function rendererOf(devTools: CDPSession): Promise<number> {
  const all = await (await theBrowser()).newBrowserCDPSession();
  try {
    // A new process has used too little to tell it from another one.
    await devTools.send('Runtime.evaluate', { expression: BURN });
    await devTools.send('Performance.enable');
    const { processInfo } = processesForm.parse(await all.send('SystemInfo.getProcessInfo'));
    const { metrics } = await devTools.send('Performance.getMetrics');
    await devTools.send('Performance.disable');
    const own = metrics.find(({ name }) => name === 'ProcessTime')?.value ?? 0;
    const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
    const [nearest] = renderers.filter(isThere).toSorted((a, b) => Math.abs(cpuOf(a) - own) - Math.abs(cpuOf(b) - own));
    if (nearest === undefined) throw new Error('No process runs the page.');
    return nearest;
  } finally {
    await all.detach();
  }
}

function isThere(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`).length > 0;
  } catch {
    return false;
  }
}
