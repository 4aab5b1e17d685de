/** The program of the page. */

import { ELEMENTS } from '../../report/html/live.ts';
import type { StartersData } from '../../starters/starter.ts';
import type { PageData } from '../data.ts';
import { App } from './app.ts';
import { listen } from './events.ts';
import { inflate } from './inflate.ts';

/**
 * A report that was made with `--live` stays until its button is pressed, or the link has answers. A page without a
 * report starts at once.
 */
async function start(): Promise<void> {
  const report = document.getElementById(ELEMENTS.report);
  const root = document.getElementById(ELEMENTS.app);
  if (!root) return;
  const data: PageData = await inflate(ELEMENTS.data);
  const starters: StartersData = await inflate(ELEMENTS.starters);
  const app = new App(root, data, starters);
  const open = () => {
    if (report) report.hidden = true;
    root.hidden = false;
    listen(app);
    app.draw();
  };
  const button = document.getElementById(ELEMENTS.live);
  if (report === null || button === null || location.hash.length > 1) return open();
  button.hidden = false;
  const openOnce = () => {
    removeEventListener('hashchange', openOnce);
    open();
    app.focusOn('headline');
  };
  button.addEventListener('click', openOnce, { once: true });
  addEventListener('hashchange', openOnce);
}

start().catch((error: unknown) => {
  const words = document.createElement('p');
  words.setAttribute('role', 'alert');
  words.textContent = `This page cannot start: ${error instanceof Error ? error.message : String(error)}. It needs a browser of 2023 or newer.`;
  document.body.prepend(words);
});
