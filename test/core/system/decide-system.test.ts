import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide } from '../../../src/core/decide.ts';
import { decideSystem } from '../../../src/core/system/decide-system.ts';
import type { SystemDecision, SystemLeg } from '../../../src/core/system/system.ts';
import { COMPONENTS, makeLeg, systemRules } from './system-fixture.ts';

const rules = systemRules();

const protocolsOf = ({ legs }: SystemDecision) => legs.map(({ protocol }) => protocol);
const system = (...legs: readonly SystemLeg[]) => ({ name: 'test', legs });

describe('the whole', () => {
  test('of one leg is its own advice; of a tie the one with less to run', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('topics', 'queues', 'plain', 'direct'),
        fc.integer({ min: 0, max: 9 }),
        (wants, effort) => {
          const own = systemRules([], effort);
          const leg = makeLeg('only', wants);
          const decision = decideSystem(own, system(leg));
          const { ranking } = decide(own, leg.answers);
          const tied = ranking.filter(({ rank }) => rank === 1).map(({ protocol }) => protocol);
          expect(tied).toContain(decision.legs[0]?.protocol);
          if (tied.includes('socket')) expect(decision.components).toEqual([]);
          expect(decision.legs[0]?.decision).toEqual(decide(own, leg.answers));
        },
      ),
    );
  });

  test('runs one broker for two legs, and says where it stands for another one', () => {
    const { components, assignments } = decideSystem(rules, system(makeLeg('a', 'topics'), makeLeg('b', 'queues')));
    expect(components).toMatchObject([
      {
        id: 'queue-broker',
        already: false,
        serves: [
          { leg: 'a', as: 'topic-broker', but: 'It lacks a thing.', source: 'https://example.com/limits' },
          { leg: 'b', as: 'queue-broker' },
        ],
      },
    ]);
    expect(assignments.map(({ count, chosen, preferredBy }) => ({ count, chosen, preferredBy }))).toEqual([
      { count: 0, chosen: false, preferredBy: ['fewest'] },
      { count: 1, chosen: true, preferredBy: ['balanced', 'best'] },
    ]);
  });

  test('has exactly one chosen assignment, which the preference picks', () => {
    const legs = system(makeLeg('a', 'topics'), makeLeg('b', 'direct'), makeLeg('c', 'plain'));
    for (const prefer of ['fewest', 'balanced', 'best'] as const) {
      const { assignments } = decideSystem(rules, legs, { prefer });
      const chosen = assignments.filter((one) => one.chosen);
      expect(chosen).toHaveLength(1);
      expect(chosen[0]?.preferredBy).toContain(prefer);
    }
    expect(decideSystem(rules, legs, { prefer: 'fewest' }).components).toEqual([]);
  });

  test('tells what an assignment costs which leg, against its own advice', () => {
    const { legs, assignments } = decideSystem(rules, system(makeLeg('a', 'topics'), makeLeg('b', 'plain')), {
      prefer: 'fewest',
    });
    const [first, second] = legs[0]?.decision.ranking ?? [];
    expect(assignments[0]?.costs).toEqual([
      { leg: 'a', advice: 'mqtt', protocol: 'socket', points: (first?.score ?? 0) - (legs[0]?.score ?? 0) },
    ]);
    expect(second?.score).toBe(legs[0]?.score);
    expect(legs.map(({ costs }) => costs > 0)).toEqual([true, false]);
  });

  test('counts what is in operation already as nothing', () => {
    const leg = makeLeg('a', 'topics', { answers: { wants: 'topics', already: 'mqtt' } });
    const { components, assignments } = decideSystem(rules, system(leg, makeLeg('b', 'topics')));
    expect(components).toMatchObject([{ id: 'topic-broker', already: true, without: null }]);
    expect(assignments).toHaveLength(1);
    expect(assignments[0]).toMatchObject({ count: 0, components: [] });
  });

  test('names what the legs would have without a component', () => {
    const { components } = decideSystem(rules, system(makeLeg('a', 'queues'), makeLeg('b', 'queues')));
    expect(components[0]?.without).toMatchObject([
      { leg: 'a', advice: 'amqp', protocol: 'mqtt' },
      { leg: 'b', advice: 'amqp', protocol: 'mqtt' },
    ]);
    // Another broker can take the place of this one.
    expect(decideSystem(rules, system(makeLeg('a', 'topics'))).components[0]?.without).toEqual([]);
  });

  test('assigns the other legs where one has nothing feasible', () => {
    const decision = decideSystem(rules, system(makeLeg('a', 'nothing'), makeLeg('b', 'plain')));
    expect(decision.outcome).toBe('none-feasible');
    expect(protocolsOf(decision)).toEqual([null, 'socket']);
    expect(decideSystem(rules, system(makeLeg('a', 'nothing')))).toMatchObject({ assignments: [], components: [] });
  });

  test('lists what legs need once, without what a component is', () => {
    const { needs } = decideSystem(rules, system(makeLeg('a', 'topics'), makeLeg('b', 'topics')));
    expect(needs).toEqual([{ says: 'Rights for each client.', legs: ['a', 'b'] }]);
  });

  test('names the combination where two protocols meet', () => {
    const { bridges } = decideSystem(rules, system(makeLeg('a', 'topics'), makeLeg('b', 'plain')));
    expect(bridges).toEqual([{ legs: ['a', 'b'], from: 'mqtt', to: 'socket', leg: 'to pages', why: 'Pages like it.' }]);
  });
});

const someLegs = fc
  .array(
    fc.record({
      wants: fc.constantFrom('topics', 'queues', 'plain', 'direct', undefined),
      already: fc.constantFrom('mqtt', undefined, undefined, undefined),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((legs) =>
    legs.map(({ wants, already }, at) =>
      makeLeg(`leg${at}`, '', { answers: { ...(wants && { wants }), ...(already && { already }) } }),
    ),
  );

test('the assignments are those that trying every protocol with every provider finds', () => {
  fc.assert(
    fc.property(someLegs, fc.integer({ min: 0, max: 6 }), (legs, effort) => {
      const own = systemRules([], effort);
      const { assignments } = decideSystem(own, system(...legs));
      const round = (fit: number) => fit.toFixed(6);
      expect(assignments.map(({ count, fit }) => `${count} ${round(fit)}`).sort()).toEqual(
        bruteForce(own, legs, round),
      );
    }),
  );
});

/** For each leg a protocol with the sets of components that let it work; then what no other choice beats. */
function bruteForce(own: typeof rules, legs: readonly SystemLeg[], round: (fit: number) => string): string[] {
  const isFree = (id: string) => id === 'topic-broker' && legs.some(({ answers }) => answers['already'] === 'mqtt');
  const providers = (id: string) =>
    COMPONENTS.filter((one) => one.id === id || one.standsFor.some((stand) => stand.component === id));
  const ways = legs.map(({ answers }) =>
    decide(own, answers).ranking.flatMap(({ protocol, score }) => {
      const { runs = [] } = own.protocols.find(({ id }) => id === protocol) ?? {};
      const [run] = runs;
      const sets = run ? providers(run.component).map(({ id }) => (isFree(id) ? [] : [id])) : [[]];
      return sets.map((set) => ({ score, set }));
    }),
  );
  const all = ways.reduce<{ score: number; set: string[] }[]>(
    (before, options) =>
      before.flatMap((one) =>
        options.map(({ score, set }) => ({ score: one.score + score, set: [...one.set, ...set] })),
      ),
    [{ score: 0, set: [] }],
  );
  const pairs = all.map(({ score, set }) => ({ count: new Set(set).size, fit: score }));
  const best = pairs.filter(
    ({ count, fit }) =>
      !pairs.some(
        (other) => other.count <= count && other.fit >= fit - 1e-9 && (other.count < count || other.fit > fit + 1e-9),
      ),
  );
  return [...new Set(best.map(({ count, fit }) => `${count} ${round(fit)}`))].sort();
}
