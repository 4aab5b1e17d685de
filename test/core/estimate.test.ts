import { describe, expect, test } from 'vitest';
import { estimateSaving, pollingTraffic } from '../../src/core/estimate.ts';
import type { Mistake } from '../../src/core/mistake.ts';
import type { TrafficModel } from '../../src/core/traffic-model.ts';
import { findMistakes } from '../../src/core/warn.ts';
import { makeRules } from './rules-fixture.ts';

const overheads = { pollOverheadBytes: 124, pushOverheadBytes: 116, heartbeatSeconds: 15, heartbeatBytes: 111 };

const model: TrafficModel = {
  id: 'polling',
  source: 'judgement: test',
  inputs: { intervalSeconds: 'every', unchangedBodyBytes: 'body', messagesPerSecond: 'rate', payloadBytes: 'size' },
  latestOnly: { answers: { old: { is: ['drop'] } } },
  headerBytes: [{ bytes: 120, when: { answers: { http: { is: ['2'] } } } }, { bytes: 800 }],
  ...overheads,
};

describe('polling traffic in kB per client-hour, by the table of the domain notes (b1)', () => {
  const perHour = (count: number) => count / 3600;
  test.each([
    ['2 s, HTTP/1.1, empty, 1 event a minute', 2, 800, 0, perHour(60), 100, false, 1669, 40],
    ['2 s, HTTP/1.1, full 2 kB state', 2, 800, 2000, perHour(60), 200, false, 5275, 46],
    ['2 s, HTTP/2, empty', 2, 120, 0, perHour(60), 100, false, 445, 40],
    ['2 s, HTTP/2, 1 kB events', 2, 120, 0, perHour(60), 1000, false, 499, 94],
    ['2 s, HTTP/1.1, every poll finds 100 B', 2, 800, 0, 0.5, 100, false, 1843, 415],
    ['10 s, HTTP/1.1, 6 events an hour', 10, 800, 0, perHour(6), 100, false, 333, 28],
    ['30 s, HTTP/1.1, 6 events an hour', 30, 800, 0, perHour(6), 100, false, 111, 28],
    ['2 s, HTTP/1.1, every poll finds 10 kB', 2, 800, 0, 0.5, 10_000, false, 19_663, 18_235],
    ['60 s, HTTP/2, 6 events an hour', 60, 120, 0, perHour(6), 100, false, 15, 28],
    ['10 s, latest value only of two a second', 10, 800, 0, 2, 100, true, 369, 1582],
  ])(
    '%s',
    (_, intervalSeconds, headerBytes, unchangedBodyBytes, messagesPerSecond, payloadBytes, latestOnly, poll, push) => {
      const traffic = pollingTraffic(
        {
          intervalSeconds,
          headerBytes,
          setupBytes: 0,
          unchangedBodyBytes,
          messagesPerSecond,
          payloadBytes,
          latestOnly,
        },
        overheads,
      );
      expect(Math.round(traffic.poll / 1000)).toBe(poll);
      expect(Math.round(traffic.push / 1000)).toBe(push);
    },
  );
});

/** A message of 100 bytes each minute, polled for every two seconds. */
const ANSWERS = { every: 2, rate: 1 / 60, size: 100 };

describe('an estimate', () => {
  test('takes its numbers from the answers, and headers by the first condition that holds', () => {
    const estimate = estimateSaving(model, { every: 2, rate: 60 / 3600, size: 100, http: '2' });
    expect(estimate?.inputs).toMatchObject({
      intervalSeconds: 2,
      headerBytes: 120,
      unchangedBodyBytes: 0,
      latestOnly: false,
    });
    expect(estimate?.saving).toBeCloseTo(0.91, 2);
  });

  test('is negative where push costs more', () => {
    expect(estimateSaving(model, { every: 10, rate: 2, size: 100, old: 'drop' })?.saving).toBeCloseTo(-3.29, 2);
  });

  test.each([['every'], ['rate'], ['size']])('is not made without %s', (missing) => {
    const answers: Record<string, number> = { every: 2, rate: 1, size: 100 };
    delete answers[missing];
    expect(estimateSaving(model, answers)).toBeUndefined();
  });

  test('is a range where headers range, and its middle stays what it was', () => {
    const ranged = { ...model, headerBytes: [{ bytes: 1500, low: 800, high: 3000 }] };
    const { saving = 0, savingLow = 0, savingHigh = 0 } = estimateSaving(ranged, ANSWERS) ?? {};
    expect(saving).toBe(estimateSaving({ ...model, headerBytes: [{ bytes: 1500 }] }, ANSWERS)?.saving);
    expect(savingLow).toBe(estimateSaving({ ...model, headerBytes: [{ bytes: 800 }] }, ANSWERS)?.saving);
    expect(savingHigh).toBe(estimateSaving({ ...model, headerBytes: [{ bytes: 3000 }] }, ANSWERS)?.saving);
    expect(savingLow).toBeLessThan(saving);
    expect(saving).toBeLessThan(savingHigh);
    expect(estimateSaving(model, ANSWERS)).not.toHaveProperty('savingLow');
  });

  test('counts the set-up of a connection for each poll, apart from headers', () => {
    const setupBytes = [{ bytes: 1000, when: { answers: { every: { from: 75 } } } }, { bytes: 0 }];
    const slow = { ...ANSWERS, every: 100 };
    const before = estimateSaving(model, slow);
    const after = estimateSaving({ ...model, setupBytes }, slow);
    expect(after?.inputs).toMatchObject({ headerBytes: 800, setupBytes: 1000 });
    expect((after?.pollBytesPerHour ?? 0) - (before?.pollBytesPerHour ?? 0)).toBeCloseTo(36 * 1000, 6);
    expect(estimateSaving({ ...model, setupBytes }, ANSWERS)?.inputs['setupBytes']).toBe(0);
  });

  test('counts the headers of each further packet, on both sides alike', () => {
    const packets = { payloadBytes: 1400, furtherBytes: 100 };
    const large = { ...ANSWERS, size: 14_001 };
    const [before, after] = [estimateSaving(model, large), estimateSaving({ ...model, packets }, large)];
    for (const key of ['pollBytesPerHour', 'pushBytesPerHour'] as const) {
      expect((after?.[key] ?? 0) - (before?.[key] ?? 0)).toBeCloseTo(60 * 1000, 6);
    }
    expect(estimateSaving({ ...model, packets }, ANSWERS)).toEqual(estimateSaving(model, ANSWERS));
  });

  test('takes what a push costs from the protocol in first place', () => {
    const pushedBy = { socket: { pushOverheadBytes: 106, heartbeatBytes: 101 } };
    const push = (first: string[]) => estimateSaving({ ...model, pushedBy }, ANSWERS, first)?.pushBytesPerHour ?? 0;
    expect(push(['stream', 'socket'])).toBeCloseTo(push(['stream']) - 60 * 10 - 240 * 10, 6);
    expect(push([])).toBe(push(['stream']));
  });
});

test('conditions look at the low end, so that a saving is never overstated', () => {
  const ranged = { ...model, headerBytes: [{ bytes: 1500, low: 10, high: 3000 }] };
  const slow = { every: 60, rate: 1 / 60, size: 100 };
  const { saving = 0, savingLow = 0 } = estimateSaving(ranged, slow) ?? {};
  expect(saving).toBeGreaterThan(0);
  expect(savingLow).toBeLessThan(0);
  const mistake: Mistake = {
    id: 'too-often',
    title: 'Too often',
    severity: 'warning',
    trigger: 't',
    when: { saving: { from: 0 } },
    guard: 'g',
    unless: { any: [] },
    says: 's',
    instead: 'i',
    source: 'judgement: test',
    estimate: 'polling',
  };
  const idsOf = (models: TrafficModel[]) =>
    findMistakes({ ...makeRules({}), mistakes: [mistake], models }, slow, [], []).map(({ id }) => id);
  expect(idsOf([ranged])).toEqual([]);
  expect(idsOf([{ ...model, headerBytes: [{ bytes: 1500 }] }])).toEqual(['too-often']);
});
