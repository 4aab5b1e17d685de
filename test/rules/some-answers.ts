import fc from 'fast-check';
import type { Answers, Rules } from '../../src/core/model.ts';
import { arbitraryAnswer } from '../core/arbitrary-rules.ts';

/** Answers to any number of the questions, from none to all, whether they make sense together or not. */
export function someAnswers({ questions }: Rules): fc.Arbitrary<Answers> {
  return fc
    .subarray([...questions])
    .chain((chosen) =>
      fc.tuple(...chosen.map((question) => arbitraryAnswer(question))).map((values) => [chosen, values] as const),
    )
    .map(([chosen, values]) =>
      Object.fromEntries(
        chosen.flatMap(({ id }, at) => {
          const value = values[at];
          return value === undefined ? [] : [[id, value]];
        }),
      ),
    );
}
