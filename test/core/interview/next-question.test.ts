import { describe, expect, test } from 'vitest';
import { outlookOf } from '../../../src/core/interview/next-question.ts';
import type { Answers, Rules } from '../../../src/core/model.ts';
import { type PrecedentCase, precedentTable } from '../../../src/core/precedents/table.ts';
import { makeChoice, makeRules } from '../rules-fixture.ts';

const size = makeChoice('size', { small: { weighs: { light: 4 } }, large: { weighs: { strong: 4 } } });
const colour = makeChoice('colour', { red: {}, blue: {} });
const road = makeChoice(
  'road',
  { flat: {}, steep: { weighs: { strong: 9 } } },
  { answers: { size: { is: ['small'] } } },
);
const rules = makeRules({ bike: { light: 4, strong: 1 }, truck: { light: 0, strong: 4 } }, [colour, size, road], {
  light: 1,
});

function outlook(of: Rules, answers: Answers, asked: readonly string[] = []) {
  return outlookOf({ rules: of, answers, overrides: {}, pool: of.protocols.map((_, p) => p), asked: new Set(asked) });
}

const published = (at: number, answers: Answers): PrecedentCase => ({
  id: `case-${at}`,
  title: '',
  organisation: '',
  year: 2020,
  source: '',
  chosen: [],
  answers,
});

describe('the next question', () => {
  test('is the one whose answer tells most about the winner, not the first in the file', () => {
    const { questions } = outlook(rules, {});
    expect(questions.map(({ question }) => question.id)).toEqual(['size', 'colour']);
    expect(questions[0]?.gain).toBeGreaterThan(questions[1]?.gain ?? 0);
  });

  test('is none that was put, was answered, or does not apply', () => {
    expect(outlook(rules, {}, ['size']).questions.map(({ question }) => question.id)).toEqual(['colour']);
    expect(outlook(rules, { size: 'small' }).questions.map(({ question }) => question.id)).toEqual(['road', 'colour']);
  });

  test('is chosen the same way every time', () => {
    expect(outlook(rules, {})).toEqual(outlook(rules, {}));
  });
});

describe('the stability of the advice', () => {
  test('is 1 when nothing open can change it', () => {
    expect(outlook(rules, { size: 'large' }).stability).toBe(1);
  });

  test('is the share of likely completions that keep the first place', () => {
    const flat = Array.from({ length: 36 }, (_, at) => published(at, { size: 'small', road: 'flat' }));
    const steep = Array.from({ length: 36 }, (_, at) => published(at, { size: 'small', road: 'steep' }));
    expect(outlook({ ...rules, precedents: precedentTable(flat) }, { size: 'small' }).stability).toBeGreaterThan(0.9);
    expect(outlook({ ...rules, precedents: precedentTable(steep) }, { size: 'small' }).stability).toBeLessThan(0.1);
  });
});
