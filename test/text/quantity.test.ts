import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { acceptedUnits, parseQuantity, quantityPattern, shortestQuantity, withUnit } from '../../src/text/quantity.ts';

const RATE = 'messages per second per client';

describe('a number with a unit', () => {
  test.each([
    ['500', 'ms', 500],
    ['500ms', 'ms', 500],
    ['30s', 'ms', 30_000],
    ['1.5 min', 'ms', 90_000],
    ['2h', 's', 7200],
    ['250ms', 's', 0.25],
    ['2kB', 'bytes', 2000],
    ['2KB', 'bytes', 2000],
    ['1KiB', 'bytes', 1024],
    ['4.35kB', 'bytes', 4350],
    ['120 bytes', 'bytes', 120],
    ['1/min', RATE, 0.0166666666666667],
    ['5k/s', RATE, 5000],
    ['3M/min', RATE, 50_000],
    ['5k', RATE, 5000],
    ['60/h', RATE, 0.0166666666666667],
    ['50k', 'clients', 50_000],
    ['2M', 'clients', 2e6],
    ['1e3', undefined, 1000],
    ['-1', 'ms', -1],
    ['.5', undefined, 0.5],
  ])('%s in %s is %s', (text, unit, value) => {
    expect(parseQuantity(text, unit)).toBe(value);
    expect(new RegExp(quantityPattern(unit)).test(text)).toBe(value !== undefined);
  });

  test.each(['', ' ', 's', '5 parsecs', '0x10', '1,000', '30 s s', '2kB', '1e999', 'NaN'])(
    '%j is none in ms',
    (text) => {
      expect(parseQuantity(text, 'ms')).toBeUndefined();
    },
  );

  test('a unit of another kind is refused', () => {
    expect(parseQuantity('30s', 'bytes')).toBeUndefined();
    expect(parseQuantity('2kB', 'clients')).toBeUndefined();
  });

  test('the units can be listed', () => {
    expect(acceptedUnits('ms')).toEqual(['ms', 's', 'min', 'h', 'd']);
    expect(acceptedUnits(RATE)).toEqual(['/s', '/min', '/h', '/d', 'k', 'M']);
  });
});

describe('the shortest text of a number', () => {
  test.each([
    ['5/h', RATE, '5/h'],
    ['1/min', RATE, '1/min'],
    ['0.0166666666666667', RATE, '1/min'],
    ['0.5', RATE, '0.5'],
    ['1s', 'ms', '1000'],
    ['50k', 'clients', '50000'],
    ['0.123456789', 'ms', '0.123456789'],
  ])('%s in %s is %s', (text, unit, shortest) => {
    expect(shortestQuantity(parseQuantity(text, unit) ?? Number.NaN, unit)).toBe(shortest);
  });

  test('it is read as the same number', () => {
    const numbers = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 }), fc.integer({ min: 0 }));
    const units = fc.constantFrom('ms', 's', 'bytes', RATE, 'clients', undefined);
    fc.assert(
      fc.property(numbers, units, fc.constantFrom(1, 60, 3600, 86_400), (number, unit, period) => {
        const value = Number((number / period).toPrecision(15));
        expect(parseQuantity(shortestQuantity(value, unit), unit)).toBe(value);
      }),
    );
  });
});

test.each([
  [1, 'subscriptions', '1 subscription'],
  [2, 'subscriptions', '2 subscriptions'],
  [20, 'messages per second per client', '20 messages a second per client'],
  [1, 'messages per second per client', '1 message a second per client'],
  [0.017, 'messages per second per client', '1 message a minute per client'],
  [5 / 60, 'messages per second per client', '5 messages a minute per client'],
  [0.00138888888888889, 'messages per second per client', '5 messages an hour per client'],
  [1 / 86_400, 'messages per second in all', '1 message a day in all'],
  [1 / 86_400 / 12, 'messages per second per client', '1 message every 12 days per client'],
  [12_345.6, 'messages per second in all', '12,300 messages a second in all'],
  [30_000, 'ms', '30 s'],
  [1500, 'ms', '1.5 s'],
  [90_000, 'ms', '90 s'],
  [300_000, 'ms', '5 min'],
  [33.333333, 'ms', '33.3 ms'],
  [7200, 's', '2 h'],
  [259_200, 's', '3 d'],
  [2000, 'bytes', '2 kB'],
  [16_384, 'bytes', '16.4 kB'],
  [2_500_000, 'bytes', '2.5 MB'],
  [50_000, 'clients', '50,000 clients'],
  [0.5, 'bytes', '0.5 bytes'],
  [1, 'ms', '1 ms'],
  [1, 's', '1 s'],
  [1, undefined, '1'],
])('%s %s reads %s', (value, unit, text) => {
  expect(withUnit(value, unit)).toBe(text);
});
