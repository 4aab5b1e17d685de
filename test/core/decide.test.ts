import { describe, expect, test } from 'vitest';
import type { ConfidenceModel } from '../../src/core/confidence-model.ts';
import { DEFAULT_ROBUSTNESS, decide } from '../../src/core/decide.ts';
import { compareProtocols, explainProtocol } from '../../src/core/explain.ts';
import type { Grade, Rules } from '../../src/core/model.ts';
import { makeChoice, makeRules } from './rules-fixture.ts';

const size = makeChoice('size', {
  small: { weighs: { light: 4 } },
  large: { weighs: { strong: 4 } },
  huge: { requires: { strong: 3 } },
});
const rules = makeRules(
  { bike: { light: 4, strong: 1 }, truck: { light: 0, strong: 4 }, van: { light: 2, strong: 3 } },
  [size],
  { light: 1, strong: 1 },
);

describe('a decision', () => {
  test('adds the weights of answers to the baseline, and says why', () => {
    const { recommendation, ranking } = decide(rules, { size: 'small' });
    expect(recommendation).toMatchObject({
      protocol: 'bike',
      margin: expect.closeTo(100 * (21 / 24) - 100 * (13 / 24), 9),
    });
    expect(ranking[0]?.contributions[0]).toEqual({
      criterion: 'light',
      weight: 5,
      grade: 4,
      points: expect.closeTo(83.33, 2),
      because: [{ question: 'size', answer: 'small', weight: 4 }],
    });
    expect(ranking[0]?.contributions[1]?.because).toEqual([]);
  });

  test('tells a tie as a tie, in id order', () => {
    const tied = makeRules({ b: { c: 2 }, a: { c: 2 }, z: { c: 1 } }, [], { c: 1 });
    const { outcome, ranking, recommendation } = decide(tied, {});
    expect(outcome).toBe('tie');
    expect(ranking.map(({ rank, protocol }) => `${rank} ${protocol}`)).toEqual(['1 a', '1 b', '3 z']);
    expect(recommendation).toMatchObject({ protocol: 'a', margin: 0 });
  });

  test('reports a tie that sums in floating point would hide, such as 0.1 + 0.2 against 0.3', () => {
    const grades = { x: { a: 4, b: 4, c: 0 }, y: { a: 0, b: 0, c: 4 } } as const;
    let hidden = 0;
    for (let i = 1; i <= 40; i++) {
      const { outcome, ranking } = decide(makeRules(grades, [], { a: i / 10, b: 0.7, c: i / 10 + 0.7 }), {}, {});
      expect(outcome).toBe('tie');
      if (ranking[0]?.score !== ranking[1]?.score) hidden++;
    }
    expect(hidden).toBeGreaterThan(0);
  });

  test('lists what is excluded with every minimum that it breaks', () => {
    const { excluded, ranking } = decide(rules, { size: 'huge' }, { overrides: { must: { light: 1 } } });
    expect(ranking.map(({ protocol }) => protocol)).toEqual(['van']);
    expect(excluded.find(({ protocol }) => protocol === 'bike')?.breaks).toEqual([
      { criterion: 'strong', minimum: 3, grade: 1, because: [{ question: 'size', answer: 'huge' }] },
    ]);
    expect(excluded.find(({ protocol }) => protocol === 'truck')?.breaks).toEqual([
      { criterion: 'light', minimum: 1, grade: 0, because: [{ question: '--must', answer: 'light=1' }] },
    ]);
  });

  test('a minimum set by hand replaces that of the answers, higher or lower; 0 is none', () => {
    const rankedWith = (must: Readonly<Record<string, Grade>>) =>
      decide(rules, { size: 'huge' }, { overrides: { must } }).ranking.map(({ protocol }) => protocol);
    expect(rankedWith({}).sort()).toEqual(['truck', 'van']);
    expect(rankedWith({ strong: 0 }).sort()).toEqual(['bike', 'truck', 'van']);
    expect(rankedWith({ strong: 1 }).sort()).toEqual(['bike', 'truck', 'van']);
    expect(rankedWith({ strong: 4 })).toEqual(['truck']);
  });

  test('dropping a minimum set by hand brings back nothing that the answers exclude', () => {
    const overrides = { must: { strong: 4, light: 4 } } as const;
    const { relaxations } = decide(rules, { size: 'huge' }, { overrides });
    expect(relaxations).toEqual([
      { criterion: 'light', minimum: 4, because: [{ question: '--must', answer: 'light=4' }], bringsBack: ['truck'] },
    ]);
  });

  test('with nothing feasible says which single minimum, dropped, brings back what', () => {
    const { outcome, recommendation, relaxations } = decide(
      rules,
      { size: 'huge' },
      { overrides: { must: { light: 3 } } },
    );
    expect({ outcome, recommendation }).toEqual({ outcome: 'none-feasible', recommendation: null });
    expect(relaxations?.map(({ criterion, bringsBack }) => [criterion, bringsBack])).toEqual(
      [
        ['strong', ['bike']],
        ['light', ['truck', 'van']],
      ].sort((a, b) => (b[1]?.length ?? 0) - (a[1]?.length ?? 0)),
    );
  });

  test('replaces a weight that is overridden', () => {
    const { ranking } = decide(rules, { size: 'small' }, { overrides: { weight: { light: 0 } } });
    expect(ranking[0]).toMatchObject({ protocol: 'truck', score: 100 });
  });

  test('ranks all protocols, or the core ones alone and names extended ones that would win', () => {
    const extended: Rules = {
      ...rules,
      protocols: rules.protocols.map((protocol) =>
        protocol.id === 'bike' ? { ...protocol, tier: 'extended' } : protocol,
      ),
    };
    const core = decide(extended, { size: 'small' }, { core: true });
    expect(core.ranking.map(({ protocol }) => protocol)).not.toContain('bike');
    expect(core.beyond.map(({ protocol }) => protocol)).toEqual(['bike']);
    const all = decide(extended, { size: 'small' });
    expect(all.ranking[0]?.protocol).toBe('bike');
    expect(all.beyond).toEqual([]);
  });

  test('says how sure it is: shares that add up, central weights only for what can win', () => {
    const { ranking, recommendation, robustness } = decide(rules, {}, { robustness: DEFAULT_ROBUSTNESS });
    expect(robustness).toEqual({ samples: 10_000, seed: 1, standardError: 0.005 });
    const firsts = ranking.map(({ rankAcceptability }) => rankAcceptability?.[0] ?? Number.NaN);
    expect(firsts.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
    expect(recommendation?.acceptability).toBe(firsts[0]);
    for (const { rankAcceptability, centralWeights } of ranking) {
      const sum = Object.values(centralWeights ?? {}).reduce((total, weight) => total + weight, 0);
      if ((rankAcceptability?.[0] ?? 0) === 0) expect(centralWeights).toBeNull();
      else expect(sum).toBeCloseTo(1, 9);
    }
  });
});

const certain: ConfidenceModel = {
  scale: 0.8,
  strict: { intercept: 0.5, slope: 1 },
  fair: { intercept: 1, slope: 1 },
  levels: { clear: 0.8, likely: 0.5 },
  cases: 10,
};

describe('a recommendation', () => {
  const onlyVan = { overrides: { must: { light: 1 as const } } };
  const why = 'Small loads need no engine.';
  const explained: Rules = {
    ...rules,
    questions: rules.questions.map((question) => ({
      ...question,
      options: question.options.map((option) =>
        option.value === 'small'
          ? { ...option, effects: option.effects.map((effect) => ({ ...effect, because: why })) }
          : option,
      ),
    })),
  };

  test('names the runner-up', () => {
    const { recommendation, ranking } = decide(rules, { size: 'small' });
    expect(recommendation?.runnerUp).toBe(ranking[1]?.protocol);
    expect(decide(rules, { size: 'huge' }, onlyVan).recommendation?.runnerUp).toBeNull();
  });

  test('gives the sentences of the rules that speak for it, and no sentence that speaks against it', () => {
    expect(decide(explained, { size: 'small' }).recommendation).toMatchObject({ protocol: 'bike', because: [why] });
    const heavy = decide(explained, { size: 'small' }, { overrides: { weight: { light: 0 } } });
    expect(heavy.recommendation).toMatchObject({ protocol: 'truck', because: [] });
  });

  test('has the confidence of its lead: level, shares and number of cases', () => {
    const confidence: ConfidenceModel = {
      scale: 0.5,
      strict: { intercept: -1, slope: 2 },
      fair: { intercept: 1, slope: 2 },
      levels: { clear: 0.8, likely: 0.5 },
      cases: 234,
    };
    const { recommendation } = decide({ ...rules, confidence }, { size: 'small' });
    const { ranking } = decide(rules, { size: 'small' });
    const weights = ranking[0]?.contributions.reduce((sum, { weight }) => sum + weight, 0) ?? 0;
    const behind = ranking.slice(1).map(({ score }) => (((ranking[0]?.score ?? 0) - score) / 100) * weights);
    const lead = -Math.log(behind.reduce((sum, points) => sum + Math.exp(-0.5 * points), 0));
    const strict = 1 / (1 + Math.exp(1 - 2 * lead));
    expect(recommendation?.confidence?.strict).toBeCloseTo(strict, 9);
    expect(recommendation?.confidence?.fair).toBeGreaterThan(strict);
    expect(recommendation?.confidence).toMatchObject({ level: strict >= 0.8 ? 'clear' : 'likely', cases: 234 });
    expect(decide({ ...rules, confidence }, { size: 'huge' }, onlyVan).recommendation?.confidence).toBeUndefined();
  });

  test('is close in a tie, whatever the lead over the others', () => {
    const tied = makeRules({ b: { c: 4 }, a: { c: 4 }, z: { c: 0 } }, [], { c: 30 });
    const { recommendation } = decide({ ...tied, confidence: certain }, {});
    expect(recommendation).toMatchObject({ margin: 0, confidence: { level: 'close' } });
  });

  test('is as sure in any unit of the weights that a user sets', () => {
    const sureWith = (light: number, strong: number) =>
      decide({ ...rules, confidence: certain }, {}, { overrides: { weight: { light, strong } } }).recommendation
        ?.confidence;
    expect(sureWith(0.03, 0.01)?.strict).toBeCloseTo(sureWith(3000, 1000)?.strict ?? Number.NaN, 9);
  });

  test('gives no sentence that speaks for the second', () => {
    const question = makeChoice('q', { x: { weighs: { a: 5 } } });
    const effects = [
      { weighs: { a: 5 }, requires: {}, because: 'A counts.' },
      { weighs: { b: 3 }, requires: {}, because: 'B counts.' },
    ];
    const options = question.options.map((option) => ({ ...option, effects }));
    const grades = { first: { a: 4, b: 2 }, second: { a: 0, b: 4 }, third: { a: 0, b: 0 } } as const;
    const twoSentences = makeRules(grades, [{ ...question, options }]);
    expect(decide(twoSentences, { q: 'x' }).recommendation?.because).toEqual(['A counts.']);
  });
});

describe('an explanation', () => {
  test('finds the smallest weight that puts a protocol first, and it does', () => {
    const { weightChange, rank } = explainProtocol(rules, { size: 'small' }, {}, () => true, 'truck');
    expect(rank).toBe(3);
    const { criterion = '', to = Number.NaN } = weightChange ?? {};
    const after = decide(rules, { size: 'small' }, { overrides: { weight: { [criterion]: to } } });
    expect(after.recommendation?.protocol).toBe('truck');
  });

  test('leads from points to the claim behind them', () => {
    const { contributions } = explainProtocol(rules, {}, {}, () => true, 'van');
    expect(contributions.map(({ criterion, cell }) => [criterion, cell.because])).toEqual([
      ['strong', 'because'],
      ['light', 'because'],
    ]);
  });

  test('of two protocols adds up to the difference of their scores', () => {
    const {
      differences,
      protocols: [a, b],
    } = compareProtocols(rules, { size: 'large' }, {}, ['truck', 'van']);
    const sum = differences.reduce((total, { points }) => total + points, 0);
    expect(sum).toBeCloseTo((a.score ?? 0) - (b.score ?? 0), 9);
  });
});
