import { describe, expect, test } from 'vitest';
import { checkAnswers, chosenOptions } from '../../src/core/answers.ts';
import type { Question } from '../../src/core/model.ts';
import { answerProblemInWords } from '../../src/phrases/messages.ts';
import { makeChoice, makeNumber, makeOption } from './rules-fixture.ts';

const colour = makeChoice('colour', { red: {}, blue: {} });
const sizes: Question = { ...makeChoice('sizes', { s: {}, m: {}, l: {} }), kind: 'choices' };
const weight: Question = {
  ...makeNumber('weight', [
    [0, {}],
    [10, {}],
    [100, {}],
  ]),
  unit: 'kg',
};
const count: Question = {
  id: 'count',
  kind: 'number',
  label: 'count',
  asks: '?',
  help: '',
  about: 'decision',
  atLeast: 1,
  options: [],
};
const sold: Question = {
  ...colour,
  id: 'sold',
  kind: 'boolean',
  options: [makeOption(true, {}), makeOption(false, {})],
};
const questions = [colour, sizes, weight, count, sold];

describe('good answers', () => {
  test.each([
    [{ colour: 'red' }, { colour: 'red' }],
    [{ sizes: 'm' }, { sizes: ['m'] }],
    [{ sizes: ['l', 's', 'l'] }, { sizes: ['s', 'l'] }],
    [{ weight: 0.5 }, { weight: 0.5 }],
    [{ weight: '5' }, { weight: 5 }],
    [{ weight: '5 kg' }, { weight: 5 }],
    [{ count: '2k' }, { count: 2000 }],
    [{ count: 1 }, { count: 1 }],
    [{ sold: true }, { sold: true }],
    [{ sold: 'no' }, { sold: false }],
    [{ colour: null, sold: undefined }, {}],
    [null, {}],
    [
      { sold: 'yes', colour: 'blue' },
      { colour: 'blue', sold: true },
    ],
  ])('%j become %j', (raw, answers) => {
    const checked = checkAnswers(questions, raw);
    expect(checked).toEqual({ answers, problems: [] });
    expect(Object.keys(checked.answers)).toEqual(Object.keys(answers));
  });
});

describe('bad answers', () => {
  test.each([
    ['red', [], 'Expected a map of answers'],
    [['red'], [], 'Expected a map of answers'],
    [{ color: 'red' }, ['color'], 'Unknown question "color". Did you mean "colour"?'],
    [{ colour: 'rd' }, ['colour'], 'Unknown value "rd" for colour. Expected red, blue. Did you mean "red"?'],
    [{ colour: ['red'] }, ['colour'], 'Unknown value ["red"] for colour'],
    [{ sizes: [] }, ['sizes'], 'Expected at least one of s, m, l for sizes.'],
    [{ sizes: ['s', 'xl'] }, ['sizes', 1], 'Unknown value "xl" for sizes'],
    [{ weight: 0 }, ['weight'], 'Expected a number (kg) above 0 for weight, got 0.'],
    [{ weight: '5 stone' }, ['weight'], 'Expected a number (kg), or one with k or M, for weight, got "5 stone".'],
    [{ weight: '' }, ['weight'], 'Expected a number (kg)'],
    [{ weight: Number.NaN }, ['weight'], 'Expected a number (kg), or one with k or M, for weight'],
    [{ count: 0.5 }, ['count'], 'Expected a number of at least 1 for count, got 0.5.'],
    [{ sold: 'maybe' }, ['sold'], 'Expected yes or no for sold, got "maybe".'],
    [JSON.parse('{"__proto__": {"colour": "red"}}'), ['__proto__'], 'Unknown question "__proto__".'],
  ])('%j are refused', (raw, path, message) => {
    const { answers, problems } = checkAnswers(questions, raw);
    expect(answers).toEqual({});
    expect(problems).toHaveLength(1);
    expect(problems[0]?.path).toEqual(path);
    expect(problems.map((problem) => answerProblemInWords(problem))).toEqual([expect.stringContaining(message)]);
  });

  test('are all told at once, and the good ones kept', () => {
    const { answers, problems } = checkAnswers(questions, { colour: 'green', weight: -1, sold: true, extra: 1 });
    expect(answers).toEqual({ sold: true });
    expect(problems.map(({ code }) => code)).toEqual(['unknown-question', 'unknown-value', 'out-of-range']);
  });
});

describe('the options that an answer stands for', () => {
  const values = (question: Question, answer: Parameters<typeof chosenOptions>[1]) =>
    chosenOptions(question, answer).map(({ value }) => value);
  test.each([
    [0.1, 1],
    [9.99, 1],
    [10, 11],
    [99, 11],
    [1e9, 101],
  ])('%d falls into the band of %d', (answer, typical) => {
    expect(values(weight, answer)).toEqual([typical]);
  });

  test('of several are each of them', () => {
    expect(values(sizes, ['l', 's'])).toEqual(['s', 'l']);
  });

  test('of a number without bands are none', () => {
    expect(values(count, 3)).toEqual([]);
  });
});
