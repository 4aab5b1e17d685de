import { describe, expect, test } from 'vitest';
import type { Condition } from '../../src/core/condition/condition.ts';
import { layOver, problemsOver, rulesOf, smallRules } from './small-pack.ts';

const mistake = (when: string) => `
- id: waving
  title: Waving
  severity: info
  trigger: You wave.
  when: ${when}
  guard: It is dark.
  unless: { at-night: true }
  says: Nobody sees it.
  instead: Shout.
  source: https://example.org/waving
  estimate: looking
`;

function compiled(when: string): Condition | undefined {
  const rules = rulesOf(layOver({ 'mistakes.yaml': mistake(when) }));
  return rules.mistakes.find(({ id }) => id === 'waving')?.when;
}

describe('a condition in a rule file', () => {
  test.each<[string, Condition]>([
    ['{ weather: clear }', { answers: { weather: { is: ['clear'] } } }],
    ['{ weather: [clear, stormy] }', { answers: { weather: { is: ['clear', 'stormy'] } } }],
    ['{ listeners: village }', { answers: { listeners: { is: ['village'] } } }],
    ['{ at-night: false }', { answers: { 'at-night': { is: [false] } } }],
    ['{ at-night: [true, false] }', { answers: { 'at-night': { is: [true, false] } } }],
    ['{ distance: { from: 3 } }', { answers: { distance: { from: 3 } } }],
    ['{ distance: { from: 3, below: 4.5 } }', { answers: { distance: { from: 3, below: 4.5 } } }],
    ['{ weather: { given: false } }', { answers: { weather: { given: false } } }],
    ['{ distance: { given: true } }', { answers: { distance: { given: true } } }],
    ['{ weather: { orUnknown: stormy } }', { answers: { weather: { orUnknown: { is: ['stormy'] } } } }],
    [
      '{ weather: { orUnknown: [clear, stormy] } }',
      { answers: { weather: { orUnknown: { is: ['clear', 'stormy'] } } } },
    ],
    ['{ at-night: { orUnknown: false } }', { answers: { 'at-night': { orUnknown: { is: [false] } } } }],
    ['{ distance: { orUnknown: { below: 4 } } }', { answers: { distance: { orUnknown: { below: 4 } } } }],
    ['{ tongue: whistle }', { answers: { tongue: { is: ['whistle'] } } }],
    ['{ first: [drum, pigeon], feasible: [drum] }', { first: ['drum', 'pigeon'], feasible: ['drum'] }],
    ['{ saving: { from: -1, below: 0.5 } }', { saving: { from: -1, below: 0.5 } }],
    ['{ not: { weather: clear } }', { not: { answers: { weather: { is: ['clear'] } } } }],
    [
      '{ weather: clear, all: [{ at-night: true }], any: [{ first: [drum] }, { not: { at-night: true } }] }',
      {
        answers: { weather: { is: ['clear'] } },
        all: [{ answers: { 'at-night': { is: [true] } } }],
        any: [{ first: ['drum'] }, { not: { answers: { 'at-night': { is: [true] } } } }],
      },
    ],
    [
      '{ count: { atLeast: 1, of: [{ weather: clear }, { saving: { from: 0 } }] } }',
      { count: { atLeast: 1, of: [{ answers: { weather: { is: ['clear'] } } }, { saving: { from: 0 } }] } },
    ],
  ])('%s', (yaml, condition) => {
    expect(compiled(yaml)).toEqual(condition);
  });

  test('may be written once and used again', () => {
    const text = mistake('&far { distance: { from: 3 } }').replace('{ at-night: true }', '{ not: *far }');
    const { mistakes } = rulesOf(layOver({ 'mistakes.yaml': text }));
    expect(mistakes.at(-1)?.unless).toEqual({ not: { answers: { distance: { from: 3 } } } });
  });

  test('tells all its faults at once', () => {
    const when = '{ wether: clear, distance: 5, any: [], not: { weather: rainy } }';
    expect(problemsOver({ 'mistakes.yaml': mistake(when) })).toEqual([
      'mistakes.yaml:6:11: unknown-name: Unknown question "wether". Did you mean "weather"?',
      expect.stringMatching(/^mistakes.yaml:6:36: wrong-condition: Expected "{ from: …, below: … }"/),
      'mistakes.yaml:6:44: wrong-condition: Expected a list of conditions, got an empty list.',
      'mistakes.yaml:6:64: unknown-name: Unknown answer "rainy" of weather. Expected clear, stormy.',
    ]);
  });

  test('means the same in the small pack', () => {
    expect(smallRules().mistakes[0]?.when).toEqual({
      first: ['drum'],
      feasible: ['pigeon'],
      count: {
        atLeast: 2,
        of: [
          { answers: { weather: { is: ['clear', 'stormy'] } } },
          { not: { answers: { 'at-night': { is: [true] } } } },
          { answers: { listeners: { is: ['village'] } } },
        ],
      },
      saving: { from: 0.1 },
    });
  });
});
