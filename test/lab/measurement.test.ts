import { describe, expect, test } from 'vitest';
import { latencyOf, perPiece, quantile } from '../../src/lab/measurement.ts';

describe('quantile, type 7: the values of R and NumPy', () => {
  const ten = [7, 3, 1, 10, 9, 2, 6, 8, 5, 4];
  test.each([
    ['least', ten, 0, 1],
    ['median of an even count', ten, 0.5, 5.5],
    ['95th percentile', ten, 0.95, 9.55],
    ['greatest', ten, 1, 10],
    ['median of an odd count', [30, 10, 20], 0.5, 20],
    ['a single sample', [4.2], 0.95, 4.2],
  ])('%s', (_name, samples, share, expected) => {
    expect(quantile(samples, share)).toBeCloseTo(expected, 12);
  });

  test('of nothing is unknown, not 0', () => {
    expect(quantile([], 0.5)).toBeUndefined();
  });

  test('sorts by number, and leaves the samples as they were', () => {
    const samples = [100, 20, 3];
    expect(quantile(samples, 0.5)).toBe(20);
    expect(samples).toEqual([100, 20, 3]);
  });
});

describe('latency', () => {
  test('is median and 95th percentile', () => {
    expect(latencyOf([1, 2, 3, 4, 5])).toEqual({ median: 3, p95: 4.8 });
  });

  test('of messages that wait to be fetched grows by half the wait in the median', () => {
    const latency = latencyOf(Array(1000).fill(5), 2000);
    expect(latency?.median).toBeCloseTo(1005, 6);
    expect(latency?.p95).toBeGreaterThan(1900);
    expect(latency?.p95).toBeLessThan(1910);
  });

  test('of nothing is unknown', () => {
    expect(latencyOf([], 2000)).toBeUndefined();
  });
});

test('bytes per piece are not rounded', () => {
  expect(perPiece({ up: 5, down: 2 }, 4)).toEqual({ up: 1.25, down: 0.5 });
});
