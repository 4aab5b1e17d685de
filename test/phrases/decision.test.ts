import { describe, expect, test } from 'vitest';
import { decide } from '../../src/core/decide.ts';
import type { Answers } from '../../src/core/model.ts';
import { exclusionInWords, sortWarnings, starterProof } from '../../src/phrases/decision.ts';
import { legHingesInWords } from '../../src/phrases/hinges.ts';
import { stabilityInWords } from '../../src/phrases/sureness.ts';
import { cautionInWords } from '../../src/phrases/verdict.ts';
import { builtInRules } from '../../src/rules/built-in.ts';
import { runWith } from '../cli/fake-io.ts';
import { makeRules } from '../core/rules-fixture.ts';

const rules = await builtInRules();
const adviceOn = (answers: Answers) => ({
  ...decide(rules, answers, { robustness: false }),
  command: 'wirewise',
  argv: ['wirewise'],
});
const idsOf = (warnings: readonly { readonly id: string }[]) => warnings.map(({ id }) => id);

describe('a mere default', () => {
  test('is said to be one', () => {
    expect(cautionInWords(adviceOn({}))).toMatch(/^No question is answered: this is the default/);
  });

  test('one answer, or one weight, is enough not to be', () => {
    expect(cautionInWords(adviceOn({ content: 'events' }))).toBe('');
    expect(cautionInWords({ ...adviceOn({}), overrides: { weight: { latency: 9 } } })).toBe('');
  });
});

describe('how a starter was tested', () => {
  const starter = { chosenBecause: 'go.mod is here', against: 'mosquitto 2' };

  test('names what it ran against, and how many faults it survives', () => {
    expect(starterProof({ ...starter, proof: 'ran' })).toBe('go.mod is here; ran against mosquitto 2');
    expect(starterProof({ ...starter, proof: 'survives', survives: ['a', 'b'] })).toBe(
      'go.mod is here; ran against mosquitto 2; survives 2 faults',
    );
    expect(starterProof({ ...starter, proof: 'survives', survives: ['a'] })).toMatch(/; survives 1 fault$/);
  });

  test('says so where nothing ran', () => {
    expect(starterProof({ chosenBecause: 'as you asked', proof: 'reviewed' })).toBe('as you asked; reviewed');
  });
});

describe('the weight that has to move least', () => {
  const says = (share: number, from: number, to: number) => {
    const challengers = { challengerBelow: 'sse', challengerAbove: 'mqtt' };
    const stability = [{ criterion: 'bidirectional', share, from, to, ...challengers }];
    return stabilityInWords({ ...adviceOn({}), stability }, rules);
  };

  test('is told so exactly that it suffices, and differs from what it is now', () => {
    expect(says(0.0195, 0.0178, 1)).toMatch(
      /^Lowering the weight of .* from 2 % to 1\.7 % would put Server-Sent Events first/,
    );
    expect(says(0.03, 0, 0.0301)).toMatch(/^Raising the weight of .* from 3 % to 3\.1 % would put MQTT first/);
  });
});

describe('warnings', () => {
  test('that polling is fine is a remark, with and without figures for it', () => {
    const polls: Answers = { current: 'polling', latency: 60_000 };
    for (const answers of [polls, { ...polls, 'poll-interval': 60, rate: 0.001, 'message-bytes': 100 }]) {
      const { mistakes, remarks, notes } = sortWarnings(adviceOn(answers), rules);
      expect(idsOf(remarks)).toEqual(['polling-is-fine']);
      expect(idsOf([...mistakes, ...notes])).not.toContain('polling-is-fine');
    }
  });

  test('each stands in one place', () => {
    for (const { answers } of rules.presets) {
      const advice = adviceOn(answers);
      const { mistakes, remarks, notes } = sortWarnings(advice, rules);
      expect(idsOf([...mistakes, ...remarks, ...notes]).sort()).toEqual(idsOf(advice.warnings).sort());
    }
  });
});

describe('an exclusion', () => {
  const ruler = ['It never waits.', 'It waits a little.', 'It waits.', 'It waits long.', 'It waits for ever.'];
  const bare = makeRules({ drum: { waits: 0 } });
  const ruled = { ...bare, criteria: bare.criteria.map((one) => ({ ...one, ruler })) };
  const because = [{ question: 'weather', answer: 'fog', says: 'Messages wait until the fog is gone.' }];
  const breach = { criterion: 'waits', minimum: 2, grade: 0, because } as const;

  test('says what the protocol cannot do, what is asked for, and which answer asks for it; no grades', () => {
    expect(exclusionInWords({ breaks: [breach] }, ruled)).toBe(
      'It never waits. With "weather: fog", messages wait until the fog is gone.',
    );
  });

  test('by a lowest grade set by hand says what that grade means', () => {
    const must = { ...breach, because: [{ question: '--must', answer: 'waits=2' }] };
    expect(exclusionInWords({ breaks: [must] }, ruled)).toBe(
      'It never waits. With "must: waits=2", waits must be "It waits" or better.',
    );
  });

  test('by rules without a ruler takes the words of the cell', () => {
    expect(exclusionInWords({ breaks: [breach], protocol: 'drum' }, bare)).toMatch(
      /^because\. With "weather: fog", messages wait/,
    );
  });
});

describe('numbers in a report', () => {
  test('are rounded, and have a unit; those of the JSON are exact', async () => {
    const words = ['recommend', '--rate', '5/h', '--audience', '50k', '--samples', '0'];
    for (const format of ['text', 'markdown', 'html']) {
      const stdout = (await runWith([...words, '--format', format])).stdout.replace(/\s+/g, ' ');
      expect(stdout).toContain('5 messages an hour per client');
      expect(stdout).toContain('50,000 clients');
    }
    expect(JSON.parse((await runWith([...words, '--json'])).stdout).answers.rate).toBe(0.00138888888888889);
  });
});

describe('the hinges of a leg', () => {
  const hinge = { question: 'direction', answer: 'both', winner: 'mqtt', likelihood: 0.3 };

  test.each([
    [2, 2],
    [3, 3],
    [9, 3],
  ])('of %i, two are told and the others counted', (count, lines) => {
    const told = legHingesInWords(new Array(count).fill(hinge), rules);
    expect(told).toHaveLength(lines);
    if (count > 2) expect(told.at(-1)).toMatch(new RegExp(`^${count - 2} more open question`));
  });
});

test('what overrides the questionnaire is told in every report', async () => {
  const words = ['recommend', '--weight', 'latency=9', '--must', 'binary-payload', '--samples', '0'];
  for (const format of ['text', 'markdown', 'adr']) {
    const { stdout } = await runWith([...words, '--format', format]);
    expect(stdout).toContain('--weight latency=9');
    expect(stdout).toContain('--must binary-payload=3');
    expect(stdout).not.toMatch(/no answers|nothing was answered/i);
  }
});

describe('the preset', () => {
  test('is named by the report and the JSON, and stays when flags change answers of it', async () => {
    const words = ['recommend', '--preset', 'chat', '--latency', '2000', '--samples', '0'];
    const { stdout } = await runWith(words);
    expect(stdout).toContain('Answers used\n  Preset chat (Chat):\n  content events');
    const { preset } = JSON.parse((await runWith([...words, '--json'])).stdout);
    expect(preset).toEqual({ id: 'chat', title: 'Chat' });
    expect((await runWith(['recommend', '--direction', 'both', '--samples', '0'])).stdout).not.toContain('Preset');
  });
});
