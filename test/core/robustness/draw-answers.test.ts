import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawnOptions } from '../../../src/core/condition/drawn.ts';
import { holds } from '../../../src/core/condition/evaluate.ts';
import { capabilityMatrix } from '../../../src/core/matrix.ts';
import type { Answers, AnswerValue, Question, Rules } from '../../../src/core/model.ts';
import { AnswerSampler } from '../../../src/core/robustness/draw-answers.ts';
import { seededRandom } from '../../../src/core/robustness/random.ts';
import { isFeasible, tally } from '../../../src/core/tally.ts';
import { rulesWithAnswers } from '../arbitrary-rules.ts';
import { makeChoice, makeRules } from '../rules-fixture.ts';

function drawOnce(rules: Rules, answers: Answers, sampler: AnswerSampler, random = seededRandom(1)) {
  const draw = { weights: new Float64Array(rules.criteria.length), excluded: new Uint8Array(rules.protocols.length) };
  sampler.draw(random, draw);
  const drawn = rules.questions.flatMap((question, at): [string, AnswerValue][] => {
    const value = answerOf(question, sampler.drawn[at] ?? 0);
    return value === undefined ? [] : [[question.id, value]];
  });
  return { draw, completion: { ...Object.fromEntries(drawn), ...answers } };
}

function answerOf({ kind, options }: Question, drawn: number): AnswerValue | undefined {
  const values = drawnOptions(drawn).flatMap((at) => options[at]?.value ?? []);
  return kind === 'choices' && values.length > 0 ? values.map(String) : values[0];
}

describe('a draw of the open answers', () => {
  test('means what the effects of that completion add up to', () => {
    fc.assert(
      fc.property(rulesWithAnswers, fc.nat(), ({ rules, answers }, seed) => {
        const pool = rules.protocols.map((_, p) => p);
        const sampler = new AnswerSampler(rules, answers, {}, pool);
        const random = seededRandom(seed);
        for (let round = 0; round < 5; round++) {
          const { draw, completion } = drawOnce(rules, answers, sampler, random);
          const matrix = capabilityMatrix(rules);
          const expected = tally(matrix, completion);
          for (const [c, weight] of draw.weights.entries())
            expect(weight).toBeCloseTo(expected.weights[c] ?? Number.NaN, 9);
          for (const p of pool) expect(draw.excluded[p] === 0).toBe(isFeasible(matrix, expected.minima, p));
        }
      }),
      { numRuns: 400 },
    );
  });

  test('answers a question only where it applies', () => {
    const rules = makeRules({ p: { c: 1 }, q: { c: 2 } }, [
      makeChoice('first', { yes: {}, no: {} }),
      makeChoice('second', { a: {}, b: {} }, { answers: { first: { is: ['yes'] } } }),
    ]);
    const sampler = new AnswerSampler(rules, {}, {}, [0, 1]);
    const random = seededRandom(3);
    const seen = new Set<string>();
    for (let round = 0; round < 200; round++) {
      const { completion } = drawOnce(rules, {}, sampler, random);
      expect('second' in completion).toBe(holds({ answers: { first: { is: ['yes'] } } }, { answers: completion }));
      seen.add(JSON.stringify(completion));
    }
    expect(seen.size).toBe(3);
  });

  test('follows the priors, and leaves closed questions open', () => {
    const question = makeChoice('q', { rare: {}, common: {} });
    const weighted: Question = {
      ...question,
      options: question.options.map((option, at) => ({ ...option, prior: at === 0 ? 1 : 9 })),
    };
    const rules = makeRules({ p: { c: 1 } }, [weighted]);
    const random = seededRandom(5);
    const sampler = new AnswerSampler(rules, {}, {}, [0]);
    let rare = 0;
    for (let round = 0; round < 5000; round++) {
      if (drawOnce(rules, {}, sampler, random).completion['q'] === 'rare') rare++;
    }
    expect(rare / 5000).toBeCloseTo(0.1, 1);
    const closed = new AnswerSampler(rules, {}, {}, [0], new Set(['q']));
    expect(drawOnce(rules, {}, closed, random).completion).toEqual({});
  });
});
