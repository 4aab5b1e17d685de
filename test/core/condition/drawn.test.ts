import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Drawn, drawnAnswer, drawnConditions, drawnOptions } from '../../../src/core/condition/drawn.ts';
import { evaluate } from '../../../src/core/condition/evaluate.ts';
import type { Condition } from '../../../src/core/model.ts';
import { makeChoice, makeRules } from '../rules-fixture.ts';

describe('a drawn answer', () => {
  test('holds one or two options of any number, in either order', () => {
    const position = fc.nat(1000);
    fc.assert(
      fc.property(position, position, (first, second) => {
        const options = [...new Set([first, second])].sort((a, b) => a - b);
        expect(drawnOptions(drawnAnswer(first, second))).toEqual(options);
        expect(drawnAnswer(second, first)).toBe(drawnAnswer(first, second));
      }),
    );
    expect(drawnOptions(0)).toEqual([]);
  });
});

describe('a condition over drawn answers', () => {
  const names = Array.from({ length: 40 }, (_, at) => `o${at}`);
  const rules = makeRules({ p: { c: 1 } }, [
    makeChoice('a', Object.fromEntries(names.map((name) => [name, {}]))),
    makeChoice('b', { x: {}, y: {} }),
  ]);
  const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 3 },
      fc.subarray(names).map((is): Condition => ({ answers: { a: { is } } })),
      fc.subarray(names).map((is): Condition => ({ answers: { a: { orUnknown: { is } } } })),
      fc.constantFrom<Condition>({ answers: { a: { given: false } } }, { answers: { b: { is: ['x'] } } }, {}),
      fc.array(tie('condition'), { maxLength: 3 }).map((all): Condition => ({ all })),
      fc.array(tie('condition'), { maxLength: 3 }).map((any): Condition => ({ any })),
      tie('condition').map((not): Condition => ({ not })),
      fc
        .tuple(fc.integer({ min: 1, max: 3 }), fc.array(tie('condition'), { maxLength: 3 }))
        .map(([atLeast, of]): Condition => ({ count: { atLeast, of } })),
    ),
  }));

  test('means the same as over answers, also beyond 32 options', () => {
    fc.assert(
      fc.property(condition, fc.option(fc.nat(39)), fc.constantFrom(undefined, 'x', 'y'), (tested, at, b) => {
        const given = b === undefined ? {} : { b };
        const drawn: Drawn = Int32Array.from([at === null ? 0 : drawnAnswer(at), 0]);
        const answers = at === null ? given : { ...given, a: `o${at}` };
        expect(drawnConditions(rules, given)(tested)(drawn)).toBe(evaluate(tested, { answers }));
      }),
      { numRuns: 500 },
    );
  });
});
