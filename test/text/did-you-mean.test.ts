import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editDistance, nearest } from '../../src/text/did-you-mean.ts';

describe('editDistance', () => {
  test.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['abc', 'abc', 0],
    ['kitten', 'sitting', 3],
    ['abcd', 'acbd', 1],
    // Of the restricted form: the true Damerau distance is 2, because it may edit between swapped letters.
    ['ca', 'abc', 3],
  ])('%j to %j is %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
    expect(editDistance(b, a)).toBe(distance);
  });

  test('lies between the difference of the lengths and the longer length', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        const distance = editDistance(a, b);
        expect(distance).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
        expect(distance === 0).toBe(a === b);
      }),
    );
  });
});

describe('nearest', () => {
  const names = ['direction', 'delivery', 'latency', 'mqtt', 'amqp'];

  test.each([
    ['dirction', 'direction'],
    ['latnecy', 'latency'],
    ['MQTT', 'mqtt'],
    ['mqt', 'mqtt'],
    ['aqmp', 'amqp'],
    ['xmpp', undefined],
    ['', undefined],
    ['something-else-entirely', undefined],
    ['d'.repeat(1_000_000), undefined],
  ])('of %j', (word, name) => {
    expect(nearest(word, names)).toBe(name);
  });

  test('a word that shares no letter with a name is not near it', () => {
    expect(nearest('4', ['7', '2020-12'])).toBeUndefined();
    expect(nearest('n', ['m', 'no'])).toBe('no');
  });

  test('of equally near names takes the first', () => {
    expect(nearest('cat', ['bat', 'car'])).toBe('bat');
    expect(nearest('cat', ['car', 'bat'])).toBe('car');
  });

  test('without names finds none', () => {
    expect(nearest('latency', [])).toBeUndefined();
  });
});
