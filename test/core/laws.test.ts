import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide } from '../../src/core/decide.ts';
import { explainProtocol } from '../../src/core/explain.ts';
import { answerOf } from '../../src/core/interview/hinges.ts';
import { outlookOf } from '../../src/core/interview/next-question.ts';
import { type Answers, type Cell, GRADES, type Grade, type Rules } from '../../src/core/model.ts';
import { capabilityMatrix } from '../../src/core/ranking/matrix.ts';
import { WhatIf } from '../../src/core/ranking/what-if.ts';
import { findFlips } from '../../src/core/robustness/flips.ts';
import { runs } from '../set-up/runs.ts';
import { arbitraryAnswer, rulesWithAnswers } from './arbitrary-rules.ts';

const decideFast = (rules: Rules, answers: Answers) => decide(rules, answers);
const everyone = (rules: Rules) => rules.protocols.map((_, p) => p);
const winnerOf = (rules: Rules, answers: Answers) => decideFast(rules, answers).recommendation?.protocol ?? null;

/** The same rules with every cell, weight and list passed through. */
function scaled(rules: Rules, factor: number): Rules {
  const weighs = (list: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(list).map(([id, value]) => [id, value * factor]));
  return {
    ...rules,
    criteria: rules.criteria.map((criterion) => ({ ...criterion, baseline: criterion.baseline * factor })),
    questions: rules.questions.map((question) => ({
      ...question,
      options: question.options.map((option) => ({
        ...option,
        effects: option.effects.map((effect) => ({ ...effect, weighs: weighs(effect.weighs) })),
      })),
    })),
  };
}

describe('laws of deciding, on random rules', () => {
  test('contributions add up to the score, scores lie between 0 and 100, ranks never get better downwards', () => {
    fc.assert(
      fc.property(rulesWithAnswers, ({ rules, answers }) => {
        let before = { rank: 1, score: Number.POSITIVE_INFINITY };
        for (const entry of decideFast(rules, answers).ranking) {
          const sum = entry.contributions.reduce((total, { points }) => total + points, 0);
          expect(sum).toBeCloseTo(entry.score, 9);
          expect(entry.score).toBeGreaterThanOrEqual(0);
          expect(entry.score).toBeLessThanOrEqual(100 + 1e-9);
          expect(entry.rank).toBeGreaterThanOrEqual(before.rank);
          expect(entry.score).toBeLessThanOrEqual(before.score + 1e-9);
          before = entry;
        }
      }),
    );
  });

  test('every protocol is either ranked or excluded, and never both', () => {
    fc.assert(
      fc.property(rulesWithAnswers, ({ rules, answers }) => {
        const { ranking, excluded } = decideFast(rules, answers);
        const ids = [...ranking, ...excluded].map(({ protocol }) => protocol).sort();
        expect(ids).toEqual(rules.protocols.map(({ id }) => id).sort());
        for (const { breaks, forbidden } of excluded) expect(breaks.length > 0 || forbidden !== undefined).toBe(true);
      }),
    );
  });

  test('scaling all weights changes no rank', () => {
    fc.assert(
      fc.property(rulesWithAnswers, fc.constantFrom(0.125, 2, 1024), ({ rules, answers }, factor) => {
        const order = (of: Rules) => decideFast(of, answers).ranking.map(({ rank, protocol }) => `${rank} ${protocol}`);
        expect(order(scaled(rules, factor))).toEqual(order(rules));
      }),
    );
  });

  test('removing a loser never changes the winner', () => {
    fc.assert(
      fc.property(rulesWithAnswers, fc.nat(), ({ rules, answers }, pick) => {
        const winner = winnerOf(rules, answers);
        const losers = rules.protocols.filter(({ id }) => id !== winner);
        const loser = losers[pick % losers.length];
        const without = { ...rules, protocols: rules.protocols.filter((protocol) => protocol !== loser) };
        expect(winnerOf(without, answers)).toBe(winner);
      }),
    );
  });

  test('a worse copy never wins', () => {
    fc.assert(
      fc.property(rulesWithAnswers, fc.nat(), fc.nat(), ({ rules, answers }, p, c) => {
        const original = rules.protocols[p % rules.protocols.length];
        const criterion = rules.criteria[c % rules.criteria.length];
        if (!original || !criterion) throw new Error('the generator makes at least one of each');
        const cell = original.cells[criterion.id];
        if (!cell || cell.grade === 0) return;
        const worse: Cell = { ...cell, grade: lower(cell.grade) };
        const copy = { ...original, id: `${original.id}-copy`, cells: { ...original.cells, [criterion.id]: worse } };
        expect(winnerOf({ ...rules, protocols: [copy, ...rules.protocols] }, answers)).not.toBe(copy.id);
      }),
    );
  });

  test('raising a grade never lowers the rank', () => {
    fc.assert(
      fc.property(rulesWithAnswers, fc.nat(), fc.nat(), ({ rules, answers }, p, c) => {
        const at = p % rules.protocols.length;
        const criterion = rules.criteria[c % rules.criteria.length]?.id ?? '';
        const protocols = rules.protocols.map((protocol, index) => {
          const cell = protocol.cells[criterion];
          if (index !== at || !cell) return protocol;
          const better: Cell = { ...cell, grade: higher(cell.grade) };
          return { ...protocol, cells: { ...protocol.cells, [criterion]: better } };
        });
        const rankIn = (of: Rules) =>
          decideFast(of, answers).ranking.find(({ protocol }) => protocol === rules.protocols[at]?.id)?.rank ??
          Number.POSITIVE_INFINITY;
        expect(rankIn({ ...rules, protocols })).toBeLessThanOrEqual(rankIn(rules));
      }),
    );
  });

  test('the order of the keys in the answers does not matter', () => {
    fc.assert(
      fc.property(rulesWithAnswers, ({ rules, answers }) => {
        const reversed = Object.fromEntries(Object.entries(answers).reverse());
        expect(decideFast(rules, reversed).ranking).toEqual(decideFast(rules, answers).ranking);
      }),
    );
  });
});

describe('the smallest change of one weight', () => {
  test('that an explanation names puts the protocol first', () => {
    fc.assert(
      fc.property(rulesWithAnswers, ({ rules, answers }) => {
        for (const { id } of rules.protocols) {
          const { weightChange } = explainProtocol(rules, answers, {}, () => true, id);
          if (!weightChange) continue;
          const { criterion, to } = weightChange;
          const overrides = { weight: { [criterion]: to } };
          const { ranking } = decide(rules, answers, { overrides });
          expect(ranking.find(({ protocol }) => protocol === id)?.rank).toBe(1);
        }
      }),
    );
  });
});

describe('laws of the forbidden', () => {
  const forbid = (rules: Rules, pick: number, tier: 'core' | 'extended' = 'core') => {
    const at = pick % rules.protocols.length;
    const forbidden = { because: 'the house says no', pack: 'house@1' };
    const protocols = rules.protocols.map((one, p) => (p === at ? { ...one, tier, forbidden } : one));
    return { id: rules.protocols[at]?.id ?? '', rules: { ...rules, protocols } };
  };

  test('it is excluded with its reason, and no change of answers or weights leads to it', () => {
    fc.assert(
      fc.property(rulesWithAnswers, fc.nat(), ({ rules, answers }, pick) => {
        const { id, rules: house } = forbid(rules, pick);
        const decision = decide(house, answers, { robustness: { samples: 50, seed: 1 } });
        expect(decision.ranking.map(({ protocol }) => protocol)).not.toContain(id);
        expect(decision.excluded.find(({ protocol }) => protocol === id)?.forbidden?.because).toBe('the house says no');
        expect(decision.flips?.map(({ winner }) => winner)).not.toContain(id);
        expect(decision.relaxations?.flatMap(({ bringsBack }) => bringsBack) ?? []).not.toContain(id);
        const challengers = decision.stability?.flatMap((one) => [one.challengerBelow, one.challengerAbove]);
        expect(challengers).not.toContain(id);
        const everywhere = (_: Rules['protocols'][number]) => true;
        const { rank, weightChange, flips } = explainProtocol(house, answers, {}, everywhere, id);
        expect({ rank, weightChange, flips }).toEqual({ rank: null, weightChange: null, flips: [] });
      }),
    );
  });

  test('it stands beside nobody: no combination names it', () => {
    fc.assert(
      fc.property(rulesWithAnswers, fc.nat(), ({ rules, answers }, pick) => {
        const { id, rules: house } = forbid(rules, pick);
        const combinesWith = [{ protocol: id, leg: 'to browsers', why: 'always' }];
        const protocols = house.protocols.map((one) => (one.id === id ? one : { ...one, combinesWith }));
        expect(decideFast({ ...house, protocols }, answers).combination ?? []).toEqual([]);
      }),
    );
  });

  test('beyond the ranked ones it is not named either', () => {
    fc.assert(
      fc.property(rulesWithAnswers, fc.nat(), ({ rules, answers }, pick) => {
        const { id, rules: house } = forbid(rules, pick, 'extended');
        expect(decide(house, answers, { core: true }).beyond.map(({ protocol }) => protocol)).not.toContain(id);
      }),
    );
  });

  test('forbidding decides as if it were not there: for the others, and for the interview', () => {
    fc.assert(
      fc.property(rulesWithAnswers, fc.nat(), ({ rules, answers }, pick) => {
        const { id, rules: house } = forbid(rules, pick);
        const without = { ...rules, protocols: rules.protocols.filter((protocol) => protocol.id !== id) };
        expect(decideFast(house, answers).ranking).toEqual(decideFast(without, answers).ranking);
        const interviewOf = (of: Rules) => ({
          rules: of,
          answers,
          overrides: {},
          pool: everyone(of),
          asked: new Set(''),
        });
        const next = (of: Rules) => {
          const { questions, stability } = outlookOf(interviewOf(of));
          return { stability, ids: questions.map(({ question }) => question.id) };
        };
        expect(next(house)).toEqual(next(without));
      }),
      { numRuns: 60 },
    );
  });
});

describe('laws of flips', () => {
  test('every flip really flips, to the winner that it names', () => {
    fc.assert(
      fc.property(rulesWithAnswers, ({ rules, answers }) => {
        const winner = winnerOf(rules, answers);
        for (const flip of findFlips(rules, answers, {}, everyone(rules))) {
          const after = winnerOf(rules, { ...answers, [flip.question]: flip.to });
          expect(after).toBe(flip.winner);
          expect(after).not.toBe(winner);
          expect(flip.from).toEqual(answers[flip.question] ?? null);
        }
      }),
    );
  });

  test('no single answer that flips is left out', () => {
    fc.assert(
      fc.property(rulesWithAnswers, ({ rules, answers }) => {
        const told = findFlips(rules, answers, {}, everyone(rules)).map(({ question, to }) => `${question} ${to}`);
        for (const question of rules.questions.filter(({ kind }) => kind !== 'choices')) {
          for (const { value } of question.options) {
            const flips = winnerOf(rules, { ...answers, [question.id]: value }) !== winnerOf(rules, answers);
            if (flips) expect(told).toContain(`${question.id} ${value}`);
          }
        }
      }),
    );
  });
});

describe('what if one answer were another', () => {
  const another = rulesWithAnswers.chain(({ rules, answers }) =>
    fc
      .constantFrom(...rules.questions)
      .chain((question) => arbitraryAnswer(question).map((answer) => ({ rules, answers, question, answer }))),
  );

  test('it says what deciding anew says', () => {
    fc.assert(
      fc.property(another, ({ rules, answers, question, answer }) => {
        const whatIf = new WhatIf(capabilityMatrix(rules), answers, {}, everyone(rules));
        expect(whatIf.winner()).toBe(winnerOf(rules, answers));
        expect(whatIf.winnerWith(question, answer)).toBe(winnerOf(rules, { ...answers, [question.id]: answer }));
      }),
      runs(250),
    );
  });

  test('it says so with overrides, too', () => {
    fc.assert(
      fc.property(another, fc.constantFrom(0, 3), fc.constantFrom(...GRADES), (tried, weight, grade) => {
        const { rules, answers, question, answer } = tried;
        const overrides = { weight: { c0: weight }, must: { c0: grade } };
        const whatIf = new WhatIf(capabilityMatrix(rules), answers, overrides, everyone(rules));
        const anew = decide(rules, { ...answers, [question.id]: answer }, { overrides });
        expect(whatIf.winnerWith(question, answer)).toBe(anew.recommendation?.protocol ?? null);
      }),
    );
  });
});

describe('what surely cannot change the first place', () => {
  test('does not, also with overrides', () => {
    const some = fc.constantFrom({}, { weight: { c0: 3 } }, { must: { c0: 2 as const } });
    fc.assert(
      fc.property(rulesWithAnswers, some, ({ rules, answers }, overrides) => {
        const whatIf = new WhatIf(capabilityMatrix(rules), answers, overrides, everyone(rules));
        for (const question of rules.questions.filter(({ id }) => answers[id] === undefined)) {
          for (const option of question.options) {
            if (!whatIf.cannotChange(question, option)) continue;
            const anew = decide(rules, { ...answers, [question.id]: answerOf(question, option) }, { overrides });
            expect(anew.recommendation?.protocol ?? null).toBe(whatIf.winner());
          }
        }
      }),
      runs(250),
    );
  });
});

describe('laws of hinges', () => {
  test('each names an open question, and the winner that its answer leads to', () => {
    fc.assert(
      fc.property(rulesWithAnswers, ({ rules, answers }) => {
        const { hinges, unknown } = decideFast(rules, answers);
        const winner = winnerOf(rules, answers);
        for (const hinge of hinges) {
          expect(unknown).toContain(hinge.question);
          expect(winnerOf(rules, { ...answers, [hinge.question]: hinge.answer })).toBe(hinge.winner);
          expect(hinge.winner).not.toBe(winner);
          expect(hinge.likelihood).toBeGreaterThan(0);
          expect(hinge.likelihood).toBeLessThanOrEqual(1);
        }
        expect(hinges.map(({ likelihood }) => likelihood)).toEqual(
          hinges.map(({ likelihood }) => likelihood).sort((a, b) => b - a),
        );
      }),
    );
  });
});

describe('a criterion that does not matter', () => {
  test('adds nothing to any score and stands in no contribution, whatever answers weigh it', () => {
    fc.assert(
      fc.property(rulesWithAnswers, ({ rules, answers }) => {
        const [first] = rules.criteria;
        if (!first) throw new Error('the generator makes at least one');
        const irrelevantWhen = [{ when: {}, because: 'It never matters.' }];
        const without = { ...rules, criteria: [{ ...first, irrelevantWhen }, ...rules.criteria.slice(1)] };
        const { ranking } = decideFast(without, answers);
        expect(ranking.flatMap(({ contributions }) => contributions.map(({ criterion }) => criterion))).not.toContain(
          first.id,
        );
        const weightless = decide(rules, answers, { overrides: { weight: { [first.id]: 0 } } });
        expect(ranking.map(({ protocol, score }) => ({ protocol, score }))).toEqual(
          weightless.ranking.map(({ protocol, score }) => ({ protocol, score })),
        );
      }),
    );
  });
});

function lower(grade: Grade): Grade {
  return ([0, 0, 1, 2, 3] as const)[grade];
}

function higher(grade: Grade): Grade {
  return ([1, 2, 3, 4, 4] as const)[grade];
}
