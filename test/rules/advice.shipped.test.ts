import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkAnswers } from '../../src/core/answers.ts';
import { type DecideOptions, decide } from '../../src/core/decide.ts';
import type { Answers } from '../../src/core/model.ts';
import { rankProtocols } from '../../src/core/ranking/rank.ts';
import { headline } from '../../src/phrases/verdict.ts';
import { builtInRules } from '../../src/rules/built-in.ts';
import { builtInScenarios } from '../../src/rules/built-in-projects.ts';
import { arbitraryAnswers } from '../core/arbitrary-rules.ts';
import { runs } from '../set-up/runs.ts';

const rules = await builtInRules();

/** As `wirewise recommend` decides, without the draws. */
function decideOn(raw: Answers, options: DecideOptions = {}) {
  const { answers, problems } = checkAnswers(rules.questions, raw);
  expect(problems).toEqual([]);
  return decide(rules, answers, { robustness: false, ...options });
}

const winnerOn = (raw: Answers, options?: DecideOptions) => decideOn(raw, options).recommendation?.protocol;
const warningsOn = (raw: Answers) => decideOn(raw).warnings.map(({ id }) => id);

describe('the presets', () => {
  test.each([
    ['chat', 'websocket'],
    ['live-dashboard', 'websocket'],
    ['collaborative-editing', 'websocket'],
    ['custom-protocol', 'websocket'],
    ['read-only-feed', 'sse'],
    ['notifications', 'sse'],
    ['iot-telemetry', 'mqtt'],
    ['mobile-presence', 'mqtt'],
    ['connected-vehicles', 'mqtt'],
    ['order-processing', 'amqp'],
    ['enterprise-integration', 'amqp'],
    ['peer-to-peer-data', 'webrtc'],
    ['video-call', 'webrtc'],
    ['page-assets', 'http2-push'],
  ])('%s gives %s', (id, expected) => {
    const preset = rules.presets.find((candidate) => candidate.id === id);
    expect(winnerOn(preset?.answers ?? {})).toBe(expected);
  });
});

describe('plain sense', () => {
  test('with no answers at all WebSocket wins, among the six and among all', () => {
    expect(winnerOn({})).toBe('websocket');
    expect(winnerOn({}, { core: true })).toBe('websocket');
  });

  test.each<[string, Answers, string]>([
    ['a one-way feed to browsers', { direction: 'server-to-client', clients: ['browser'] }, 'sse'],
    [
      'many streams over HTTP/1.1',
      { direction: 'server-to-client', clients: ['browser'], http: 'http1-only', streams: 8 },
      'websocket',
    ],
    ['devices', { clients: ['device'], pattern: 'topics' }, 'mqtt'],
    ['work for one of many workers', { clients: ['backend'], pattern: 'work-queue' }, 'amqp'],
    ['media', { content: 'media' }, 'webrtc'],
    ['direct payloads', { 'peer-to-peer': true }, 'webrtc'],
    ['devices and no broker', { clients: ['device'], broker: 'unwanted', direction: 'both' }, 'websocket'],
    ['a short delay alone', { latency: 100 }, 'websocket'],
    ['events with a short delay', { content: 'events', latency: 100, direction: 'both' }, 'websocket'],
    [
      'a few bytes a day from a battery, over UDP, without a broker',
      {
        ...{ content: 'events', direction: 'client-to-server', clients: ['device'], latency: 600_000 },
        ...{ rate: 1 / 86_400, 'message-bytes': 20, constrained: ['battery', 'bandwidth'] },
        ...{ broker: 'unwanted', udp: 'allowed' },
      },
      'coap',
    ],
    [
      'typed streams between services',
      { content: 'events', clients: ['backend'], direction: 'both', 'typed-contract': true, latency: 1000 },
      'grpc-streaming',
    ],
    [
      'events of a function, some seconds late',
      {
        ...{ content: 'events', clients: ['browser'], direction: 'server-to-client', latency: 5000 },
        ...{ hosting: 'serverless' },
      },
      'polling',
    ],
  ])('%s', (_, answers, expected) => {
    expect(winnerOn(answers)).toBe(expected);
  });

  test('a stream of states that soon are obsolete turns to datagrams', () => {
    const game: Answers = {
      ...{ content: 'events', clients: ['browser'], direction: 'both', latency: 30, rate: 30, stale: 'drop' },
      ...{ delivery: 'best-effort', encoding: 'binary', 'server-logic': true },
    };
    expect(['webrtc', 'webtransport']).toContain(winnerOn(game));
  });

  test.each(['backend', 'device', 'mobile-app', 'desktop-app'])(
    '%s alone: browser support does not count',
    (client) => {
      const { ranking } = decideOn({ clients: [client] });
      expect(ranking[0]?.contributions.map(({ criterion }) => criterion)).not.toContain('browser-support');
    },
  );

  test.each(['sse', 'webhooks', 'http-streaming', 'long-polling', 'polling', 'http-api'])(
    'to run %s already never makes a lead of it smaller over another HTTP protocol',
    (id) => {
      const scoreOn = (raw: Answers, of: string) =>
        decideOn(raw).ranking.find(({ protocol }) => protocol === of)?.score;
      for (const other of ['polling', 'http-api', 'sse']) {
        const before = (scoreOn({}, id) ?? 0) - (scoreOn({}, other) ?? 0);
        const after = (scoreOn({ already: [id] }, id) ?? 0) - (scoreOn({ already: [id] }, other) ?? 0);
        if (before >= 0) expect(after).toBeGreaterThanOrEqual(0);
      }
    },
  );

  test('page assets for browsers: plain requests or 103 Early Hints, nothing of the six', () => {
    const answers: Answers = { content: 'page-assets', clients: ['browser'] };
    expect(decideOn(answers).ranking.map(({ protocol }) => protocol)).toEqual(['http-api', 'early-hints']);
    const decision = decideOn(answers, { core: true });
    expect(decision.outcome).toBe('none-feasible');
    expect(decision.beyond.map(({ protocol }) => protocol)).toContain('early-hints');
    expect(decision.warnings.map(({ says, instead }) => `${says} ${instead}`).join(' ')).toContain('103 Early Hints');
  });

  test('a closed app: Web Push, and among the six none comes near it', () => {
    const answers: Answers = { 'app-closed': true, direction: 'server-to-client', clients: ['browser'] };
    const decision = decideOn(answers);
    expect(decision.recommendation?.protocol).toBe('web-push');
    expect(decideOn(answers, { core: true }).beyond[0]?.protocol).toBe('web-push');
    expect(decision.combination?.map(({ protocol }) => protocol)).toContain('sse');
  });

  test.each([
    [['mobile-app'], /^[^(]*Web Push \(in a store app: Apple's APNs and Google's FCM\)$/],
    [['browser', 'mobile-app'], /^[^(]*Web Push \(.*in store apps: Apple's APNs and Google's FCM\)$/],
    [['browser'], /^[^(]*Web Push$/],
  ])('for %j the headline says which push service is meant', (clients, expected) => {
    expect(headline(decideOn({ 'app-closed': true, direction: 'server-to-client', clients }))).toMatch(expected);
  });

  test('whatever else is answered about messages to closed apps alone, only Web Push comes first if it can', () => {
    fc.assert(
      fc.property(
        arbitraryAnswers(rules),
        fc.constantFrom(['browser'], ['mobile-app'], ['browser', 'mobile-app']),
        (others, clients) => {
          const answers = { ...others, content: 'events', direction: 'server-to-client', clients, 'app-closed': true };
          const { recommendation, excluded } = decideOn(answers);
          const isExcluded = excluded.some(({ protocol }) => protocol === 'web-push');
          if (!isExcluded) expect(recommendation?.protocol).toBe('web-push');
        },
      ),
    );
  });

  test('no first place comes with an error that says that it does not reach a closed app', () => {
    fc.assert(
      fc.property(arbitraryAnswers(rules), (others) => {
        // Errors about what the team runs today, and about its path, have nothing to do with closed apps.
        const unrelated = ['current', 'ingress'];
        const answers = Object.fromEntries(Object.entries(others).filter(([id]) => !unrelated.includes(id)));
        expect(
          decideOn({ ...answers, 'app-closed': true }).warnings.filter(({ severity }) => severity === 'error'),
        ).toEqual([]);
      }),
    );
  });

  test('a conversation that also has to reach a closed app gets a connection and Web Push beside it', () => {
    const decision = decideOn({
      content: 'events',
      direction: 'both',
      clients: ['browser', 'mobile-app'],
      'app-closed': true,
    });
    expect(decision.recommendation).not.toBeNull();
    expect(decision.combination?.map(({ protocol }) => protocol)).toContain('web-push');
  });

  test('HTTP/2 push never ranks first for anything but page assets', () => {
    fc.assert(
      fc.property(arbitraryAnswers(rules), fc.boolean(), (answers, core) => {
        fc.pre(answers['content'] !== 'page-assets');
        const { ranking } = rankProtocols(rules, answers, {}, ({ tier }) => !core || tier === 'core');
        const first = ranking.filter(({ rank }) => rank === 1).map(({ protocol }) => protocol);
        expect(first).not.toContain('http2-push');
      }),
      runs(1000),
    );
  });
});

describe('answers that pull apart', () => {
  test.each<[string, Answers, Answers]>([
    ['one-way-between-peers', { direction: 'server-to-client', 'peer-to-peer': true }, { content: 'media' }],
    ['absent-peers', { direction: 'peer-to-peer', 'offline-delivery': true }, { 'peer-to-peer': false }],
    ['server-inside-a-function', { 'in-process-server': true, hosting: 'serverless' }, { server: 'device' }],
    ['drop-what-must-arrive', { stale: 'drop', replay: true }, { rate: 0.001 }],
    ['closed-app-that-sends', { direction: 'client-to-server', 'app-closed': true }, { content: 'requests' }],
    ['closed-app-at-once', { 'app-closed': true, latency: 200 }, { direction: 'both' }],
  ])('%s is told, and not where its guard holds', (id, answers, guard) => {
    expect(warningsOn(answers)).toContain(id);
    expect(warningsOn({ ...answers, ...guard })).not.toContain(id);
    // Half of a contradiction is none.
    for (const question of Object.keys(answers)) {
      const rest = Object.fromEntries(Object.entries(answers).filter(([key]) => key !== question));
      expect(warningsOn(rest)).not.toContain(id);
    }
  });

  test('are found in no preset and in no published decision', async () => {
    const ids = [
      'one-way-between-peers',
      'absent-peers',
      'server-inside-a-function',
      'drop-what-must-arrive',
      'closed-app-that-sends',
      'closed-app-at-once',
    ];
    for (const { id, answers } of [...rules.presets, ...(await builtInScenarios())]) {
      const warnings = decide(rules, checkAnswers(rules.questions, answers).answers, { robustness: false }).warnings;
      const found = warnings.filter((warning) => ids.includes(warning.id));
      expect(found, id).toEqual([]);
    }
  });
});

test.each(['server-to-client', 'client-to-server'])(
  'members of a group cannot send with %s: the answers exclude each other',
  (direction) => {
    const id = 'members-cannot-send';
    expect(warningsOn({ direction, pattern: 'many-to-many' })).toContain(id);
    expect(warningsOn({ direction, pattern: 'many-to-many', 'peer-to-peer': true })).not.toContain(id);
    expect(warningsOn({ direction: 'both', pattern: 'many-to-many' })).not.toContain(id);
    expect(warningsOn({ direction, pattern: 'topics' })).not.toContain(id);
  },
);

describe('the three common mistakes', () => {
  const polling: Answers = {
    direction: 'server-to-client',
    clients: ['browser'],
    latency: 1000,
    rate: 1 / 60,
    'message-bytes': 100,
    current: 'polling',
    'poll-interval': 2,
  };

  test('polling in a loop: the saving is computed from the numbers given', () => {
    const warning = decideOn(polling).warnings.find(({ id }) => id === 'polling-in-a-loop');
    expect(warning?.severity).toBe('warning');
    // 1800 polls an hour of 1500 + 200 bytes, and 60 messages of 100; against 60 of 240, and 180 heartbeats of 135.
    const poll = 1800 * 1700 + 60 * 100;
    const push = 60 * 240 + 180 * 135;
    expect(warning?.estimate?.saving).toBeCloseTo((poll - push) / poll, 6);
  });

  test('polling in a loop: without numbers there is a warning and no figure', () => {
    const warning = decideOn({ direction: 'server-to-client', clients: ['browser'], current: 'polling' }).warnings.find(
      ({ id }) => id === 'polling-in-a-loop',
    );
    expect(warning).toBeDefined();
    expect(warning?.estimate).toBeUndefined();
    expect(`${warning?.says} ${warning?.instead}`).not.toMatch(/\d ?%/);
  });

  test('polling is the better choice where it is, and the report says so', () => {
    const fine: Answers = { ...polling, latency: 60_000, 'poll-interval': 60, rate: 1 / 600, http: 'http2' };
    const warnings = decideOn(fine).warnings;
    expect(warnings.map(({ id }) => id)).toContain('polling-is-fine');
    expect(warnings.map(({ id }) => id)).not.toContain('polling-in-a-loop');
    expect(warnings.find(({ id }) => id === 'polling-is-fine')?.estimate?.saving).toBeLessThan(0);
  });

  test('of the two remarks on polling exactly one is made', () => {
    fc.assert(
      fc.property(arbitraryAnswers(rules), (answers) => {
        const ids = decide(rules, { ...answers, current: 'polling' }, { robustness: false }).warnings.map(
          ({ id }) => id,
        );
        expect(ids.filter((id) => id === 'polling-in-a-loop' || id === 'polling-is-fine')).toHaveLength(1);
      }),
      runs(200),
    );
  });

  test('topics over WebSocket for devices is MQTT built again', () => {
    expect(warningsOn({ current: 'websocket-topics', clients: ['device'], pattern: 'topics' })).toContain(
      'websocket-instead-of-mqtt',
    );
  });

  test('a dashboard fed by its own server is not', () => {
    expect(
      warningsOn({
        current: 'websocket-topics',
        clients: ['browser'],
        direction: 'server-to-client',
        pattern: 'topics',
        audience: 500,
      }),
    ).not.toContain('websocket-instead-of-mqtt');
  });

  test('HTTP/2 push as a push channel is an error; for page assets it is none', () => {
    const warning = decideOn({ current: 'http2-push', content: 'events', direction: 'server-to-client' }).warnings.find(
      ({ id }) => id === 'http2-push-as-push-channel',
    );
    expect(warning?.severity).toBe('error');
    expect(warningsOn({ current: 'http2-push', content: 'page-assets', clients: ['device'] })).not.toContain(
      'http2-push-as-push-channel',
    );
  });

  test('no warning leaves a placeholder unfilled', () => {
    fc.assert(
      fc.property(arbitraryAnswers(rules), (answers) => {
        for (const { says, instead, id } of decide(rules, answers, { robustness: false }).warnings)
          expect(`${says} ${instead}`, id).not.toMatch(/[{}]/);
      }),
      runs(200),
    );
  });
});
