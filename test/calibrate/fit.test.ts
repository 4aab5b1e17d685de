import { describe, expect, test } from 'vitest';
import { agreementOf, judge } from '../../scripts/calibrate/agreement.ts';
import { type Case, foldsOf } from '../../scripts/calibrate/corpus.ts';
import { optimismOf } from '../../scripts/calibrate/optimism.ts';
import { designOf, fitMultipliers, rankingOf, sumsOf } from '../../scripts/calibrate/refit.ts';
import { refittedAdvice } from '../../scripts/calibrate/refitted.ts';
import { rankProtocols } from '../../src/core/ranking/rank.ts';
import { makeChoice, makeRules } from '../core/rules-fixture.ts';

const rules = makeRules(
  { bus: { speed: 4, store: 0 }, log: { speed: 1, store: 4 }, post: { speed: 2, store: 2 } },
  [
    makeChoice('haste', { much: { weighs: { speed: 3 } }, little: { weighs: { store: 1 } } }),
    makeChoice('memory', {
      long: { weighs: { store: 4 } },
      none: { weighs: { speed: 1 } },
      must: { requires: { store: 2 } },
    }),
  ],
  { speed: 1, store: 1 },
);

const OWNERS = ['acme', 'acme', 'acme', 'birch', 'birch', 'cedar', 'dune', 'elm', 'fern', 'gorse', 'holly', 'iris'];

/** Twelve cases; every fourth team chose against the rules. */
const cases: Case[] = OWNERS.map((owner, at) => {
  const answers = { haste: at % 2 === 0 ? 'much' : 'little', ...(at % 3 === 0 && { memory: 'long' }) };
  const [first, second] = rankProtocols(rules, answers, {}, () => true).ranking.map(({ protocol }) => protocol);
  const chosen = (at % 4 === 3 ? second : first) ?? '';
  const rest = { tier: 'core', difficulty: 'easy', strength: 'strong' };
  return { id: `case-${at}`, owner, answers, first: [chosen], defensible: at % 8 === 7 ? ['bus'] : [], ...rest };
});

describe('folds', () => {
  const folds = foldsOf(cases, 4);

  test('keep the cases of an owner together, and all of them are in one', () => {
    expect([...folds.keys()].sort()).toEqual([...new Set(OWNERS)].sort());
    for (const fold of folds.values()) expect([0, 1, 2, 3]).toContain(fold);
  });

  test('are about equally large, and the same whatever the order of the cases', () => {
    const sizes = [0, 1, 2, 3].map((fold) => cases.filter(({ owner }) => folds.get(owner) === fold).length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    expect(foldsOf([...cases].reverse(), 4)).toEqual(folds);
  });
});

describe('weights fitted anew', () => {
  const { problems, parameters } = designOf(rules, cases);
  const ones = new Float64Array(parameters).fill(1);

  test('start as the ranking of the rules', () => {
    for (const problem of problems) {
      const { ranking } = rankProtocols(rules, problem.case.answers, {}, () => true);
      expect(rankingOf(problem, ones)).toEqual(ranking.map(({ protocol }) => protocol));
    }
  });

  test('leave out what is excluded', () => {
    const must: Case[] = cases.slice(0, 1).map((one) => ({ ...one, answers: { memory: 'must' } }));
    expect(designOf(rules, must).problems[0]?.alternatives).toEqual(['log', 'post']);
  });

  test('change nothing under a strong pull towards the shipped ones', () => {
    const fitted = fitMultipliers(problems, parameters, { ridge: 1e6, scale: 0.8 });
    for (const multiplier of fitted) expect(multiplier).toBeCloseTo(1, 2);
    for (const problem of problems) expect(rankingOf(problem, fitted)).toEqual(rankingOf(problem, ones));
  });

  test('move towards what teams chose under a weak one, and never below 0', () => {
    const stubborn = problems.map((problem) => ({ ...problem, case: { ...problem.case, first: ['log'] } }));
    const fitted = fitMultipliers(stubborn, parameters, { ridge: 0.01, scale: 0.8 });
    const gain = ({ alternatives }: (typeof problems)[number], sums: readonly number[]) =>
      (sums[alternatives.indexOf('log')] ?? 0) - (sums[alternatives.indexOf('bus')] ?? 0);
    for (const problem of stubborn) {
      expect(gain(problem, sumsOf(problem, fitted))).toBeGreaterThan(gain(problem, sumsOf(problem, ones)));
    }
    expect(Math.min(...fitted)).toBeGreaterThanOrEqual(0);
  });

  test('give each case advice once, and what was stated unasked once more', () => {
    const asked = cases.map((one, at): Case => (at === 0 ? { ...one, stated: ['haste'] } : one));
    const ids = refittedAdvice(rules, asked, 0.8).map((one) => one.case.id);
    expect(ids.sort()).toEqual([...cases.map(({ id }) => id), 'case-0'].sort());
  });
});

describe('agreement', () => {
  test('counts the same choice, a fair one, and one of the first two', () => {
    const one: Case = { ...(cases[0] ?? never()), first: ['log'], defensible: ['post'] };
    const judged = [
      ['log', 'bus'],
      ['post', 'log'],
      ['bus', 'post'],
    ].map((ranking) => judge(one, ranking));
    expect(agreementOf(judged)).toEqual({ n: 3, strict: 1 / 3, fair: 2 / 3, firstTwo: 2 / 3 });
    expect(agreementOf([])).toEqual({ n: 0, strict: 0, fair: 0, firstTwo: 0 });
  });

  test('looks no worse than it is: optimism is never below 0', () => {
    const apparent = agreementOf(cases.map((one) => judge(one, one.first)));
    const { strict, fair, firstTwo, apparent: fitted, crossValidated } = optimismOf(rules, cases, apparent);
    for (const loss of [strict, fair, firstTwo]) expect(loss).toBeGreaterThanOrEqual(0);
    expect(strict).toBeCloseTo(Math.max(0, fitted.strict - crossValidated.strict), 12);
  });
});

function never(): never {
  throw new Error('There are cases.');
}
