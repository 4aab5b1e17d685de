import { describe, expect, it } from 'vitest';
import { readNumber } from '../../../../src/cli/wizard/prompts/read-number.ts';
import type { Question } from '../../../../src/core/model.ts';

const DELAY: Question = {
  id: 'delay',
  kind: 'number',
  label: 'Delay',
  asks: 'How long?',
  help: '',
  about: 'decision',
  unit: 'ms',
  above: 0,
  options: [],
};
const CROWD: Question = { ...DELAY, id: 'crowd', unit: 'people', atLeast: 1 };

const WANTED = 'Please type a number in ms, such as 10, or with a unit: ms, s, min, h, d.';

describe('readNumber', () => {
  it.each([
    ['500', 500],
    [' 0.5 ', 0.5],
    ['.5', 0.5],
    ['1e3', 1000],
    ['500ms', 500],
    ['500 MS', 500],
    ['30s', 30_000],
    ['1.5 min', 90_000],
  ])('reads %j as %d', (typed, value) => {
    expect(readNumber(DELAY, typed)).toEqual({ value });
  });

  it.each([
    ['', WANTED],
    ['fast', WANTED],
    ['0x10', WANTED],
    ['5 parsecs', WANTED],
    ['Infinity', WANTED],
    ['1,5', 'Please leave commas out: a point before decimals, and nothing between thousands.'],
    ['10,000', 'Please leave commas out: a point before decimals, and nothing between thousands.'],
    ['0', 'It has to be more than 0 (ms).'],
    ['-3', 'It has to be more than 0 (ms).'],
    ['1e999', 'That is more than can be counted. Please type a smaller number.'],
  ])('says what is wrong with %j', (typed, problem) => {
    expect(readNumber(DELAY, typed)).toEqual({ problem });
  });

  it('takes the bound itself where it is included', () => {
    const { above: _, ...crowd } = CROWD;
    expect(readNumber(crowd, '1')).toEqual({ value: 1 });
    expect(readNumber(crowd, '0.9')).toEqual({ problem: 'It has to be 1 or more (people).' });
  });
});
