import { describe, expect, test } from 'vitest';
import { decide } from '../../../src/core/decide.ts';
import type { Answers, Rules } from '../../../src/core/model.ts';
import { evidenceFor, optionLikelihoods } from '../../../src/core/precedents/likelihood.ts';
import { nearestPrecedents } from '../../../src/core/precedents/nearest.ts';
import { similaritiesTo } from '../../../src/core/precedents/similarity.ts';
import { type PrecedentCase, precedentTable } from '../../../src/core/precedents/table.ts';
import { makeChoice, makeNumber, makeOption, makeRules } from '../rules-fixture.ts';

const size = makeChoice('size', { small: { weighs: { light: 4 } }, large: { weighs: { strong: 4 } } });
const road = makeChoice('road', { flat: {}, steep: { weighs: { strong: 2 } } });
const rate = makeNumber('rate', [
  [0, {}],
  [100, { weighs: { strong: 1 } }],
]);
const crew = {
  ...makeChoice('crew', { adult: {}, child: {} }),
  kind: 'choices' as const,
  options: [makeOption('adult', {}), makeOption('child', {})],
};

const published = (id: string, answers: Answers, chosen = ['bike'], year = 2020): PrecedentCase => ({
  id,
  title: `Title of ${id}`,
  organisation: `Org of ${id}`,
  year,
  source: 'https://example.com/post',
  chosen,
  answers,
});

function rulesWith(...precedents: PrecedentCase[]): Rules {
  const rules = makeRules({ bike: { light: 4, strong: 1 }, truck: { light: 0, strong: 4 } }, [size, road, rate, crew]);
  return { ...rules, precedents: precedentTable(precedents) };
}

describe('similarity to a published decision', () => {
  const similarity = (given: Answers, theirs: Answers) =>
    similaritiesTo(rulesWith(published('a', theirs)), given).similarity[0];

  test('is 1 where all given answers agree, whatever else it answers', () => {
    expect(similarity({ size: 'small' }, { size: 'small', road: 'steep' })).toBe(1);
  });

  test('is 0 where none agrees, and in between where the decision does not tell', () => {
    expect(similarity({ size: 'small' }, { size: 'large' })).toBe(0);
    expect(similarity({ size: 'small' }, {})).toBe(0.5);
  });

  test('compares numbers by their order of magnitude', () => {
    expect(similarity({ rate: 10 }, { rate: 100 })).toBeCloseTo(0.5, 9);
    expect(similarity({ rate: 10 }, { rate: 100_000 })).toBe(0);
  });

  test('compares several choices by what they share', () => {
    expect(similarity({ crew: ['adult'] }, { crew: ['adult', 'child'] })).toBe(0.5);
    expect(similarity({ crew: [] }, { crew: [] })).toBe(1);
  });

  test('counts a question by how much its answers can move the ranking', () => {
    const half = similarity({ size: 'small', crew: ['adult'] }, { size: 'small', crew: ['child'] }) ?? 0;
    expect(half).toBeGreaterThan(0.5);
  });
});

describe('the nearest published decisions', () => {
  const nearest = (rules: Rules, given: Answers) => nearestPrecedents(rules, similaritiesTo(rules, given), ['bike']);
  const answers = { size: 'small', road: 'flat', rate: 10 };

  test('come nearest first, at most three, and say whether they agree', () => {
    const rules = rulesWith(
      published('far', { size: 'large', road: 'steep', rate: 10 }),
      published('old', answers, ['truck'], 2010),
      published('new', answers, ['bike'], 2022),
      published('near', { ...answers, rate: 20 }),
      published('also', { ...answers, rate: 30 }),
    );
    const named = nearest(rules, answers);
    expect(named.map(({ id, agrees }) => [id, agrees])).toEqual([
      ['new', true],
      ['old', false],
      ['near', true],
    ]);
    expect(named[0]).toEqual({
      id: 'new',
      title: 'Title of new',
      organisation: 'Org of new',
      year: 2022,
      source: 'https://example.com/post',
      chosen: ['bike'],
      similarity: 1,
      agrees: true,
    });
  });

  test('are none where too few answers are shared, or nothing is near', () => {
    const rules = rulesWith(published('a', { size: 'small', road: 'flat' }));
    expect(nearest(rules, { size: 'small', road: 'flat' })).toEqual([]);
    expect(nearest(rules, { size: 'large', road: 'flat', rate: 10 })).toEqual([]);
  });

  test('do not score', () => {
    const plain = decide(rulesWith(), answers);
    const informed = decide(rulesWith(published('a', answers, ['truck'])), answers);
    expect(informed.ranking).toEqual(plain.ranking);
  });
});

describe('how likely an open answer is', () => {
  test('follows the priors without published decisions, and similar decisions with them', () => {
    const likelihoods = (rules: Rules) => optionLikelihoods(rules, road, evidenceFor(rules, { size: 'small' }));
    expect(likelihoods(rulesWith())).toEqual([0.5, 0.5]);
    const steep = Array.from({ length: 12 }, (_, at) => published(`s${at}`, { size: 'small', road: 'steep' }));
    const flat = Array.from({ length: 12 }, (_, at) => published(`f${at}`, { size: 'large', road: 'flat' }));
    const [, likely = 0] = likelihoods(rulesWith(...steep, ...flat));
    expect(likely).toBeCloseTo((2 + 12) / 16, 2);
  });

  test('orders hinges: what similar teams answer comes first', () => {
    const answers = { rate: 10 };
    const steep = Array.from({ length: 12 }, (_, at) => published(`s${at}`, { rate: 10, size: 'large', road: 'flat' }));
    const { hinges } = decide(rulesWith(...steep), answers);
    expect(hinges[0]).toMatchObject({ question: 'size', answer: 'large', winner: 'truck' });
    expect(hinges[0]?.likelihood).toBeCloseTo((2 + 12) / 16, 2);
  });
});
