import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { judgeScenario } from '../../src/core/rules/scenario.ts';
import { builtInRules } from '../../src/rules/built-in.ts';
import { builtInScenarios } from '../../src/rules/built-in-projects.ts';
import { type ReadScenario, readScenarioFile } from '../../src/rules/read/scenarios.ts';
import { formatDiagnostic } from '../../src/yaml/diagnostic.ts';
import { Findings } from '../../src/yaml/diagnostics.ts';
import { nodeFs } from '../../src/yaml/read-file.ts';
import { memoryFs } from './memory-fs.ts';

const FOLDER = join(import.meta.dirname, '../../rules/scenarios');

const rules = await builtInRules();
const findings = new Findings();
const files = readdirSync(FOLDER).map((name) => ({
  name,
  scenarios: readScenarioFile(join(FOLDER, name), nodeFs, rules, findings),
}));
const all = files.flatMap(({ scenarios }) => scenarios);

describe('the published decisions', () => {
  test('have no fault', () => {
    expect(findings.sorted().map(formatDiagnostic)).toEqual([]);
  });

  test.each(files)('in $name are several', ({ scenarios }) => {
    expect(scenarios.length).toBeGreaterThan(10);
  });

  test('are those that ship, and more than 200', async () => {
    expect(all.length).toBeGreaterThan(200);
    expect((await builtInScenarios()).map(({ id }) => id).sort()).toEqual(all.map(({ id }) => id).sort());
  });

  test('have ids that occur once in all files', () => {
    const ids = all.map(({ id }) => id);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  });

  test.each(all)('$id names who, when, why, how strong, and links over https', (scenario) => {
    const { source, more = [], organisation, year, why, strength, difficulty } = scenario;
    for (const link of [source, ...more]) expect(new URL(link).protocol).toBe('https:');
    expect(organisation).toBeDefined();
    expect(year).toBeGreaterThan(1998);
    expect(why).toMatch(/[.]$/);
    expect([strength, difficulty]).not.toContain(undefined);
  });

  test.each(all)(
    '$id expects nothing first that it calls second best or turned down',
    ({ expect: { first, defensible = [], rejected = [] } }) => {
      expect(first.length).toBeGreaterThan(0);
      expect(first.filter((protocol) => [...defensible, ...rejected].includes(protocol))).toEqual([]);
    },
  );

  test.each(all.filter(({ kind }) => kind === 'question'))(
    '$id was asked by a team, not by the site where it was asked',
    ({ organisation = '', source, more = [] }) => {
      const bare = (text: string) => text.toLowerCase().replace(/[^a-z]/g, '');
      const sites = [source, ...more].map((link) => bare(new URL(link).hostname.replace(/^www\.|\.[a-z]+$/g, '')));
      expect(sites).not.toContain(bare(organisation));
      // Copies of Stack Overflow under other names.
      expect(organisation).not.toMatch(/^Stack Overflow/);
    },
  );

  test('of questions tell what was stated, and answer all of it', () => {
    const questions = all.filter(({ stated }) => stated !== undefined);
    expect(questions.length).toBeGreaterThan(10);
    for (const { id, stated = [], answers } of questions) {
      expect(
        stated.filter((one) => answers[one] === undefined),
        id,
      ).toEqual([]);
    }
  });

  test('are of every protocol but those that nobody would choose alone', () => {
    const chosen = new Set(all.flatMap(({ expect: { first } }) => first));
    const missing = rules.protocols.map(({ id }) => id).filter((id) => !chosen.has(id));
    expect(missing).toEqual(['webhooks']);
  });
});

describe('a scenario', () => {
  const file = (more: string) => `- id: gulls
  title: Gulls
  organisation: The harbour
  year: 2018
  source: https://example.org/gulls
  more: [https://example.org/more]
  why: They shout.
  kind: question
  strength: strong
  difficulty: easy
  tier: extended
  asked: How do gulls shout?
  stated: [direction]
  answers: { direction: server-to-client }
  expect: { first: [sse], defensible: [websocket], rejected: [${more}] }
`;
  const readText = (text: string) => {
    const faults = new Findings();
    const scenarios = readScenarioFile('gulls.yaml', memoryFs({ 'gulls.yaml': text }), rules, faults);
    return { scenarios, faults: faults.sorted().map(formatDiagnostic) };
  };

  test('keeps everything that its file states', () => {
    expect(readText(file('polling'))).toEqual({
      scenarios: [
        {
          id: 'gulls',
          title: 'Gulls',
          organisation: 'The harbour',
          year: 2018,
          source: 'https://example.org/gulls',
          more: ['https://example.org/more'],
          why: 'They shout.',
          kind: 'question',
          strength: 'strong',
          difficulty: 'easy',
          tier: 'all',
          asked: 'How do gulls shout?',
          stated: ['direction'],
          answers: { direction: 'server-to-client' },
          expect: { first: ['sse'], defensible: ['websocket'], rejected: ['polling'] },
          place: { file: 'gulls.yaml', line: 1, column: 7 },
        },
      ],
      faults: [],
    });
  });

  test('rejects protocols that exist', () => {
    expect(readText(file('poling')).faults).toEqual([
      'gulls.yaml:15:63: unknown-name: Unknown protocol "poling". Did you mean "polling"?',
    ]);
  });
});

describe('agreement with what teams did', () => {
  const shareOf = (scenarios: readonly ReadScenario[], verdicts: readonly string[]) => {
    const outcomes = scenarios.map((scenario) => judgeScenario(rules, scenario));
    return outcomes.filter(({ verdict }) => verdicts.includes(verdict)).length / scenarios.length;
  };
  const core = all.filter(({ tier }) => tier === 'core');
  const clear = all.filter(({ difficulty }) => difficulty === 'easy');
  const stated = all.flatMap((scenario) => {
    const { stated: known, answers } = scenario;
    if (known === undefined) return [];
    return [{ ...scenario, answers: Object.fromEntries(Object.entries(answers).filter(([id]) => known.includes(id))) }];
  });

  // In sample, so each is too good; `npm run calibrate` estimates what unseen decisions get. A floor is about two cases
  // below what the rules reached in November 2026, in brackets: a change of weights that loses more has to say why.
  test.each([
    { name: 'all (strict .74, fair .97)', scenarios: all, strict: 0.73, fair: 0.96 },
    { name: 'the core six (.83, .97)', scenarios: core, strict: 0.81, fair: 0.96 },
    { name: 'easy ones (.82, .98)', scenarios: clear, strict: 0.8, fair: 0.96 },
    { name: 'what people state unasked, alone (.21, .95)', scenarios: stated, strict: 0.15, fair: 0.89 },
  ])('on $name', ({ scenarios, strict, fair }) => {
    expect(shareOf(scenarios, ['first'])).toBeGreaterThanOrEqual(strict);
    expect(shareOf(scenarios, ['first', 'defensible'])).toBeGreaterThanOrEqual(fair);
  });
});
