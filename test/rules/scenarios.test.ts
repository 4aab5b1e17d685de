import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { checkAnswers } from '../../src/core/answers.ts';
import { decide } from '../../src/core/decide.ts';
import type { Rules } from '../../src/core/model.ts';
import { builtInRules } from '../../src/rules/built-in.ts';
import { scenarioForm } from '../../src/rules/scenario-form.ts';

type Scenario = z.infer<typeof scenarioForm>;

const COLLECTIONS = ['public', 'published'];

function read(collection: string): Scenario[] {
  const path = new URL(`../../rules/scenarios/${collection}.yaml`, import.meta.url);
  return z.array(scenarioForm).parse(parse(readFileSync(path, 'utf8')));
}

/** Shares of the scenarios whose first place is what the organisation runs, and that or another defensible one. */
function hitRates(
  rules: Rules,
  scenarios: readonly Scenario[],
  all: boolean,
): { strict: number; defensible: number; misses: string[] } {
  const outcomes = scenarios.map(({ id, answers, expect: { first, defensible = [] } }) => {
    const winner =
      decide(rules, checkAnswers(rules.questions, answers).answers, { all, robustness: false }).recommendation
        ?.protocol ?? 'none';
    return { id, winner, strict: first.includes(winner), fair: [...first, ...defensible].includes(winner) };
  });
  const share = (count: number) => count / scenarios.length;
  return {
    strict: share(outcomes.filter(({ strict }) => strict).length),
    defensible: share(outcomes.filter(({ fair }) => fair).length),
    misses: outcomes.filter(({ fair }) => !fair).map(({ id, winner }) => `${id}: ${winner}`),
  };
}

describe.each(COLLECTIONS)('the scenarios of %s.yaml', (collection) => {
  const scenarios = read(collection);

  test('answer our questions with our values, and expect protocols that we know', async () => {
    const rules = await builtInRules();
    const protocols = rules.protocols.map(({ id }) => id);
    for (const { id, answers, expect: expected } of scenarios) {
      expect(checkAnswers(rules.questions, answers).problems, id).toEqual([]);
      for (const protocol of [...expected.first, ...(expected.defensible ?? [])])
        expect(protocols, id).toContain(protocol);
    }
    expect(new Set(scenarios.map(({ id }) => id)).size).toBe(scenarios.length);
  });
});

describe('what real organisations decided', () => {
  const core = (scenarios: Scenario[]) => scenarios.filter(({ tier }) => tier === 'core');

  // The floors are the promises of the project, not what is reached today: see the note on each landing for that.
  test.each([
    { name: 'public, core six', scenarios: core(read('public')), all: false, strict: 0.8, defensible: 0.9 },
    { name: 'public, everything ranked', scenarios: read('public'), all: true, strict: 0.7, defensible: 0.88 },
    { name: 'published, core six', scenarios: core(read('published')), all: false, strict: 0.8, defensible: 0.9 },
  ])('$name', async ({ scenarios, all, strict, defensible }) => {
    const rates = hitRates(await builtInRules(), scenarios, all);
    expect(rates.strict, rates.misses.join('\n')).toBeGreaterThanOrEqual(strict);
    expect(rates.defensible, rates.misses.join('\n')).toBeGreaterThanOrEqual(defensible);
  });
});
