import { describe, expect, test } from 'vitest';
import { estimateSaving, pollingTraffic } from '../../src/core/estimate.ts';
import type { TrafficModel } from '../../src/core/traffic-model.ts';

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
        { intervalSeconds, headerBytes, unchangedBodyBytes, messagesPerSecond, payloadBytes, latestOnly },
        overheads,
      );
      expect(Math.round(traffic.poll / 1000)).toBe(poll);
      expect(Math.round(traffic.push / 1000)).toBe(push);
    },
  );
});

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
});
