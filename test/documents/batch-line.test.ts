import { describe, expect, test } from 'vitest';
import { batchError, readBatchLine } from '../../src/documents/batch-line.ts';
import { builtInRules } from '../../src/rules/built-in.ts';

const rules = await builtInRules();
const NOTHING = { answers: {}, overrides: undefined };

function problemsOf(line: string): string[] {
  const { problems } = readBatchLine(rules, line, NOTHING);
  return problems.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('a line of a batch', () => {
  test('is a map of answers, with weight and must', () => {
    const line = '{"replay":"yes","direction":"both","weight":{"latency":9},"must":{"ordering":4}}';
    expect(readBatchLine(rules, line, NOTHING)).toEqual({
      label: {},
      input: {
        answers: { direction: 'both', replay: true },
        overrides: { weight: { latency: 9 }, must: { ordering: 4 } },
      },
      problems: [],
    });
  });

  test('or holds it beside names of the user', () => {
    const line = '{"name":"Orders","id":7,"answers":{"direction":"both","weight":{"latency":9}}}';
    expect(readBatchLine(rules, line, NOTHING)).toEqual({
      label: { id: 7, name: 'Orders' },
      input: { answers: { direction: 'both' }, overrides: { weight: { latency: 9 } } },
      problems: [],
    });
  });

  test('keeps every key of the user as it is', () => {
    const own = { id: { a: [1] }, name: null, team: 'a', 'x y': [true, { deep: 1 }] };
    const { label, problems } = readBatchLine(rules, JSON.stringify({ ...own, answers: {} }), NOTHING);
    expect({ label, problems }).toEqual({ label: own, problems: [] });
  });

  test('may name a preset, whose answers its own override', () => {
    const chat = rules.presets.find(({ id }) => id === 'chat');
    const { input, problems } = readBatchLine(rules, '{"preset":"chat","answers":{"latency":7}}', NOTHING);
    expect(problems).toEqual([]);
    expect(input.answers).toEqual({ ...chat?.answers, latency: 7 });
    expect(input.preset).toEqual({ id: 'chat', title: chat?.title });
    expect(readBatchLine(rules, '{"id":1,"preset":"chat"}', NOTHING).input.answers).toEqual(chat?.answers);
  });

  test('keeps id and name where it has problems', () => {
    expect(readBatchLine(rules, '{"id":"orders","direction":"both"}', NOTHING).label).toEqual({ id: 'orders' });
  });

  test('wins over the defaults, key by key; null takes a default away', () => {
    const defaults = {
      answers: { direction: 'both', latency: 20, replay: true },
      overrides: { weight: { latency: 9 } },
    };
    const { input, problems } = readBatchLine(
      rules,
      '{"latency":null,"replay":false,"weight":{"ordering":1}}',
      defaults,
    );
    expect(problems).toEqual([]);
    expect(input).toEqual({
      answers: { direction: 'both', replay: false },
      overrides: { weight: { latency: 9, ordering: 1 } },
    });
  });

  test.each([
    ['{"latncy":1}', ['latncy: Unknown question "latncy". Did you mean "latency"?']],
    ['{"id":1,"latency":1}', ['id: Unknown question "id". To keep it, put the answers under "answers".']],
    ['{"id":1,"direction":"both","answers":{}}', ['direction: Expected "direction" under "answers".']],
    ['{"preset":"chat","weight":{"latency":1}}', ['weight: Expected "weight" under "answers".']],
    ['{"preset":"chatt"}', ['preset: Unknown preset "chatt". Did you mean "chat"?']],
    ['{"preset":7,"answers":{}}', [expect.stringMatching(/^preset: Unknown preset 7\. Expected /)]],
    ['{"ranking":1,"answers":{}}', ['ranking: Unexpected key "ranking": the output has a field of that name.']],
    ['{"answers":{"clients":["browser","x"]}}', [expect.stringMatching(/^answers\.clients\.1: Unknown value "x"/)]],
    ['null', [': Expected a map of answers, got null. None are {}.']],
    ['{"id":1,"answers":null}', ['answers: Expected a map of answers, got null. None are {}.']],
    ['[{}]', [': Expected a map of answers, such as "direction: both".']],
    ['"direction"', [': Expected a map of answers, such as "direction: both".']],
    [
      '{"rate":1e999}',
      [
        'rate: Expected a number (messages per second per client), or one with /s, /min, /h, /d, k or M, for rate, got Infinity.',
      ],
    ],
    ['{"weight":{"latency":1e999}}', ['weight.latency: Expected a number from 0 to 1000000.']],
    ['{"weight":{"latency":-1}}', ['weight.latency: Expected a number from 0 to 1000000.']],
    ['{"weight":[1]}', ['weight: Expected a map from criterion to number under "weight".']],
    ['{"__proto__":{"direction":"both"}}', ['__proto__: Unknown question "__proto__".']],
    ['{"answers":{"__proto__":1}}', ['answers.__proto__: Unknown question "__proto__".']],
    ['{"weight":{"__proto__":1}}', ['weight.__proto__: Unknown criterion "__proto__".']],
    ['{"toString":{}}', [expect.stringMatching(/^toString: Unknown question "toString"/)]],
    ['{"direction":"both"} {}', [': Expected one JSON object on the line, but it is not JSON from character 22 on.']],
    ['{"direction":\u0000}', [': Expected one JSON object on the line, but it is not JSON.']],
    ['{"direction":', [': Expected one JSON object on the line, but it ends too early.']],
    ['TOPSECRET=abc', [': Expected one JSON object on the line, but it is not JSON.']],
  ])('%s is refused, and says why', (line, problems) => {
    expect(problemsOf(line)).toEqual(problems);
  });

  test.each([
    ['as the line', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['as an answer', `{"direction":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['as the id', `{"answers":{},"id":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['as maps', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
  ])('nested 100,000 deep %s is a bad line and no crash', (_name, line) => {
    expect(problemsOf(line)).toHaveLength(1);
  });

  test('its error tells all problems, and steers no terminal', () => {
    const { problems } = readBatchLine(rules, '{"answers":{"\u009b31m":1,"latency":"\u202e"}}', NOTHING);
    const error = batchError(7, problems);
    expect(error).toMatchObject({ schemaVersion: 1, line: 7 });
    expect(error.error.problems).toHaveLength(2);
    expect(error.error.message).toBe(`2 problems. ${error.error.problems[0]?.message}`);
    expect(error.error.message).not.toMatch(/[\p{Cc}\u202e]/u);
  });
});

describe('keys that a line has twice', () => {
  test.each<[string, string[]]>([
    [
      '{"direction":"both","direction":"peer-to-peer"}',
      ['direction: Duplicate key "direction", again at character 21.'],
    ],
    ['{"id":1,"id":2,"answers":{}}', ['id: Duplicate key "id", again at character 9.']],
    [
      '{"answers":{"weight":{"latency":1,"latency" : 2}}}',
      ['answers.weight.latency: Duplicate key "latency", again at'],
    ],
    ['{"id":[{"a":1},{"a":1,"b":[],"a":3}],"answers":{}}', ['id.1.a: Duplicate key "a", again at character 30.']],
    ['{"legs":{"a":{"direction":"both"},"a":{}}}', ['legs.a: Duplicate key "a", again at character 35.']],
    ['{"latency":1,"laten\\u0063y":2}', ['latency: Duplicate key "latency", again at character 14.']],
    [`{${'"latency":1,'.repeat(50)}"latency":1}`, ['latency: Duplicate key "latency", again at character 14.']],
  ])('are each a problem with its place: %.60s', (line, expected) => {
    const problems = problemsOf(line);
    expect(problems).toHaveLength(expected.length);
    for (const [at, words] of expected.entries()) expect(problems[at]).toContain(words);
  });

  test.each([
    '{"id":"a","name":"a","answers":{}}',
    '{"id":":","name":"\\":","at":"12:30","answers":{"latency" :1}}',
    '{"id":{"a":{"a":1},"b":[{"a":2},{"a":2}]},"answers":{}}',
  ])('are not seen where there are none: %s', (line) => {
    expect(problemsOf(line)).toEqual([]);
  });
});
