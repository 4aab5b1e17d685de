import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  NOTHING,
  redo,
  type State,
  stepTo,
  timelineOf,
  undo,
  withAnswer,
  withOverride,
  withoutOverride,
} from '../../src/explore/state.ts';
import { builtInRules } from '../../src/rules/built-in.ts';

const { questions } = await builtInRules();
const stateOf = (latency: number): State => ({ answers: { latency }, core: false });

describe('a timeline', () => {
  test('undo and redo go through every step, and end where they began', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1 }), { minLength: 1 }), (values) => {
        const end = values.map(stateOf).reduce((timeline, one) => stepTo(timeline, one), timelineOf(NOTHING));
        const seen: State[] = [];
        let at = end;
        while (at.past.length > 0) {
          at = undo(at);
          seen.push(at.now);
        }
        expect(seen).toEqual([NOTHING, ...values.slice(0, -1).map(stateOf)].reverse());
        while (at.future.length > 0) at = redo(at);
        expect({ now: at.now, past: at.past }).toEqual({ now: end.now, past: end.past });
      }),
    );
  });

  test('a step that changes nothing is none, and a new step forgets what was undone', () => {
    const one = stepTo(timelineOf(NOTHING), stateOf(1));
    expect(stepTo(one, stateOf(1))).toBe(one);
    expect(stepTo(undo(one), stateOf(2)).future).toEqual([]);
    expect(undo(timelineOf(NOTHING)).now).toBe(NOTHING);
    expect(redo(one).now).toBe(one.now);
  });

  test('the keys of one text are one step, those of two texts are two', () => {
    const typed = [3, 30, 300].reduce(
      (timeline, one) => stepTo(timeline, stateOf(one), 'latency'),
      timelineOf(NOTHING),
    );
    expect(undo(typed).now).toEqual(NOTHING);
    const other = stepTo(typed, { answers: { latency: 300, audience: 5 }, core: false }, 'audience');
    expect(undo(other).now).toEqual(stateOf(300));
    expect(stepTo(undo(typed), stateOf(4), 'latency').past).toEqual([NOTHING]);
  });
});

test('an answer goes into the order of the questions, and is checked', () => {
  const given = withAnswer(questions, { answers: { latency: 5 }, core: true }, 'direction', 'both');
  expect(JSON.stringify(given)).toBe('{"answers":{"direction":"both","latency":5},"core":true}');
  expect(withAnswer(questions, given, 'latency', undefined).answers).toEqual({ direction: 'both' });
  expect(withAnswer(questions, given, 'direction', 'sideways').answers).toEqual({ latency: 5 });
});

test('the last weight that is removed leaves no overrides', () => {
  const given: State = { answers: {}, core: false, overrides: { weight: { latency: 9 }, must: { latency: 3 } } };
  const less = withoutOverride(given, 'weight', 'latency');
  expect(less.overrides).toEqual({ must: { latency: 3 } });
  expect(withoutOverride(less, 'must', 'latency').overrides).toBeUndefined();
});

test('a weight set by hand replaces the one before, and a lowest grade is a grade', () => {
  const one = withOverride(NOTHING, 'weight', 'latency', 5);
  expect(withOverride(one, 'weight', 'latency', 0).overrides).toEqual({ weight: { latency: 0 } });
  expect(withOverride(one, 'must', 'latency', 3).overrides).toEqual({ weight: { latency: 5 }, must: { latency: 3 } });
  expect(withOverride(one, 'must', 'latency', 7)).toBe(one);
});
