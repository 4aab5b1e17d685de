/** The questions and criteria that ship: each decides something, and none is asked where it makes no sense. */
import { describe, expect, test } from 'vitest';
import { openQuestions } from '../../src/core/interview/open-questions.ts';
import type { Answers, Option } from '../../src/core/model.ts';
import { builtInRules } from '../../src/rules/built-in.ts';

const rules = await builtInRules();
const effects = rules.questions.flatMap(({ options }) => options.flatMap((option) => option.effects));

describe('a criterion', () => {
  test.each(rules.criteria)('$id is weighed by the baseline or by an answer', ({ id, baseline }) => {
    const isWeighed = baseline > 0 || effects.some(({ weighs }) => (weighs[id] ?? 0) > 0);
    expect(isWeighed).toBe(true);
  });

  test.each(rules.criteria)('$id tells protocols apart', ({ id }) => {
    const grades = new Set(rules.protocols.map(({ cells }) => cells[id]?.grade));
    expect(grades.size).toBeGreaterThan(1);
  });

  test.each(rules.criteria)('$id has a ruler of five different sentences', ({ ruler = [] }) => {
    expect(new Set(ruler).size).toBe(5);
  });

  test('of old ids none names another criterion', () => {
    const ids = rules.criteria.flatMap(({ id, formerly = [] }) => [id, ...formerly]);
    expect(ids).toHaveLength(new Set(ids).size);
  });
});

const priorOf = (options: readonly Option[]) => options.map(({ prior }) => prior);

describe('a question', () => {
  const decisive = rules.questions.filter(({ about }) => about === 'decision');

  test.each(decisive)('$id has an answer that weighs or requires something', ({ options }) => {
    expect(options.some((option) => option.effects.length > 0)).toBe(true);
  });

  test.each(decisive)('$id has priors above 0, and at most one usual answer, the likeliest', ({ options }) => {
    expect(Math.min(...priorOf(options))).toBeGreaterThan(0);
    const usual = options.filter((option) => option.usual);
    expect(usual.length).toBeLessThan(2);
    for (const { prior } of usual) expect(prior).toBe(Math.max(...priorOf(options)));
  });

  test('of yes or no that three in four answer alike has a usual answer, unless yes would be a demand', () => {
    const lopsided = decisive.filter(({ kind, options }) => {
      const priors = priorOf(options);
      return kind === 'boolean' && Math.max(...priors) >= 3 * Math.min(...priors);
    });
    expect(lopsided.length).toBeGreaterThan(5);
    // Where a list has no usual answer the wizard puts the cursor on "not sure".
    for (const { options } of lopsided) expect(options.find(({ usual }) => usual)?.value ?? false).toBe(false);
  });

  test('of choices that nobody needs can be answered by none', () => {
    for (const id of ['constrained', 'ingress', 'already']) {
      expect(decisive.find((question) => question.id === id)?.noneLabel, id).toBeDefined();
    }
  });
});

describe('what an answer makes senseless is not asked', () => {
  const openOn = (answers: Answers) => openQuestions(rules, answers).map(({ id }) => id);

  test.each<[string, Answers, readonly string[]]>([
    [
      'a queue between servers',
      { content: 'events', clients: ['backend'], server: 'backend', pattern: 'work-queue' },
      ['udp', 'corporate-proxy', 'http', 'app-closed', 'constrained', 'presence', 'peer-to-peer', 'cacheable'],
    ],
    ['a local network', { network: 'local' }, ['corporate-proxy']],
    [
      'assets of a page',
      { content: 'page-assets', clients: ['browser'] },
      ['direction', 'pattern', 'delivery', 'ordering', 'rate', 'broker', 'udp', 'replay', 'presence', 'app-closed'],
    ],
    [
      'readings that only go up',
      { content: 'events', direction: 'client-to-server', clients: ['device'] },
      ['app-closed', 'hint-only', 'subscriptions-change', 'cacheable', 'trigger'],
    ],
    [
      'a web page',
      { content: 'events', clients: ['browser'] },
      ['constrained', 'retry-failed', 'total-rate', 'typed-contract'],
    ],
    ['live media', { content: 'media' }, ['delivery', 'broker', 'routing', 'history', 'offline-delivery', 'hint-only']],
  ])('%s', (_name, answers, senseless) => {
    const ids = rules.questions.map(({ id }) => id);
    for (const id of senseless) expect(ids).toContain(id);
    expect(openOn(answers).filter((id) => senseless.includes(id))).toEqual([]);
  });

  test('numbers of polling, unless one polls', () => {
    const asked = (answers: Answers) => openOn(answers).filter((id) => id.startsWith('poll'));
    expect(asked({})).toEqual([]);
    expect(asked({ current: 'none' })).toEqual([]);
  });

  test('with nothing answered every question is open but those that rest on another answer', () => {
    const closed = rules.questions.filter(({ id, about }) => about === 'decision' && !openOn({}).includes(id));
    expect(closed).toEqual([]);
  });
});
