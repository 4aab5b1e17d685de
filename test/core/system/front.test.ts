import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bestAssignment, type LegOption, paretoFront, usefulOptions } from '../../../src/core/system/front.ts';
import { sizeOf } from '../../../src/core/system/requirements.ts';

const option = (protocol: string, score: number, needs: number): LegOption => ({ protocol, score, needs });

/** Scores are whole numbers, so that sums are exact. */
const legOptions = (components: number) =>
  fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 2 ** components - 1 })), {
    minLength: 1,
    maxLength: 5,
  });

const systems = fc
  .integer({ min: 0, max: 5 })
  .chain((components) => fc.array(legOptions(components), { minLength: 1, maxLength: 4 }))
  .map((legs) => legs.map((leg) => leg.map(([score, needs], at) => option(`p${at}`, score, needs))));

/** Every choice of one option for each leg. */
function everyAssignment(legs: readonly (readonly LegOption[])[]): LegOption[][] {
  return legs.reduce<LegOption[][]>(
    (all, options) => all.flatMap((before) => options.map((one) => [...before, one])),
    [[]],
  );
}

/** The pairs of components and fit that no other pair beats. */
function bruteForce(legs: readonly (readonly LegOption[])[]): string[] {
  const pairs = everyAssignment(legs).map((chosen) => ({
    count: sizeOf(chosen.reduce((set, { needs }) => set | needs, 0)),
    fit: chosen.reduce((sum, { score }) => sum + score, 0),
  }));
  const isBeaten = ({ count, fit }: { count: number; fit: number }) =>
    pairs.some((other) => other.count <= count && other.fit >= fit && (other.count < count || other.fit > fit));
  return [...new Set(pairs.filter((pair) => !isBeaten(pair)).map(({ count, fit }) => `${count} ${fit}`))].sort();
}

describe('the Pareto front', () => {
  test('is that of trying every assignment', () => {
    fc.assert(
      fc.property(systems, (legs) => {
        const front = paretoFront(legs);
        expect(front.map(({ set, fit }) => `${sizeOf(set)} ${fit}`).sort()).toEqual(bruteForce(legs));
      }),
      { numRuns: 500 },
    );
  });

  test('gives each leg an option of its own within the set, whose scores sum up to the fit', () => {
    fc.assert(
      fc.property(systems, (legs) => {
        for (const { set, fit, options } of paretoFront(legs)) {
          expect(options).toHaveLength(legs.length);
          for (const [at, chosen] of options.entries()) {
            expect(legs[at]).toContain(chosen);
            expect(chosen.needs & ~set).toBe(0);
          }
          expect(options.reduce((sum, { score }) => sum + score, 0)).toBe(fit);
          // Nothing is run for nothing.
          expect(options.reduce((used, { needs }) => used | needs, 0)).toBe(set);
        }
      }),
    );
  });

  test('grows in components and in fit', () => {
    fc.assert(
      fc.property(systems, (legs) => {
        const front = paretoFront(legs);
        for (const [at, point] of front.slice(1).entries()) {
          const before = front[at];
          expect(sizeOf(point.set)).toBeGreaterThan(sizeOf(before?.set ?? 0));
          expect(point.fit).toBeGreaterThan(before?.fit ?? 0);
        }
      }),
    );
  });

  test('takes one broker for two legs where both can use it', () => {
    const [mqtt, rabbit] = [0b01, 0b10];
    const telemetry = [option('mqtt', 90, mqtt), option('mqtt', 90, rabbit), option('websocket', 70, 0)];
    const orders = [option('amqp', 80, rabbit), option('polling', 50, 0)];
    expect(paretoFront([telemetry, orders]).map(({ set, fit }) => [set, fit])).toEqual([
      [0, 120],
      [rabbit, 170],
    ]);
  });
});

test('an option that needs more than a better one is of no use', () => {
  const options = [option('a', 5, 0b11), option('b', 9, 0b01), option('c', 9, 0b11), option('d', 1, 0)];
  expect(usefulOptions(options).map(({ protocol }) => protocol)).toEqual(['b', 'd']);
});

test('there is no assignment within a set that leaves a leg without an option', () => {
  expect(bestAssignment([[option('a', 5, 0b1)]], 0)).toBeUndefined();
  expect(bestAssignment([[option('a', 5, 0b1), option('b', 2, 0)]], 0)?.map(({ protocol }) => protocol)).toEqual(['b']);
});
