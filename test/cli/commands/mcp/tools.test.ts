/** Calls that are wrong: what the agent is told, so that it can correct them. */
import { describe, expect, test } from 'vitest';
import { prepareCalls } from '../../../../src/cli/commands/mcp/calls.ts';
import { builtInRules, builtInStarters } from '../../../../src/rules/built-in.ts';

const rules = await builtInRules();
const context = { rules, starters: await builtInStarters(), rulesDirs: [], isProjectIgnored: false };
const call = prepareCalls(context);

/** Every sentence about the call; none: it was answered. */
function problemsOf(name: string, args: unknown): string[] {
  const { content, isError } = call(name, args);
  if (!isError) return [];
  const lines = content[0].text.split('\n').map((line) => line.replace(/^- /, ''));
  expect(lines.pop()).toBe('Nothing was decided: correct this and call again.');
  return lines;
}

describe('a wrong call', () => {
  test.each([
    ['a typing error in an argument', { presett: 'chat' }, 'Unknown argument "presett". Did you mean "preset"?'],
    ['an answer beside the answers', { direction: 'both' }, 'Unknown argument "direction". Put it under "answers".'],
    ['an unknown preset', { preset: 'chatt' }, 'Unknown preset "chatt". Did you mean "chat"?'],
    [
      'a preset among the answers',
      { answers: { preset: 'chat' } },
      'answers.preset: "preset" is an argument of its own, not a key of "answers".',
    ],
    [
      'answers as text',
      { answers: '{}' },
      'answers: Expected an object from question to answer, got "{}". Pass an object, not JSON as text.',
    ],
    ['answers as a list', { answers: [] }, 'answers: Expected an object from question to answer, got an empty list.'],
    [
      'a typing error in a question',
      { answers: { latancy: 5 } },
      'answers: Unknown question "latancy". Did you mean "latency"?',
    ],
    [
      'a wrong choice',
      { answers: { direction: 'sideways' } },
      'answers.direction: Unknown value "sideways" for direction. Expected server-to-client, client-to-server, both, peer-to-peer.',
    ],
    [
      'a wrong choice in a list',
      { answers: { clients: ['browser', 'browsr'] } },
      /^answers\.clients\.1: Unknown value "browsr" .* Did you mean "browser"\?$/,
    ],
    [
      'a number below its bound',
      { answers: { latency: -4 } },
      'answers.latency: Expected a number (ms) above 0 for latency, got -4.',
    ],
    [
      'a number in a wrong unit',
      { answers: { latency: '4 parsecs' } },
      /^answers\.latency: Expected a number \(ms\), or one with ms, s, min, h or d, for latency, got "4 parsecs"\.$/,
    ],
    [
      'an unknown criterion',
      { answers: { weight: { latenzy: 1 } } },
      'answers.weight.latenzy: Unknown criterion "latenzy". Did you mean "latency"?',
    ],
    [
      'a grade that there is not',
      { answers: { must: { latency: 5 } } },
      'answers.must.latency: Expected a grade from 0 to 4.',
    ],
    ['a detail that there is not', { detail: 'long' }, 'detail: Expected brief or full, got "long".'],
    ['fields without detail', { fields: ['ranking'] }, 'Expected detail: "full" with "fields".'],
    ['text for yes and no', { core: 'yes' }, 'core: Expected true or false, got "yes".'],
    ['no object', 7, 'Expected an object of arguments, got 7.'],
  ])('%s is told with its place', (_, args, expected) => {
    expect(problemsOf('recommend', args)).toEqual([
      typeof expected === 'string' ? expected : expect.stringMatching(expected),
    ]);
  });

  test('names every question where none is near', () => {
    const [problem] = problemsOf('recommend', { answers: { zzz: 1 } });
    for (const { id } of rules.questions) expect(problem).toContain(id);
  });

  test('tells all that is wrong at once', () => {
    expect(problemsOf('recommend', { a: 1, b: 2, answers: { direction: 1, clients: [] } })).toHaveLength(4);
  });

  test.each([
    ['explain', {}, 'Expected one of "protocol", "criterion", "mistake".'],
    ['explain', { protocol: 'mqtt', criterion: 'latency' }, 'Expected one of "protocol", "criterion", "mistake".'],
    ['explain', { protocol: 'mqqt' }, /^protocol: Expected .*, got "mqqt"\. Did you mean "mqtt"\?$/],
    ['explain', { criterion: 'latenzy' }, 'Unknown criterion "latenzy". Did you mean "latency"?'],
    ['explain', { mistake: 'polling-in-loop' }, 'Unknown mistake "polling-in-loop". Did you mean "polling-in-a-loop"?'],
    ['compare', {}, 'Missing "protocols". Expected a list.'],
    ['compare', { protocols: ['mqtt'] }, 'protocols: Expected exactly 2 entries, got a list of 1.'],
    ['compare', { protocols: ['mqtt', 'mqtt'] }, 'Expected two different ids in "protocols".'],
    ['precedents', { limit: 0 }, 'limit: Expected a number of at least 1, got 0.'],
    ['precedents', { limit: 51 }, 'limit: Expected a number of at most 50, got 51.'],
    ['precedents', { limit: 1e20 }, 'limit: Expected a number of at most 50, got 100000000000000000000.'],
    ['precedents', { limit: 1.5 }, 'limit: Expected a whole number, got 1.5.'],
    [
      'recommend',
      { detail: 'full', fields: ['rankin'] },
      /^fields\.0: Expected .*, got "rankin"\. Did you mean "ranking"\?$/,
    ],
    ['starter', {}, /^Missing "protocol"\. Expected websocket, /],
    [
      'starter',
      { protocol: 'mqtt', language: 'typescript', set: { topik: 'a' } },
      /^Unknown value "topik"\. Did you mean "topic"\? /,
    ],
    ['starter', { protocol: 'mqtt', language: 'typescript', variant: 'x' }, /^No variants of mqtt/],
  ])('%s %j is told what it lacks', (name, args, expected) => {
    expect(problemsOf(name, args)).toEqual([typeof expected === 'string' ? expected : expect.stringMatching(expected)]);
  });

  test('quotes little of what was sent, and nothing that steers a terminal', () => {
    const [problem = ''] = problemsOf('recommend', { answers: { direction: `\u001b[2J${'x'.repeat(5000)}` } });
    expect(problem.length).toBeLessThan(300);
    expect(problem).not.toContain('\u001b');
    expect(
      problemsOf('recommend', Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`k${at}`, 1]))).length,
    ).toBe(21);
  });
});

describe('a call that nobody makes by mistake', () => {
  test.each([
    ['recommend', '{"__proto__":{"preset":"chat"}}'],
    ['recommend', '{"answers":{"__proto__":{"direction":"both"}}}'],
    ['starter', '{"protocol":"mqtt","set":{"__proto__":"x"}}'],
  ])('%s %s is refused, not read without the key', (name, json) => {
    expect(problemsOf(name, JSON.parse(json))).toEqual([
      'Unexpected key "__proto__": no argument, question or setting has this name.',
    ]);
  });

  const many = Object.fromEntries(Array.from({ length: 2000 }, (_, at) => [`k${at}`, 1]));
  test.each([
    ['arguments', many],
    ['questions', { answers: many }],
    ['criteria', { answers: { weight: many } }],
    ['fields', { detail: 'full', fields: Object.keys(many) }],
  ])('with 2,000 wrong %s is refused in few words, which say how many more there are', (_, args) => {
    const { content, isError } = call('recommend', args);
    expect(isError).toBe(true);
    expect(content[0].text.length).toBeLessThan(3300);
    expect(content[0].text).toMatch(/\n- and 19\d\d more\n/);
  });
});

describe('a call', () => {
  const answerOf = (name: string, args: unknown) => JSON.parse(call(name, args).content[0].text);

  test('without arguments is one without answers', () => {
    expect(problemsOf('recommend', undefined)).toEqual([]);
    expect(answerOf('recommend', null)).toEqual(answerOf('recommend', {}));
  });

  test('lays answers over those of the preset, and these over those of the project', () => {
    const project = prepareCalls({ ...context, rules: { ...rules, defaults: { latency: 7, direction: 'both' } } });
    const args = {
      preset: 'read-only-feed',
      answers: { rate: '30/min' },
      detail: 'full',
      fields: ['answers', 'preset'],
    };
    const { decision } = JSON.parse(project('recommend', args).content[0].text);
    expect(decision.answers).toMatchObject({ direction: 'server-to-client', rate: 0.5 });
    expect(decision.preset.id).toBe('read-only-feed');
    expect(answerOf('recommend', args).decision.answers).not.toHaveProperty('direction', 'both');
  });

  test('takes null for "not sure": next_question does not ask again', () => {
    const first = answerOf('next_question', { fromScratch: true }).question.id;
    const second = answerOf('next_question', { answers: { [first]: null } });
    expect(second.question.id).not.toBe(first);
    expect(second.progress.answered).toBe(0);
  });

  test('ranks the core protocols alone with core: true', () => {
    const { ranking } = answerOf('recommend', { core: true, detail: 'full', fields: ['ranking'] }).decision;
    expect(new Set(ranking.map(({ tier }: { tier: string }) => tier))).toEqual(new Set(['core']));
  });

  test('fills the values of a starter', () => {
    const set = { topic: 'plant/1' };
    const { files, values } = answerOf('starter', { protocol: 'mqtt', language: 'typescript', set, detail: 'full' });
    expect(values).toMatchObject(set);
    expect(files[0].text).toContain('plant/1');
  });

  test('where nothing is feasible says what would bring something back', () => {
    const must = { 'guaranteed-delivery': 4, 'p2p-nat-traversal': 4 };
    const { outcome, protocol, wayOut } = answerOf('recommend', { answers: { must } });
    expect({ outcome, protocol }).toEqual({ outcome: 'none-feasible', protocol: null });
    expect(wayOut[0]).toMatch(/^Without |^No single change/);
  });
});
