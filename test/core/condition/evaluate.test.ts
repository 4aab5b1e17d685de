import { describe, expect, test } from 'vitest';
import type { Condition } from '../../../src/core/condition/condition.ts';
import { evaluate, holds, mentionedQuestions } from '../../../src/core/condition/evaluate.ts';

const answers = { colour: 'red', sizes: ['s', 'm'], weight: 10, sold: false, none: [] };
const is = (question: string, ...values: (string | boolean)[]): Condition => ({
  answers: { [question]: { is: values } },
});

describe('a condition', () => {
  test.each<[string, Condition, boolean | undefined]>([
    ['that is empty holds', {}, true],
    ['matches one of several values', is('colour', 'blue', 'red'), true],
    ['fails on another value', is('colour', 'blue'), false],
    ['matches any part of a multiple answer', is('sizes', 'm', 'xl'), true],
    ['matches a boolean', is('sold', false), true],
    ['is unknown for an open question', is('open', 'x'), undefined],
    ['includes the lower bound', { answers: { weight: { from: 10 } } }, true],
    ['excludes the upper bound', { answers: { weight: { below: 10 } } }, false],
    ['does not compare words with ranges', { answers: { colour: { from: 1 } } }, false],
    ['knows whether something was answered', { answers: { open: { given: false } } }, true],
    ['with orUnknown holds for an open question', { answers: { open: { orUnknown: { is: ['x'] } } } }, true],
    ['with orUnknown holds for an answer that passes', { answers: { colour: { orUnknown: { is: ['red'] } } } }, true],
    ['with orUnknown fails for another answer', { answers: { weight: { orUnknown: { below: 10 } } } }, false],
    ['is false for an answer of none', is('none', 'x'), false],
    ['with orUnknown is false for an answer of none', { answers: { none: { orUnknown: { is: ['x'] } } } }, false],
    ['takes none for an answer', { answers: { none: { given: true } } }, true],
    ['negates', { not: is('colour', 'red') }, false],
    ['leaves the negation of unknown unknown', { not: is('open', 'x') }, undefined],
    ['needs every part: false beats unknown', { all: [is('open', 'x'), is('colour', 'blue')] }, false],
    ['needs every part: unknown beats true', { all: [is('open', 'x'), is('colour', 'red')] }, undefined],
    ['needs one part: true beats unknown', { any: [is('open', 'x'), is('colour', 'red')] }, true],
    ['needs one part: unknown beats false', { any: [is('open', 'x'), is('colour', 'blue')] }, undefined],
    ['with no alternatives fails', { any: [] }, false],
    [
      'counts what surely holds',
      { count: { atLeast: 2, of: [is('colour', 'red'), is('sold', false), is('open', 'x')] } },
      true,
    ],
    ['counts what may still hold', { count: { atLeast: 2, of: [is('colour', 'red'), is('open', 'x')] } }, undefined],
    ['counts what cannot hold any more', { count: { atLeast: 2, of: [is('colour', 'blue'), is('open', 'x')] } }, false],
    ['on the ranking is unknown without one', { first: ['a'] }, undefined],
    ['on a saving is unknown without an estimate', { saving: { from: 0 } }, undefined],
  ])('%s', (_, condition, expected) => {
    expect(evaluate(condition, { answers })).toBe(expected);
  });

  test('looks at the ranking and at the estimate where they exist', () => {
    const facts = { answers, first: ['a'], feasible: ['a', 'b'], saving: -0.5 };
    expect(evaluate({ first: ['b', 'a'] }, facts)).toBe(true);
    expect(evaluate({ feasible: ['c'] }, facts)).toBe(false);
    expect(evaluate({ saving: { below: 0 } }, facts)).toBe(true);
  });

  test('that is unknown does not hold, and one that is absent does', () => {
    expect(holds(is('open', 'x'), { answers })).toBe(false);
    expect(holds(undefined, { answers })).toBe(true);
  });

  test('names every question it looks at', () => {
    const condition: Condition = {
      all: [is('a', 'x'), { not: is('b', 'x') }],
      count: { atLeast: 1, of: [{ any: [is('c', 'x')] }] },
    };
    expect([...mentionedQuestions(condition)].sort()).toEqual(['a', 'b', 'c']);
  });
});
