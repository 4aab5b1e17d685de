import { describe, expect, test } from 'vitest';
import { decideSystem } from '../../../src/core/system/decide-system.ts';
import type { SystemLeg } from '../../../src/core/system/system.ts';
import type { SystemCondition } from '../../../src/core/system/system-mistake.ts';
import { makeLeg, systemRules } from './system-fixture.ts';

/** The warnings of a mistake with this condition. */
function warningsOf(when: SystemCondition, legs: readonly SystemLeg[]) {
  const mistake = {
    id: 'slip',
    title: 'A slip',
    severity: 'warning' as const,
    trigger: 'Always.',
    when,
    says: 'Of {legs} with {components}.',
    instead: 'Do not.',
    source: 'judgement: test',
  };
  return decideSystem(systemRules([mistake]), { name: 'test', legs }).warnings;
}

/** The legs that they are about; none where it does not fire. */
function legsFor(when: SystemCondition, legs: readonly SystemLeg[]): readonly string[] {
  return warningsOf(when, legs).flatMap((warning) => warning.legs);
}

const topics = { answers: { wants: { is: ['topics'] } } };
const plain = { answers: { wants: { is: ['plain'] } } };
const [a, b, c] = [makeLeg('a', 'topics'), makeLeg('b', 'topics'), makeLeg('c', 'plain')];

describe('a mistake of a system', () => {
  test('needs a different leg for each condition', () => {
    expect(legsFor({ legs: [topics, topics] }, [a, c])).toEqual([]);
    expect(legsFor({ legs: [topics, topics] }, [a, b, c])).toEqual(['a', 'b']);
    expect(legsFor({ legs: [topics, plain] }, [a, c])).toEqual(['a', 'c']);
  });

  test('is told once for each group of legs that have it together', () => {
    const [d, e] = [makeLeg('d', 'queues'), makeLeg('e', 'queues')];
    const legs = [
      { ...a, data: 'x' },
      { ...d, data: 'y' },
      { ...b, data: 'x' },
      { ...e, data: 'y' },
    ];
    const when = { legs: [{ first: ['mqtt', 'amqp'] }, { first: ['mqtt', 'amqp'] }], same: ['data'] };
    expect(warningsOf(when, legs).map((warning) => warning.legs)).toEqual([
      ['a', 'b'],
      ['d', 'e'],
    ]);
  });

  test('sees the protocol of a leg as its first', () => {
    expect(legsFor({ legs: [{ first: ['socket'] }] }, [a, c])).toEqual(['c']);
  });

  test('compares protocols, components, data and answers', () => {
    expect(legsFor({ legs: [topics, topics], same: ['protocol', 'component'] }, [a, b])).toEqual(['a', 'b']);
    expect(legsFor({ legs: [topics, topics], differ: ['protocol'] }, [a, b])).toEqual([]);
    expect(legsFor({ legs: [topics, plain], same: ['wants'] }, [a, c])).toEqual([]);
    const same = { legs: [topics, plain], same: ['data'] };
    expect(legsFor(same, [a, c])).toEqual([]);
    expect(
      legsFor(same, [
        { ...a, data: 'x' },
        { ...c, data: 'x' },
      ]),
    ).toEqual(['a', 'c']);
    expect(
      legsFor(same, [
        { ...a, data: 'x' },
        { ...c, data: 'y' },
      ]),
    ).toEqual([]);
  });

  test('counts components of a kind, and what fewer of them cost', () => {
    const brokers = { kind: 'messaging' as const, atLeast: 1 };
    expect(legsFor({ components: brokers }, [a, c])).toEqual(['a']);
    expect(legsFor({ components: { ...brokers, atLeast: 2 } }, [a, c])).toEqual([]);
    expect(legsFor({ components: brokers, fewerCosts: { below: 1 } }, [a, c])).toEqual([]);
    expect(legsFor({ components: brokers, fewerCosts: { below: 100 } }, [a, c])).toEqual(['a']);
  });
});
