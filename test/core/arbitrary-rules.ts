import fc from 'fast-check';
import type { Condition } from '../../src/core/condition/condition.ts';
import type { Answers, AnswerValue, Grade, Option, Question, Rules } from '../../src/core/model.ts';
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
  .chain((rules) =>
    fc
      .option(arbitraryCondition(rules.questions.map(({ id }) => id)), { nil: undefined })
      .map((when) => (when ? withIrrelevance(rules, when) : rules)),
  )
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
  const when = arbitraryCondition(others);
  return fc.oneof(
    { weight: 2, arbitrary: fc.record({ weighs, requires: sometimes }) },
    { weight: 1, arbitrary: fc.record({ weighs, requires: sometimes, when }) },
  );
}

function arbitraryCondition(questions: readonly string[]): fc.Arbitrary<Condition> {
  const id = fc.constantFrom(...questions);
  return fc.oneof(
    id.map((one): Condition => ({ answers: { [one]: { is: ['a', true] } } })),
    id.map((one): Condition => ({ answers: { [one]: { given: false } } })),
    id.map((one): Condition => ({ not: { answers: { [one]: { is: ['b', false] } } } })),
    id.map((one): Condition => ({ answers: { [one]: { from: 10 } } })),
    id.map((one): Condition => ({ answers: { [one]: { orUnknown: { is: ['a', true] } } } })),
    id.map((one): Condition => ({ answers: { [one]: { orUnknown: { below: 10 } } } })),
  );
}

/** The first criterion does not matter when the condition holds. */
function withIrrelevance(rules: Rules, when: Condition): Rules {
  const irrelevantWhen = [{ when, because: 'It does not matter then.' }];
  return { ...rules, criteria: rules.criteria.map((one, at) => (at === 0 ? { ...one, irrelevantWhen } : one)) };
}

function names(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, at) => `${prefix}${at}`);
}
