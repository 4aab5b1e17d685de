import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkAnswers } from '../../src/core/answers.ts';
import type { Question } from '../../src/core/model.ts';
import { GRADES } from '../../src/core/model.ts';
import { GREATEST_WEIGHT, mergeOverrides } from '../../src/core/overrides.ts';
import { fragmentOf, readFragment } from '../../src/explore/fragment.ts';
import { isSame, NOTHING, type State } from '../../src/explore/state.ts';
import { builtInRules } from '../../src/rules/built-in.ts';

const rules = await builtInRules();

function answerTo(question: Question): fc.Arbitrary<unknown> {
  const values = question.options.map(({ value }) => value);
  if (question.kind === 'number') return fc.double({ min: 1, noNaN: true, noDefaultInfinity: true });
  if (question.kind !== 'choices') return fc.constantFrom(...values);
  return fc.subarray(values, { minLength: question.noneLabel === undefined ? 1 : 0 });
}

const answers = fc
  .record(Object.fromEntries(rules.questions.map((one) => [one.id, answerTo(one)])), { requiredKeys: [] })
  .map((raw) => checkAnswers(rules.questions, raw).answers);

const criterion = fc.constantFrom(...rules.criteria.map(({ id }) => id));
const overrides = fc
  .record({
    weight: fc.dictionary(criterion, fc.double({ min: 0, max: GREATEST_WEIGHT, noNaN: true }), {
      noNullPrototype: true,
    }),
    must: fc.dictionary(criterion, fc.constantFrom(...GRADES), { noNullPrototype: true }),
  })
  .map((given) => mergeOverrides(undefined, given));

const state: fc.Arbitrary<State> = fc
  .record({ answers, overrides, core: fc.boolean() })
  .map(({ overrides: set, ...others }) => ({ ...others, ...(set && { overrides: set }) }));

describe('a fragment', () => {
  test('gives back its state, whatever it is', () => {
    fc.assert(
      fc.property(state, (one) => {
        const read = readFragment(rules, fragmentOf(one));
        expect(read.problems).toEqual([]);
        // −0 is a weight, too, and is the same as 0.
        expect(isSame(read.state, one)).toBe(true);
      }),
    );
  });

  test('can be read and written by people', () => {
    const given: State = {
      answers: checkAnswers(rules.questions, {
        direction: 'both',
        clients: ['browser', 'device'],
        latency: 500,
        replay: true,
      }).answers,
      overrides: { weight: { latency: 9 }, must: { 'browser-support': 3 } },
      core: true,
    };
    const text =
      'direction=both&clients=browser,device&latency=500&replay=yes&weight=latency:9&must=browser-support:3&core=yes';
    expect(fragmentOf(given)).toBe(text);
    expect(readFragment(rules, 'latency=30s').state.answers).toEqual({ latency: 30_000 });
  });

  test('of a state with nothing in it differs from no fragment', () => {
    expect(fragmentOf(NOTHING)).toBe('answers=none');
    expect(readFragment(rules, 'answers=none')).toEqual({ state: NOTHING, problems: [] });
  });

  test('whatever it holds, gives a state and words, and never throws', () => {
    const part = fc.oneof(
      fc.string(),
      fc.constantFrom(
        'weight=',
        'must=latency:9',
        'core=maybe',
        '__proto__=x',
        '%',
        '%zz',
        'clients=none,browser',
        '&&=&',
        'latency=1e999',
      ),
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const { state: read, problems } = readFragment(rules, parts.join('&'));
        expect(checkAnswers(rules.questions, read.answers).problems).toEqual([]);
        for (const problem of problems) expect(problem).toMatch(/^(Expected|Unknown|Duplicate|And \d+ more\.)/);
        expect(problems.length).toBeLessThanOrEqual(11);
      }),
    );
  });

  test.each([
    ['weight=lateny:3', 'Unknown criterion "lateny" after weight. Did you mean "latency"?'],
    ['must=latency:5', 'Expected a grade from 0 to 4 after "must=latency:", got "5".'],
    ['weight=latency', 'Expected a number from 0 to 1000000 after "weight=latency:", got "".'],
    ['core=maybe', 'Expected yes or no after "core=", got "maybe".'],
    ['direction=both&direction=both', 'Duplicate answer to "direction". The first one counts.'],
    ['clients=browser,sidewalk', 'Unknown value "sidewalk" for "clients".'],
  ])('%s is told in words', (text, words) => {
    expect(readFragment(rules, text).problems.join('\n')).toContain(words);
  });
});
