/** Undoing a change gives the ranking that there was before it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Answers, Grade, Option, Question, Rules } from '../../../src/core/model.ts';
import { findChanges } from '../../../src/core/record/changes.ts';
import { basisOf } from '../../../src/core/record/snapshot.ts';
import { rankIn, type Situation, undo } from '../../../src/core/record/undo.ts';
import { runs } from '../../set-up/runs.ts';
import { arbitraryAnswers, rulesWithAnswers } from '../arbitrary-rules.ts';

/** How one version of rules becomes another; each is one change where it is any. */
const EDITS = {
  grade: (rules, { p, c, grade }) => withGrade(rules, at(rules.protocols, p).id, at(rules.criteria, c).id, grade),
  baseline: (rules, { c, number }) => ({
    ...rules,
    criteria: rules.criteria.map((one) => (one === at(rules.criteria, c) ? { ...one, baseline: number } : one)),
  }),
  'protocol gone': (rules, { p }) => ({
    ...rules,
    protocols: rules.protocols.filter((one) => one !== at(rules.protocols, p)),
  }),
  'protocol new': (rules, { p }) => ({
    ...rules,
    protocols: [...rules.protocols, { ...at(rules.protocols, p), id: 'new', name: 'NEW' }],
  }),
  'protocol forbidden': (rules, { p }) => ({
    ...rules,
    protocols: rules.protocols.map((one) =>
      one === at(rules.protocols, p) ? { ...one, forbidden: { because: 'b', pack: 'p@1' } } : one,
    ),
  }),
  'criterion gone': (rules, { c }) => ({
    ...rules,
    criteria: rules.criteria.filter((one) => one !== at(rules.criteria, c)),
    questions: withOptions(rules, (option) => without(option, at(rules.criteria, c).id)),
  }),
  effect: (rules, { q, c, number }) => ({
    ...rules,
    questions: withOptions(rules, (option, question) =>
      question === rules.questions[q % rules.questions.length]
        ? { ...option, effects: option.effects.map((one) => more(one, at(rules.criteria, c).id, number)) }
        : option,
    ),
  }),
} satisfies Record<string, (rules: Rules, pick: Pick) => Rules>;

interface Pick {
  readonly p: number;
  readonly c: number;
  readonly q: number;
  readonly grade: Grade;
  readonly number: number;
}

const pick: fc.Arbitrary<Pick> = fc.record({
  p: fc.nat(),
  c: fc.nat(),
  q: fc.nat(),
  grade: fc.constantFrom<Grade>(0, 1, 2, 3, 4),
  number: fc.constantFrom(0, 0.5, 1, 3, 20),
});

test.each(Object.entries(EDITS))('of the rules: %s', (name, edit) => {
  let single = 0;
  fc.assert(
    fc.property(rulesWithAnswers, pick, ({ rules, answers }, picked) => {
      if (compare({ rules, answers }, { rules: edit(rules, picked), answers })) single += 1;
    }),
    { ...runs(200), seed: 7 },
  );
  expect(single, `runs of "${name}" with exactly one change`).toBeGreaterThan(20);
});

test('of an answer', () => {
  const twice = rulesWithAnswers.chain(({ rules, answers }) =>
    arbitraryAnswers(rules).map((others) => ({ rules, answers, others })),
  );
  let single = 0;
  fc.assert(
    fc.property(twice, fc.nat(), ({ rules, answers, others }, n) => {
      const { id } = at(rules.questions, n);
      const { [id]: _, ...rest } = answers;
      const other = others[id];
      const edited: Answers = other === undefined ? rest : { ...rest, [id]: other };
      if (compare({ rules, answers }, { rules, answers: edited })) single += 1;
    }),
    { ...runs(100), seed: 7 },
  );
  expect(single).toBeGreaterThan(50);
});

interface Version {
  readonly rules: Rules;
  readonly answers: Answers;
}

/** @returns whether there was exactly one change, so that there was something to compare */
function compare(then: Version, now: Version): boolean {
  const basis = ({ rules, answers }: Version) => basisOf(rules, { answers, decision: '', all: false, warnings: [] });
  const changes = findChanges(now.rules, basis(then), basis(now));
  const [change] = changes;
  if (!change || changes.length > 1) return false;
  const situation = (version: Version): Situation => ({ ...version, overrides: {}, all: false, decision: '' });
  const undone = undo(basis(then), situation(now), change);
  expect(undone).toBeDefined();
  if (undone) expect(outcome(undone)).toEqual(outcome(situation(then)));
  return true;
}

function outcome(situation: Situation) {
  const { ranking, excluded } = rankIn(situation);
  return {
    ranking: ranking.map(({ protocol, rank, score }) => [protocol, rank, score.toFixed(6)]),
    excluded: excluded
      .map(({ protocol, breaks }) => [protocol, ...breaks.map(({ criterion }) => criterion).sort()].join(' '))
      .sort(),
  };
}

function at<T>(list: readonly T[], n: number): T {
  const item = list[n % list.length];
  if (item === undefined) throw new Error('Expected a list with items.');
  return item;
}

function withGrade(rules: Rules, protocol: string, criterion: string, grade: Grade): Rules {
  const protocols = rules.protocols.map((one) => {
    const cell = one.cells[criterion];
    return one.id === protocol && cell ? { ...one, cells: { ...one.cells, [criterion]: { ...cell, grade } } } : one;
  });
  return { ...rules, protocols };
}

function withOptions(rules: Rules, change: (option: Option, question: Question) => Option): Question[] {
  return rules.questions.map((question) => ({
    ...question,
    options: question.options.map((option) => change(option, question)),
  }));
}

function without(option: Option, criterion: string): Option {
  const effects = option.effects.map(({ weighs: { [criterion]: _, ...weighs }, requires, ...rest }) => {
    const { [criterion]: __, ...others } = requires;
    return { ...rest, weighs, requires: others };
  });
  return { ...option, effects };
}

function more(effect: Option['effects'][number], criterion: string, number: number): Option['effects'][number] {
  return { ...effect, weighs: { ...effect.weighs, [criterion]: (effect.weighs[criterion] ?? 0) + number } };
}
