import { describe, expect, test } from 'vitest';
import { decide } from '../../../src/core/decide.ts';
import type { Mistake } from '../../../src/core/mistake.ts';
import type { Rules } from '../../../src/core/model.ts';
import { checkRecord, isNote, type RecordedDecision } from '../../../src/core/record/check-record.ts';
import { basisOf, protocolsOf } from '../../../src/core/record/snapshot.ts';
import { builtInRules } from '../../../src/rules/built-in.ts';
import { makeChoice, makeRules } from '../rules-fixture.ts';

const builtIn = await builtInRules();

const DIRECTION = makeChoice('way', {
  down: { weighs: { simple: 4 } },
  both: { requires: { duplex: 3 }, weighs: { duplex: 2 } },
});

/** Two protocols: one is simple, the other goes both ways. */
function rulesWith(grades: Parameters<typeof makeRules>[0] = {}, more: Partial<Rules> = {}): Rules {
  const rules = makeRules({ drum: { duplex: 1, simple: 4 }, phone: { duplex: 4, simple: 1 }, ...grades }, [DIRECTION], {
    duplex: 1,
    simple: 1,
  });
  return { ...rules, ...more };
}

function makeMistake(part: Partial<Mistake>): Mistake {
  return {
    id: 'too-loud',
    title: 'Too loud',
    severity: 'warning',
    trigger: 't',
    when: {},
    guard: 'g',
    unless: { any: [] },
    says: 's',
    instead: 'i',
    source: 'judgement: test',
    ...part,
  };
}

/** A record with the basis that these rules give it. */
function recordOn(rules: Rules, part: Partial<RecordedDecision>): RecordedDecision {
  const record = { name: 'test', answers: {}, decision: 'drum', all: false, accepts: [], ...part };
  return { ...record, basis: basisOf(rules, { ...record, warnings: [] }) };
}

function problemsOf(rules: Rules, record: RecordedDecision) {
  return checkRecord(rules, record).problems;
}

describe('a record', () => {
  test('holds on the rules and answers that it was made with', () => {
    const rules = rulesWith();
    expect(problemsOf(rules, recordOn(rules, { answers: { way: 'down' } }))).toEqual([]);
  });

  test('holds when it ties', () => {
    const rules = rulesWith({ phone: { duplex: 1, simple: 4 } });
    for (const decision of ['drum', 'phone']) expect(problemsOf(rules, recordOn(rules, { decision }))).toEqual([]);
  });

  test('whose answer was edited names it, and the minimum that it brings', () => {
    const rules = rulesWith();
    const record = { ...recordOn(rules, { answers: { way: 'down' } }), answers: { way: 'both' } };
    expect(problemsOf(rules, record)).toMatchObject([
      {
        rule: 'excluded',
        because: [{ question: 'way', answer: 'both' }],
        breaks: [{ criterion: 'duplex', grade: 1, minimum: 3 }],
        changes: [{ change: { kind: 'answer', question: 'way', from: 'down', to: 'both' }, isDecisive: true }],
      },
    ]);
  });

  test('that a grade broke names the grade', () => {
    const record = recordOn(rulesWith(), { answers: { way: 'down' } });
    expect(problemsOf(rulesWith({ drum: { duplex: 1, simple: 0 } }), record)).toMatchObject([
      {
        rule: 'outranked',
        first: [{ protocol: 'phone' }],
        changes: [
          { change: { kind: 'grade', protocol: 'drum', criterion: 'simple', from: 4, to: 0 }, isDecisive: true },
        ],
      },
    ]);
  });

  test("that an option's weight broke names question, criterion and both weights", () => {
    const record = recordOn(rulesWith(), { answers: { way: 'down' } });
    const question = makeChoice('way', { down: { weighs: { duplex: 9, simple: 4 } }, both: {} });
    expect(problemsOf(rulesWith({}, { questions: [question] }), record)).toMatchObject([
      {
        changes: [
          { change: { kind: 'effect', effect: 'weighs', question: 'way', criterion: 'duplex', from: null, to: 9 } },
        ],
      },
    ]);
  });

  test('that a minimum of the rules broke names it', () => {
    const record = recordOn(rulesWith(), { answers: { way: 'down' } });
    const question = makeChoice('way', { down: { requires: { duplex: 2 }, weighs: { simple: 4 } }, both: {} });
    expect(problemsOf(rulesWith({}, { questions: [question] }), record)).toMatchObject([
      {
        rule: 'excluded',
        changes: [{ change: { kind: 'effect', effect: 'requires', criterion: 'duplex', from: null, to: 2 } }],
      },
    ]);
  });

  test('that a new protocol beats names it', () => {
    const record = recordOn(rulesWith(), { answers: { way: 'down' } });
    expect(problemsOf(rulesWith({ radio: { duplex: 4, simple: 4 } }), record)).toMatchObject([
      { rule: 'outranked', changes: [{ change: { kind: 'protocol', protocol: 'radio', change: 'new' } }] },
    ]);
  });

  test('that a new criterion or another baseline broke names it', () => {
    const record = recordOn(rulesWith(), { answers: { way: 'down' } });
    const heavier = makeRules({ drum: { duplex: 1, simple: 4 }, phone: { duplex: 4, simple: 1 } }, [DIRECTION], {
      duplex: 20,
      simple: 1,
    });
    expect(problemsOf(heavier, record)).toMatchObject([
      { changes: [{ change: { kind: 'baseline', criterion: 'duplex', from: 1, to: 20 } }] },
    ]);
    const wider = makeRules(
      { drum: { duplex: 1, simple: 4, reach: 0 }, phone: { duplex: 4, simple: 1, reach: 4 } },
      [DIRECTION],
      { duplex: 1, simple: 1, reach: 30 },
    );
    expect(problemsOf(wider, record)).toMatchObject([
      { changes: [{ change: { kind: 'baseline', criterion: 'reach', from: null, to: 30 } }] },
    ]);
  });

  test('that lost what spoke for it names the criterion that is gone', () => {
    const wider = makeRules(
      { drum: { duplex: 1, simple: 1, reach: 4 }, phone: { duplex: 4, simple: 1, reach: 0 } },
      [DIRECTION],
      { duplex: 1, simple: 1, reach: 30 },
    );
    const narrower = rulesWith({ drum: { duplex: 1, simple: 1 } });
    expect(problemsOf(narrower, recordOn(wider, { answers: { way: 'down' } }))).toMatchObject([
      { changes: [{ change: { kind: 'baseline', criterion: 'reach', from: 30, to: null }, isDecisive: true }] },
    ]);
  });

  test('that only two changes together broke names both, and says that none is decisive', () => {
    const record = recordOn(rulesWith({ drum: { duplex: 2, simple: 4 } }), {});
    const rules = rulesWith({ drum: { duplex: 0, simple: 2 } });
    const [problem] = problemsOf(rules, record);
    expect(problem).toMatchObject({
      changes: [
        { change: { criterion: 'duplex' }, isDecisive: false },
        { change: { criterion: 'simple' }, isDecisive: false },
      ],
    });
  });

  test('whose weight or must was edited names it', () => {
    const rules = rulesWith();
    const record = recordOn(rules, { answers: { way: 'down' } });
    expect(problemsOf(rules, { ...record, overrides: { weight: { duplex: 50 } } })).toMatchObject([
      { changes: [{ change: { kind: 'override', override: 'weight', criterion: 'duplex', from: null, to: 50 } }] },
    ]);
    expect(problemsOf(rules, { ...record, overrides: { must: { duplex: 2 } } })).toMatchObject([
      { rule: 'excluded', changes: [{ change: { kind: 'override', override: 'must', from: null, to: 2 } }] },
    ]);
  });

  test('whose decision was edited says so', () => {
    const rules = rulesWith();
    const record = { ...recordOn(rules, { answers: { way: 'down' } }), decision: 'phone' };
    expect(problemsOf(rules, record)).toMatchObject([
      { rule: 'outranked', changes: [{ change: { kind: 'decision', from: 'drum', to: 'phone' } }] },
    ]);
  });

  test('without a basis names the answers any one of which decides', () => {
    const rules = makeRules({ drum: { duplex: 1, simple: 4 }, phone: { duplex: 4, simple: 1 } }, [DIRECTION], {
      simple: 2,
      duplex: 1,
    });
    const heavy = makeChoice('way', { down: {}, both: { weighs: { duplex: 5 } } });
    const record = { name: 'x', answers: { way: 'both' }, decision: 'drum', all: false, accepts: [] };
    expect(problemsOf({ ...rules, questions: [heavy] }, record)).toMatchObject([
      { rule: 'outranked', changes: [], turning: [{ question: 'way', answer: 'both' }], losses: [] },
    ]);
  });

  test('without a basis and a deciding answer names where it loses most, and the answers behind', () => {
    const heavier = { simple: 1, duplex: 6 };
    const rules = makeRules({ drum: { duplex: 1, simple: 4 }, phone: { duplex: 4, simple: 1 } }, [], heavier);
    const both = makeChoice('way', { both: { weighs: { duplex: 9 } } });
    const record = { name: 'x', answers: { way: 'both' }, decision: 'drum', all: false, accepts: [] };
    const loss = { criterion: 'duplex', grade: 1, winnersGrade: 4, because: [{ question: 'way', answer: 'both' }] };
    expect(problemsOf({ ...rules, questions: [both] }, record)).toMatchObject([
      { rule: 'outranked', changes: [], turning: [], losses: [loss] },
    ]);
  });
});

describe('warnings', () => {
  const noisy = makeMistake({ when: { first: ['drum'] } });

  test('fail until they are accepted; notes of the rules never do', () => {
    for (const severity of ['error', 'warning'] as const) {
      const rules = rulesWith({}, { mistakes: [{ ...noisy, severity }] });
      const record = recordOn(rules, { answers: { way: 'down' } });
      expect(problemsOf(rules, record)).toMatchObject([{ rule: 'unaccepted-warning', warning: { id: 'too-loud' } }]);
      expect(problemsOf(rules, { ...record, accepts: ['too-loud'] })).toEqual([]);
    }
    const rules = rulesWith({}, { mistakes: [{ ...noisy, severity: 'info' }] });
    const record = recordOn(rules, { answers: { way: 'down' } });
    expect(problemsOf(rules, record)).toEqual([]);
    expect(problemsOf(rules, { ...record, accepts: ['too-loud'] })).toEqual([]);
  });

  test('of another protocol that ties are none about this one', () => {
    const rules = rulesWith({ phone: { duplex: 1, simple: 4 } }, { mistakes: [noisy] });
    expect(decide(rules, {}, {}).warnings).toHaveLength(1);
    expect(problemsOf(rules, recordOn(rules, { decision: 'phone' }))).toEqual([]);
    expect(problemsOf(rules, recordOn(rules, { decision: 'drum' }))).toHaveLength(1);
  });

  test('that an edit brought name it; those of new rules are new', () => {
    const rules = rulesWith({}, { mistakes: [makeMistake({ when: { answers: { way: { is: ['down'] } } } })] });
    const record = recordOn(rules, { answers: {} });
    expect(problemsOf(rules, { ...record, answers: { way: 'down' } })).toMatchObject([
      { rule: 'unaccepted-warning', isNew: true, changes: [{ change: { question: 'way', from: null, to: 'down' } }] },
    ]);
    const quiet = recordOn(rulesWith(), { answers: { way: 'down' } });
    expect(problemsOf(rules, quiet)).toMatchObject([{ rule: 'unaccepted-warning', isNew: true, changes: [] }]);
  });

  test('that are accepted and do not come are worth a note, and the record holds', () => {
    const rules = rulesWith({}, { mistakes: [makeMistake({ when: { first: ['phone'] } })] });
    const problems = problemsOf(rules, recordOn(rules, { accepts: ['too-loud'], answers: { way: 'down' } }));
    expect(problems).toEqual([{ rule: 'idle-acceptance', mistake: 'too-loud', at: 0 }]);
    expect(problems.every(isNote)).toBe(true);
  });
});

describe('a protocol that a rule pack forbids', () => {
  const forbidden = { because: 'The house has none.', pack: 'house@2' };

  test('is told with pack and reason; forbidden rivals are none', () => {
    const rules = rulesWith({ radio: { duplex: 4, simple: 4 } });
    const ban = (id: string) => ({
      ...rules,
      protocols: rules.protocols.map((one) => (one.id === id ? { ...one, forbidden } : one)),
    });
    expect(protocolsOf(recordOn(ban('radio'), {}).basis ?? { grades: {} })).toEqual(['drum', 'phone']);
  });
});

describe('extended protocols', () => {
  test('take part when the decision is one of them', () => {
    const extended = builtIn.protocols.filter(({ tier }) => tier === 'extended').map(({ id }) => id);
    for (const decision of extended) {
      const { standing } = checkRecord(builtIn, { name: 'x', answers: {}, decision, all: false, accepts: [] });
      expect(standing.ranking.length + standing.excluded.length).toBe(builtIn.protocols.length);
    }
  });

  test('that are asked for later are no new protocols of the rules', () => {
    const rules = rulesWith({ radio: { duplex: 4, simple: 4 } });
    const tiered = {
      ...rules,
      protocols: rules.protocols.map((one) => (one.id === 'radio' ? { ...one, tier: 'extended' as const } : one)),
    };
    const record = recordOn(tiered, { all: false, answers: { way: 'down' } });
    expect(problemsOf(tiered, record)).toEqual([]);
    expect(problemsOf(tiered, { ...record, all: true })).toMatchObject([
      { rule: 'outranked', changes: [{ change: { kind: 'all', from: false, to: true }, isDecisive: true }] },
    ]);
  });
});
