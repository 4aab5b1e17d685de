import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Answers } from '../../src/core/model.ts';
import { adviceFor, outlookFor } from '../../src/explore/decide.ts';
import { readFragment } from '../../src/explore/fragment.ts';
import type { Model } from '../../src/explore/model.ts';
import { readSetting } from '../../src/explore/set-by-hand.ts';
import { timelineOf } from '../../src/explore/state.ts';
import { copyText } from '../../src/explore/take-away.ts';
import { view } from '../../src/explore/view.ts';
import { builtInRules } from '../../src/rules/built-in.ts';
import { runWith } from '../cli/fake-io.ts';

const rules = await builtInRules();
const context = { rulesDirs: [], isProjectIgnored: false };

/** The page at a link. */
function pageAt(fragment: string): Model {
  const { state } = readFragment(rules, fragment);
  const ui = { drafts: new Map(), open: new Set<string>(), linkProblems: [] };
  const advice = adviceFor(rules, {}, context, state);
  return { rules, context, timeline: timelineOf(state), advice, outlook: outlookFor(rules, state), link: '', ui };
}

function fragmentOf(answers: Answers): string {
  return Object.entries(answers)
    .map(([id, value]) => `${id}=${typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)}`)
    .join('&');
}

/** What stands in an element of the page, without its tags. */
function textIn(page: string, start: string, end: string): string {
  const from = page.indexOf(start);
  return page.slice(from, page.indexOf(end, from)).replace(/<[^>]*>/g, '');
}

describe('the line above the questions', () => {
  const states = ['', 'clients=browser', ...rules.presets.map(({ answers }) => fragmentOf(answers))];

  test.each(states)('agrees with what the report says that the advice hinges on: %s', (fragment) => {
    const model = pageAt(fragment);
    const page = view(model).text;
    const line = textIn(page, '<p id="next">', '</p>');
    const isHinged = model.advice.hinges.length > 0;
    if (!isHinged && /in about/.test(line)) expect(line).toMatch(/together .*, no likely answer alone\./);
    expect(page.includes('No likely answer to one open question alone would change')).toBe(!isHinged);
    // The wizard would stop here, so that no question is pressed on anybody.
    expect(line.includes('Answer next:')).toBe((model.outlook?.stability ?? 0) < 0.925);
    expect(page).not.toContain('Most telling');
  });
});

describe('the answers file to copy', () => {
  test.each([
    'direction=both&core=yes',
    'core=yes',
    'direction=both&weight=latency:9&must=browser-support:2&core=yes',
    'direction=both',
  ])('gives the same decision: %s', async (fragment) => {
    const model = pageAt(fragment);
    const cwd = mkdtempSync(join(tmpdir(), 'wirewise-page-'));
    writeFileSync(join(cwd, 'needs.yaml'), copyText(model, 'answers') ?? '');
    const { stdout } = await runWith(['recommend', '--answers', 'needs.yaml', '--json', '--no-starter'], { cwd });
    expect(stdout).toBe(copyText(model, 'decision'));
  });
});

test('every choice of the form that sets a weight or a lowest grade can be read', () => {
  const form = textlessOptions(view(pageAt('')).text);
  expect(form.length).toBeGreaterThan(5);
  for (const value of form) expect(readSetting(value)).toBeDefined();
  expect(readSetting('weight:-1')).toBeUndefined();
});

/** The values of the second list of the form. */
function textlessOptions(page: string): string[] {
  const from = page.indexOf('<select id="set-value">');
  return [...page.slice(from, page.indexOf('</select>', from)).matchAll(/value="([^"]*)"/g)].map(
    ([, one]) => one ?? '',
  );
}
