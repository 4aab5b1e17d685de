import { describe, expect, test } from 'vitest';
import { mostLeft, outlookOf } from '../../../src/core/interview/next-question.ts';
import type { Answers, Question, Rules } from '../../../src/core/model.ts';
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
    expect(outlook(rules, { size: 'large' }).questions.map(({ question }) => question.id)).toEqual(['colour']);
    expect(outlook(rules, { size: 'small', colour: 'red' }, ['road']).questions).toEqual([]);
    expect(outlook(rules, { size: 'small' }).questions.map(({ question }) => question.id)).toEqual(['road', 'colour']);
  });

  test('may depend on one that nobody was sure of, whose answer would decide', () => {
    const unsure = outlook(rules, {}, ['size']);
    expect(unsure.questions.map(({ question }) => question.id)).toEqual(['road', 'colour']);
    expect(unsure.stability).toBeLessThan(1);
    // Not yet put, it may still be answered.
    expect(outlook(rules, {}).questions.map(({ question }) => question.id)).toEqual(['size', 'colour']);
  });

  test('is the earlier one in the file of two that tell nearly as much', () => {
    const tail = makeChoice('tail', { short: { weighs: { light: 4 } }, long: { weighs: { strong: 4.1 } } });
    const first = (questions: readonly Question[]) =>
      outlook({ ...rules, questions }, {}).questions.map(({ question }) => question.id)[0];
    expect(first([size, tail])).toBe('size');
    expect(first([tail, size])).toBe('tail');
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

describe('how many questions are worth putting', () => {
  const left = (stability: number, open: number) =>
    mostLeft({ questions: Array.from({ length: open }, () => ({ question: size, gain: 0 })), stability });

  test('is none when the advice is stable, fewer the stabler it is, and never more than are open', () => {
    expect(left(0.95, 20)).toBe(0);
    const estimates = [0.85, 0.7, 0.5, 0.2].map((stability) => left(stability, 20));
    expect(estimates).toEqual([6, 11, 15, 15]);
    expect(left(0.2, 4)).toBe(4);
  });
});
