/** More of a need never moves the advice to a protocol that serves the need worse. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Answers, AnswerValue } from '../../src/core/model.ts';
import { capabilityMatrix } from '../../src/core/ranking/matrix.ts';
import { firstPlace, tally } from '../../src/core/ranking/tally.ts';
import { builtInRules } from '../../src/rules/built-in.ts';
import { runs } from '../set-up/runs.ts';
import { someAnswers } from './some-answers.ts';

const rules = await builtInRules();
const matrix = capabilityMatrix(rules);
const pool = rules.protocols.map((_, p) => p);

interface Ladder {
  readonly question: string;
  /** From the smallest need to the greatest. */
  readonly rungs: readonly AnswerValue[];
  /** The criterion that serves the need. */
  readonly criterion: string;
  readonly isWanted?: (step: Step) => boolean;
}

interface Step {
  readonly answers: Answers;
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/**
 * The one exception that is wanted: where values may be dropped and must be there at once, more pace turns to protocols
 * that send no old value again, although they frame more or take longer.
 */
function turnsToDatagrams({ answers, from, to }: Step): boolean {
  const { stale, latency } = answers;
  const isGame = stale === 'drop' && typeof latency === 'number' && latency < 250;
  const worst = (first: readonly number[]) => Math.min(...gradesOf(first, 'unreliable-datagrams'));
  return isGame && worst(to) > worst(from);
}

const LADDERS: readonly Ladder[] = [
  {
    question: 'latency',
    rungs: [500_000, 60_000, 20_000, 7000, 3000, 1000, 600, 200, 100, 20],
    criterion: 'latency',
    isWanted: turnsToDatagrams,
  },
  {
    question: 'rate',
    rungs: [0.1, 1, 10, 40, 100, 1000],
    criterion: 'small-framing',
    isWanted: turnsToDatagrams,
  },
  // Below one message in 100 seconds what counts is what an idle client costs.
  { question: 'rate', rungs: [0.1, 0.001], criterion: 'idle-costs-nothing' },
  { question: 'delivery', rungs: ['best-effort', 'at-least-once', 'exactly-once'], criterion: 'guaranteed-delivery' },
  { question: 'audience', rungs: [10, 1000, 20_000, 500_000], criterion: 'scale-out' },
  { question: 'total-rate', rungs: [10, 1000, 100_000], criterion: 'total-throughput' },
];

function gradesOf(first: readonly number[], criterion: string): number[] {
  const c = matrix.at(criterion);
  return first.map((p) => matrix.grades[p * matrix.criteriaCount + c] ?? 0);
}

/** Of protocols in first place together, that of the best one. */
function bestGrade(first: readonly number[], criterion: string): number {
  return Math.max(...gradesOf(first, criterion));
}

function namesOf(first: readonly number[]): string {
  return first.map((p) => rules.protocols[p]?.id).join(', ');
}

/** The steps of a ladder at which the advice turns to a lower grade; empty where the law holds. */
function wrongSteps({ question, rungs, criterion, isWanted = () => false }: Ladder, others: Answers): string[] {
  const firsts = rungs.map((rung) => {
    const answers = { ...others, [question]: rung };
    return { rung, answers, first: firstPlace(matrix, tally(matrix, answers), pool) };
  });
  return firsts.slice(1).flatMap(({ rung, answers, first: to }, at) => {
    const from = firsts[at]?.first ?? [];
    if (from.length === 0 || to.length === 0) return [];
    if (bestGrade(to, criterion) >= bestGrade(from, criterion) || isWanted({ answers, from, to })) return [];
    return [`${question} ${firsts[at]?.rung} → ${rung}: ${namesOf(from)} → ${namesOf(to)}`];
  });
}

describe('more of a need', () => {
  test.each(LADDERS)('$question never lowers the grade of $criterion', (ladder) => {
    fc.assert(
      fc.property(someAnswers(rules), (others) => {
        expect(wrongSteps(ladder, others)).toEqual([]);
      }),
      runs(600),
    );
  });

  // The advice of the first release was not monotone on these: answers of a trial user.
  test.each<[string, Answers]>([
    [
      'a browser game',
      {
        content: 'events',
        direction: 'both',
        clients: ['browser'],
        server: 'backend',
        pattern: 'many-to-many',
        'message-bytes': 50,
        encoding: 'binary',
        stale: 'drop',
        delivery: 'best-effort',
        'peer-to-peer': false,
        hosting: 'own-servers',
        broker: 'allowed',
        'in-process-server': false,
        routing: 'none',
        'offline-delivery': false,
        replay: false,
        presence: false,
        http: 'http2',
        audience: 60,
        'corporate-proxy': true,
        encryption: 'hop-by-hop',
        rate: 60,
        latency: 100,
      },
    ],
    ['chat', rules.presets.find(({ id }) => id === 'chat')?.answers ?? {}],
    ['telemetry', rules.presets.find(({ id }) => id === 'iot-telemetry')?.answers ?? {}],
  ])('holds on every ladder for %s', (_name, answers) => {
    for (const ladder of LADDERS) expect(wrongSteps(ladder, answers)).toEqual([]);
  });

  test('a faster game never turns from datagrams back to a stream', () => {
    const game: Answers = { direction: 'both', clients: ['browser'], stale: 'drop', delivery: 'best-effort' };
    for (const latency of [20, 40, 100, 200]) {
      const datagrams = [1, 10, 40, 100, 1000].map((rate) => {
        const sums = tally(matrix, { ...game, latency, rate });
        return bestGrade(firstPlace(matrix, sums, pool), 'unreliable-datagrams');
      });
      expect(datagrams).toEqual([...datagrams].sort((a, b) => a - b));
    }
  });
});
