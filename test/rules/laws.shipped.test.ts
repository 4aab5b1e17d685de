/** Laws of advice that hold for the shipped rules on any answers. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkAnswers } from '../../src/core/answers.ts';
import { decide } from '../../src/core/decide.ts';
import { openQuestions } from '../../src/core/interview/open-questions.ts';
import type { Answers, Rules } from '../../src/core/model.ts';
import { isIrrelevant } from '../../src/core/ranking/tally.ts';
import { builtInRules } from '../../src/rules/built-in.ts';
import { runs } from '../set-up/runs.ts';
import { someAnswers } from './some-answers.ts';

const rules = await builtInRules();
const RUNS = runs(100);

const standingOf = (answers: Answers, over: Rules = rules) => {
  const { outcome, recommendation, ranking, excluded, warnings } = decide(over, answers);
  return { outcome, recommendation, ranking, excluded, warnings };
};

describe('a criterion that does not matter here', () => {
  const voidOn = (answers: Answers) => rules.criteria.filter((criterion) => isIrrelevant(criterion, answers));

  test('is named by no contribution and no reason', () => {
    fc.assert(
      fc.property(someAnswers(rules), (answers) => {
        const ids = voidOn(answers).map(({ id }) => id);
        for (const { contributions } of decide(rules, answers).ranking) {
          expect(contributions.filter(({ criterion }) => ids.includes(criterion))).toEqual([]);
        }
      }),
      RUNS,
    );
  });

  test.each<[string, Answers, string]>([
    ['browsers between services', { clients: ['backend'], server: 'backend' }, 'browser-support'],
    ['sending up, where messages only go down', { direction: 'server-to-client' }, 'bidirectional'],
    [
      'the server that speaks first, where messages only go up',
      { direction: 'client-to-server' },
      'server-speaks-first',
    ],
    ['Delphi, where the program is in Go', { language: 'go' }, 'server-in-delphi'],
  ])('%s', (_name, answers, criterion) => {
    expect(rules.criteria.map(({ id }) => id)).toContain(criterion);
    const named = decide(rules, answers).ranking.flatMap(({ contributions }) => contributions);
    expect(named.filter((one) => one.criterion === criterion)).toEqual([]);
  });
});

describe('what changes no decision', () => {
  test('the order of the answers', () => {
    fc.assert(
      fc.property(someAnswers(rules), fc.nat(), (answers, turn) => {
        const entries = Object.entries(answers);
        const at = entries.length === 0 ? 0 : turn % entries.length;
        const turned = Object.fromEntries([...entries.slice(at), ...entries.slice(0, at)].reverse());
        expect(standingOf(turned)).toEqual(standingOf(answers));
      }),
      RUNS,
    );
  });

  test('the order of the questions, but for the order of reasons', () => {
    const reversed = { ...rules, questions: [...rules.questions].reverse() };
    fc.assert(
      fc.property(someAnswers(rules), (answers) => {
        const scores = ({ ranking }: ReturnType<typeof standingOf>) =>
          ranking.map(({ protocol, rank, score }) => [protocol, rank, score.toFixed(9)]);
        expect(scores(standingOf(answers, reversed))).toEqual(scores(standingOf(answers)));
      }),
      RUNS,
    );
  });

  test('an answer of "not sure"', () => {
    fc.assert(
      fc.property(someAnswers(rules), (answers) => {
        const unsure = Object.fromEntries(
          rules.questions.filter(({ id }) => answers[id] === undefined).map(({ id }) => [id, null]),
        );
        const checked = checkAnswers(rules.questions, { ...unsure, ...answers });
        expect(checked.problems).toEqual([]);
        expect(standingOf(checked.answers)).toEqual(standingOf(answers));
      }),
      RUNS,
    );
  });

  test('an answer that only figures and starters look at, unless a language makes Delphi beside the point', () => {
    const idle = rules.questions.filter(({ about, id }) => about !== 'decision' && id !== 'language');
    expect(idle.length).toBeGreaterThan(1);
    fc.assert(
      fc.property(
        someAnswers({ ...rules, questions: rules.questions.filter((one) => !idle.includes(one)) }),
        (answers) => {
          const more = { ...answers, current: 'polling', 'poll-interval': 5, 'poll-bytes': 100 };
          expect(decide(rules, more).ranking).toEqual(decide(rules, answers).ranking);
        },
      ),
      RUNS,
    );
  });
});

describe('protocols of the same kind', () => {
  const excludedOn = (answers: Answers) => decide(rules, answers).excluded.map(({ protocol }) => protocol);

  test('all that need a broker are out alike where none is wanted', () => {
    const brokers = ['mqtt', 'nats', 'stomp', 'amqp', 'kafka'];
    fc.assert(
      fc.property(someAnswers(rules), (answers) => {
        expect(excludedOn({ ...answers, broker: 'unwanted' })).toEqual(expect.arrayContaining(brokers));
      }),
      RUNS,
    );
  });

  test('NATS and MQTT have the same grade for what a broker costs', () => {
    const grade = (id: string, criterion: string) =>
      rules.protocols.find((one) => one.id === id)?.cells[criterion]?.grade;
    expect(grade('nats', 'no-broker')).toBe(grade('mqtt', 'no-broker'));
  });
});

describe('what an answer excludes', () => {
  test('is told with a reason, criterion by criterion', () => {
    fc.assert(
      fc.property(someAnswers(rules), (answers) => {
        for (const { breaks } of decide(rules, answers).excluded) {
          expect(breaks.length).toBeGreaterThan(0);
          for (const { because } of breaks) for (const { says } of because) expect(says).toMatch(/\.$/);
        }
      }),
      RUNS,
    );
  });

  test('leaves something to recommend on answers that are asked, one at a time', () => {
    for (const question of openQuestions(rules, {})) {
      for (const { value } of question.options) {
        const answer = question.kind === 'choices' ? [String(value)] : value;
        expect(decide(rules, { [question.id]: answer }).outcome, question.id).not.toBe('none-feasible');
      }
    }
  });
});
