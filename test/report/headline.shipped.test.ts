/** No report says more than its confidence allows, whatever is answered of the published decisions. */
import { Chalk } from 'chalk';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { advise } from '../../src/cli/commands/recommend/advise.ts';
import type { Answers } from '../../src/core/model.ts';
import { firmnessOf } from '../../src/phrases/verdict.ts';
import type { Advice } from '../../src/report/advice.ts';
import * as html from '../../src/report/html/page.ts';
import * as adr from '../../src/report/markdown/adr.ts';
import * as markdown from '../../src/report/markdown/page.ts';
import * as text from '../../src/report/terminal/decision.ts';
import { builtInRules, builtInStarters } from '../../src/rules/built-in.ts';
import { builtInScenarios } from '../../src/rules/built-in-projects.ts';
import { runs } from '../set-up/runs.ts';

const rules = await builtInRules();
const starters = await builtInStarters();
const situations: readonly Answers[] = [
  ...(await builtInScenarios()).map(({ answers }) => answers),
  ...rules.presets.map(({ answers }) => answers),
];

function adviceOn(answers: Answers): Advice {
  const sources = { overrides: undefined, core: false, rulesDirs: [], isProjectIgnored: false };
  return advise(rules, starters, { answers, ...sources, robustness: false, cwd: '/nowhere' });
}

/** All answers of a published decision, or the first few of them. */
const someAnswers = fc
  .tuple(fc.constantFrom(...situations), fc.integer({ min: 0, max: 40 }))
  .map(([answers, count]) => Object.fromEntries(Object.entries(answers).slice(0, count)));

/** The first screen of each format, up to the ranking. */
function openings(advice: Advice): Readonly<Record<string, string>> {
  const page = adr.render(advice, { rules });
  const paint = new Chalk({ level: 0 });
  const whole = text.render(advice, { rules, paint, width: 80 });
  return {
    text: firstParagraph(whole),
    // A terminal shows the end.
    end: whole.trimEnd().split('\n\n').at(-1) ?? '',
    markdown: markdown.render(advice, { rules }).split('\n## ')[0] ?? '',
    html: /<header>([\s\S]*)<\/header>/.exec(html.render(advice, { rules }))?.[1] ?? '',
    ...(typeof page === 'string' && { adr: adrStatement(page) }),
  };
}

function firstParagraph(whole: string): string {
  return whole.split('\nWhy\n')[0]?.replace(/\s+/g, ' ') ?? '';
}

/** Its title and its outcome. */
function adrStatement(page: string): string {
  const title = /^# .*$/m.exec(page)?.[0] ?? '';
  return `${title}\n${/## Decision Outcome\n([\s\S]*?)\n### /.exec(page)?.[1]}`;
}

function plainText(markup: string): string {
  return markup
    .replace(/<[^>]*>/g, ' ')
    .replace(/\\(.)/g, '$1')
    .replace(/\s+/g, ' ')
    .replaceAll('&#39;', "'");
}

describe('a headline', () => {
  test('never contradicts its confidence, and names the runner-up with the winner', () => {
    fc.assert(
      fc.property(someAnswers, (answers) => {
        const advice = adviceOn(answers);
        const firm = firmnessOf(advice);
        const [first, second] = advice.ranking;
        for (const [format, opening] of Object.entries(openings(advice))) {
          const says = plainText(opening);
          const use = `Use ${first?.name}`;
          if (firm === 'clear') expect(says, format).toContain(use);
          else expect(says, format).not.toContain(use);
          if (firm === 'close') expect(says, format).toMatch(/too close to call/);
          else expect(says, format).not.toMatch(/too close to call/);
          if (firm === 'tie') expect(says, format).toMatch(/a tie/);
          if (first) expect(says, format).toContain(first.name);
          if (second) expect(says, format).toContain(second.name);
        }
      }),
      runs(50),
    );
  });

  test('of a close call asks the deciding question at once', () => {
    const close = adviceOn({ direction: 'both' });
    expect(firmnessOf(close)).toBe('close');
    for (const [format, opening] of Object.entries(openings(close)).filter(([name]) => name !== 'end')) {
      expect(plainText(opening), format).toMatch(/This question (decides|matters most): .*\?/);
    }
  });
});

describe('the sentences', () => {
  test('name no criterion without weight, and nothing of Delphi unless somebody weighs it', () => {
    for (const answers of situations) {
      const advice = adviceOn(answers);
      const whole = text.render({ ...advice, precedents: [] }, { rules, paint: new Chalk({ level: 0 }), width: 80 });
      const weighed = new Set(advice.ranking.flatMap(({ contributions }) => contributions.map((one) => one.criterion)));
      if (weighed.has('server-in-delphi')) continue;
      // The excluded ones and the starter aside.
      expect(whole.split('\nExcluded\n')[0]?.replace(/^--- [\s\S]*/m, '')).not.toContain('Delphi');
    }
  });

  test('up to the mistakes near fit on a screen of 24 lines, or nearly so', () => {
    const screens = rules.presets.map(({ id, answers }) => {
      const lines = text.render(adviceOn(answers), { rules, paint: new Chalk({ level: 0 }), width: 80 }).split('\n');
      return { id, lines: lines.indexOf('') };
    });
    expect(screens.filter(({ lines }) => lines > 27)).toEqual([]);
    expect(screens.filter(({ lines }) => lines <= 24).length).toBeGreaterThan(0.75 * screens.length);
  });
});
