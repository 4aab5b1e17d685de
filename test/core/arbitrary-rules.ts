import fc from 'fast-check';
import type { Answers, AnswerValue, Condition, Grade, Option, Question, Rules } from '../../src/core/model.ts';
import { makeRules } from './rules-fixture.ts';

const grade = fc.constantFrom<Grade>(0, 1, 2, 3, 4);
const weight = fc.constantFrom(0, 0.5, 1, 2, 3.5, 5);

/** Random rules with answers to them: conditions between questions, hard constraints, every kind of question. */
export const rulesWithAnswers: fc.Arbitrary<{ rules: Rules; answers: Answers }> = fc
  .record({
    protocols: fc.integer({ min: 2, max: 5 }),
    criteria: fc.integer({ min: 1, max: 4 }),
    questions: fc.integer({ min: 1, max: 5 }),
  })
  .chain(({ protocols, criteria, questions }) => {
    const criterionIds = names('c', criteria);
    const grades = fc.tuple(...names('p', protocols).map(() => fc.tuple(...criterionIds.map(() => grade))));
    const questionList = fc.tuple(
      ...names('q', questions).map((id, at) =>
        arbitraryQuestion(
          id,
          criterionIds,
          names('q', questions).filter((_, other) => other !== at),
        ),
      ),
    );
    const baseline = fc.tuple(...criterionIds.map(() => weight));
    return fc
      .tuple(grades, questionList, baseline)
      .map(([rows, list, base]) =>
        makeRules(
          Object.fromEntries(
            rows.map((row, p) => [`p${p}`, Object.fromEntries(row.map((value, c) => [`c${c}`, value]))]),
          ),
          list,
          Object.fromEntries(base.map((value, c) => [`c${c}`, value])),
        ),
      );
  })
  .chain((rules) => arbitraryAnswers(rules).map((answers) => ({ rules, answers })));

/** Answers to some of the questions. */
export function arbitraryAnswers(rules: Rules): fc.Arbitrary<Answers> {
  const each = rules.questions.map((question) => fc.option(arbitraryAnswer(question), { nil: undefined, freq: 2 }));
  return fc.tuple(...each).map((values) =>
    Object.fromEntries(
      values.flatMap((value, at): [string, AnswerValue][] => {
        const question = rules.questions[at];
        return question && value !== undefined ? [[question.id, value]] : [];
      }),
    ),
  );
}

export function arbitraryAnswer(question: Question): fc.Arbitrary<AnswerValue> {
  const values = question.options.map(({ value }) => value);
  if (question.kind === 'choices')
    return fc.subarray(values.map(String), { minLength: question.noneLabel === undefined ? 1 : 0 });
  // A number without bands takes any number.
  return values.length > 0 ? fc.constantFrom(...values) : fc.constantFrom(1, 2, 10, 60, 2000);
}

function arbitraryQuestion(id: string, criteria: readonly string[], others: readonly string[]): fc.Arbitrary<Question> {
  const effects = fc.array(arbitraryEffect(criteria, others), { maxLength: 2 });
  const option = (value: string | number | boolean): fc.Arbitrary<Option> =>
    effects.map((list) => ({
      value,
      label: String(value),
      prior: 1,
      effects: list,
      ...(typeof value === 'number' && value > 10 && { from: value - 5 }),
    }));
  const blank = { id, label: id, asks: '?', help: '', about: 'decision' as const };
  return fc.oneof(
    fc.tuple(option('a'), option('b'), option('c')).map((options): Question => ({ ...blank, kind: 'choice', options })),
    fc.tuple(option('a'), option('b')).map((options): Question => ({ ...blank, kind: 'choices', options })),
    fc
      .tuple(option('a'), option('b'))
      .map((options): Question => ({ ...blank, kind: 'choices', options, noneLabel: 'None' })),
    fc.tuple(option(true), option(false)).map((options): Question => ({ ...blank, kind: 'boolean', options })),
    fc
      .tuple(option(5), option(15), option(25))
      .map((options): Question => ({ ...blank, kind: 'number', above: 0, options })),
  );
}

function arbitraryEffect(
  criteria: readonly string[],
  others: readonly string[],
): fc.Arbitrary<Option['effects'][number]> {
  const weighs = fc.dictionary(fc.constantFrom(...criteria), weight, { maxKeys: 2 });
  const requires = fc.dictionary(fc.constantFrom(...criteria), fc.constantFrom<Grade>(1, 2), { maxKeys: 1 });
  const sometimes = fc.option(requires, { nil: {}, freq: 1 });
  if (others.length === 0) return fc.record({ weighs, requires: sometimes });
  const when: fc.Arbitrary<Condition> = fc.oneof(
    fc.constantFrom(...others).map((id): Condition => ({ answers: { [id]: { is: ['a', true] } } })),
    fc.constantFrom(...others).map((id): Condition => ({ answers: { [id]: { given: false } } })),
    fc.constantFrom(...others).map((id): Condition => ({ not: { answers: { [id]: { is: ['b', false] } } } })),
    fc.constantFrom(...others).map((id): Condition => ({ answers: { [id]: { from: 10 } } })),
    fc.constantFrom(...others).map((id): Condition => ({ answers: { [id]: { orUnknown: { is: ['a', true] } } } })),
    fc.constantFrom(...others).map((id): Condition => ({ answers: { [id]: { orUnknown: { below: 10 } } } })),
  );
  return fc.oneof(
    { weight: 2, arbitrary: fc.record({ weighs, requires: sometimes }) },
    { weight: 1, arbitrary: fc.record({ weighs, requires: sometimes, when }) },
  );
}

function names(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, at) => `${prefix}${at}`);
}
