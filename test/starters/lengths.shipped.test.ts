import { expect, test } from 'vitest';
import { findStarter } from '../../src/starters/render.ts';
import { label, names, starters } from './starters.ts';

/** A starter has at most so many lines where clarity allows. */
const MOST_LINES = 90;
const LIST = new URL('longer-programs.txt', import.meta.url);

/** The longest first. */
function longerPrograms(): readonly string[] {
  return names
    .map((name) => {
      const main = findStarter(starters, name)?.files.find(({ path }) => !path.endsWith('.html'))?.template ?? '';
      return { lines: main.split('\n').length - 1, title: label(name) };
    })
    .filter(({ lines }) => lines > MOST_LINES)
    .sort((a, b) => b.lines - a.lines || (a.title < b.title ? -1 : 1))
    .map(({ lines, title }) => `${lines} ${title}`);
}

test('programs of more than 90 lines are those of the list, and none has grown unseen', async () => {
  await expect(`${longerPrograms().join('\n')}\n`).toMatchFileSnapshot(LIST.pathname);
});
